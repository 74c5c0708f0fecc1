import { availableKinds } from './authenticator-schema.ts';
import { fault, type PolicyFault } from './policy-fault.ts';
import type { Authenticator, Policy } from './policy-schema.ts';

type Kind = Authenticator['kind'];

const timeBased: readonly Kind[] = ['hardware_totp', 'phone_app', 'pc_app'];
const apps: readonly Kind[] = ['phone_app', 'pc_app'];

/** What does not fit the kind of an authenticator, and kinds that cannot be used yet. */
export function authenticatorFaults({ authenticators }: Policy): PolicyFault[] {
  const each = authenticators.flatMap((one, index) => {
    const path = `/authenticators/${index}`;
    // Of a kind that is not there nothing else can be said.
    if (!availableKinds.some((kind) => kind === one.kind)) return [notAvailable(path, one.kind)];
    return [
      ...timeFaults(one, path),
      ...registrationFaults(one, path),
      ...displayFaults(one, path),
      ...lifetimeFaults(one, path),
      ...patternFaults(one, path),
    ];
  });
  return [...each, ...likenessFaults(authenticators)];
}

function notAvailable(path: string, kind: string): PolicyFault {
  return fault(`${path}/kind`, 'kind_not_available', [
    `「${kind}」はまだ利用できません。利用できる種類：${availableKinds.join('、')}`,
    `${kind} is not available yet; available are ${availableKinds.join(', ')}`,
  ]);
}

function timeFaults(one: Authenticator, path: string): PolicyFault[] {
  const faults = presenceFaults(
    `${path}/step_seconds`,
    timeBased.includes(one.kind),
    one.step_seconds !== undefined,
  );
  if (one.registration_window_steps < one.window_steps)
    faults.push(
      fault(`${path}/registration_window_steps`, 'range_reversed', [
        '登録時の許容ステップ数は、通常時（window_steps）以上にしてください',
        'is narrower than window_steps; a new token needs at least as much',
      ]),
    );
  return faults;
}

function registrationFaults(one: Authenticator, path: string): PolicyFault[] {
  const { kind, registration, activation } = one;
  const mailed = kind === 'email_code';
  const faults = [
    ...presenceFaults(
      `${path}/activation`,
      registration === 'activation',
      activation !== undefined,
    ),
    ...presenceFaults(`${path}/mail_code`, mailed, one.mail_code !== undefined),
  ];
  const fits =
    registration === 'serial'
      ? !mailed
      : registration === 'activation'
        ? apps.includes(kind)
        : mailed;
  if (!fits)
    faults.push(
      fault(`${path}/registration`, 'not_for_this_kind', [
        `登録方法「${registration}」は「${kind}」では使えません`,
        `${registration} is not a way to register ${kind}`,
      ]),
    );
  if (activation && activation.password_digits.from > activation.password_digits.to)
    faults.push(
      fault(`${path}/activation/password_digits`, 'range_reversed', [
        '桁数の範囲が逆になっています（from は to 以下）',
        'runs backwards: from must not exceed to',
      ]),
    );
  if (one.registrations_per_device !== undefined && !apps.includes(kind))
    faults.push(unfit(`${path}/registrations_per_device`));
  return faults;
}

function displayFaults({ display, step_seconds: step }: Authenticator, path: string) {
  const faults: PolicyFault[] = [];
  if (display.mode === 'always_on' && display.shown_seconds !== undefined)
    faults.push(
      fault(`${path}/display/shown_seconds`, 'not_together', [
        '常時表示（always_on）では表示秒数を指定できません',
        'cannot stand beside always_on, which never hides the code',
      ]),
    );
  if (step !== undefined && display.bar_seconds !== undefined && display.bar_seconds > step)
    faults.push(
      fault(`${path}/display/bar_seconds`, 'out_of_range', [
        `目盛りの秒数はステップ（${step}秒）以下にしてください`,
        `is longer than the step of ${step} s`,
      ]),
    );
  return faults;
}

function lifetimeFaults({ lifetime, kind }: Authenticator, path: string): PolicyFault[] {
  const counted = lifetime.ends === 'after_displays';
  return counted && kind !== 'hardware_hotp' && kind !== 'email_code'
    ? [unfit(`${path}/lifetime`)]
    : [];
}

function patternFaults({ serial_pattern: pattern }: Authenticator, path: string): PolicyFault[] {
  try {
    new RegExp(pattern, 'u');
    return [];
  } catch {
    return [
      fault(`${path}/serial_pattern`, 'pattern_invalid', [
        `正規表現として正しくありません：${pattern}`,
        `is no regular expression: ${pattern}`,
      ]),
    ];
  }
}

/** A token is told from its kind and numbers; two authenticators with the same ones are one. */
function likenessFaults(authenticators: readonly Authenticator[]): PolicyFault[] {
  const looks = ({ kind, algorithm, digits, step_seconds: step }: Authenticator) =>
    `${kind} ${algorithm} ${digits} ${step}`;
  return authenticators.flatMap((one, index) => {
    const first = authenticators.findIndex((other) => looks(other) === looks(one));
    if (first === index) return [];
    return [
      fault(`/authenticators/${index}`, 'authenticators_alike', [
        `「${authenticators[first]?.id}」と種類・方式・桁数・秒数が同じため、区別できません`,
        `cannot be told from ${authenticators[first]?.id}: same kind, algorithm, digits and step`,
      ]),
    ];
  });
}

function presenceFaults(path: string, needed: boolean, given: boolean): PolicyFault[] {
  if (needed === given) return [];
  if (given) return [unfit(path)];
  return [
    fault(path, 'needed_for_this_kind', [
      'この種類では必要な項目です。追加してください',
      'is needed for this kind of token, add it',
    ]),
  ];
}

function unfit(path: string): PolicyFault {
  return fault(path, 'not_for_this_kind', [
    'この種類のトークンでは使えない項目です。削除してください',
    'does not belong to this kind of token, remove it',
  ]);
}
