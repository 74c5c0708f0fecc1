import { factorsWithoutOtp } from '../challenge/challenge-rules.ts';
import { operationOf } from '../policy/operations.ts';
import type { ChallengeRule, Policy } from '../policy/policy-schema.ts';
import { type Finding, finding, when } from './finding.ts';
import { deskEverOpens } from './lint-desks.ts';

/** Locks that nobody lifts or anybody, and limits that mean nothing. */
export function lintLockout(policy: Policy): Finding[] {
  return [
    ...limits(policy),
    ...lifting(policy),
    ...actProof(policy, {
      operation: 'unlock_otp',
      roles: policy.lockout.unlock.roles,
      path: '/lockout/unlock/roles',
      act: ['利用停止の解除', 'lifting a lock'],
    }),
    ...scopes(policy),
  ];
}

function limits({ lockout }: Policy): Finding[] {
  const { threshold, cap, temporary, unlock } = lockout;
  const customersLift = unlock.roles.length > 0 || unlock.permission !== undefined;
  const repeats = customersLift || temporary !== null;
  return [
    ...when(threshold > 5, () =>
      finding(
        ['warning', 'threshold_high', 'PSD2 RTS 4(3)(b); RFC 4226 7.3'],
        '/lockout/threshold',
        [
          `${threshold}回まで誤入力を認めています。5回以下が推奨です`,
          `lets ${threshold} wrong codes pass; at most five are recommended`,
        ],
      ),
    ),
    ...when(cap > 20, () =>
      finding(['warning', 'cap_high', 'NIST SP 800-63B-4 3.2.2'], '/lockout/cap', [
        `累積${cap}回は多く、推測が当たる見込みが増えます。20回以下が推奨です`,
        `of ${cap} gives a guesser many tries; at most twenty are recommended`,
      ]),
    ),
    ...when(!repeats && cap > threshold, () =>
      finding(['note', 'cap_unreachable'], '/lockout/cap', [
        '最初の停止から金融機関だけが解除できるため、この上限には達しません',
        'is never reached: only the institution lifts the first lock already',
      ]),
    ),
    ...when(customersLift && cap === threshold, () =>
      finding(['error', 'cap_equals_threshold'], '/lockout/cap', [
        '最初の停止で上限に達するため、お客さま側の解除権限が一度も働きません',
        'is reached with the first lock, so the roles that may unlock never can',
      ]),
    ),
    ...when(temporary !== null && temporary.lasting_after * threshold >= cap, () =>
      finding(['note', 'lasting_lock_unreachable'], '/lockout/temporary/lasting_after', [
        '恒久停止になる前に累積の上限へ達します',
        'is never reached: the cap comes first',
      ]),
    ),
  ];
}

function lifting(policy: Policy): Finding[] {
  const { unlock } = policy.lockout;
  const nobody =
    unlock.roles.length === 0 &&
    unlock.permission === undefined &&
    !deskEverOpens(policy, unlock.desk);
  return [
    ...when(nobody, () =>
      finding(['error', 'lock_nobody_lifts'], '/lockout/unlock', [
        '利用停止を解除できる者が、お客さまにも金融機関にもいません',
        'names nobody who could lift a lock: no role, no permission, and a desk that never opens',
      ]),
    ),
    ...when(unlock.oneself, () =>
      finding(['warning', 'unlock_oneself', 'OWASP ASVS 6.4.4'], '/lockout/unlock/oneself', [
        '本人が自分の停止を解除できるため、停止が推測を防ぎません',
        'lets users lift their own lock, so it stops no guesser who has the password',
      ]),
    ),
    ...when(unlock.while_locked, () =>
      finding(['warning', 'unlock_while_locked'], '/lockout/unlock/while_locked', [
        '停止中の者が他者の停止を解除できます',
        'lets somebody who is locked himself lift the locks of others',
      ]),
    ),
    ...when(unlock.roles.length === 0 && unlock.oneself, () =>
      finding(['warning', 'unlock_without_roles'], '/lockout/unlock/oneself', [
        '解除できる役割がないため、この指定は働きません',
        'has no effect: no role may lift locks',
      ]),
    ),
  ];
}

interface CustomerAct {
  readonly operation: string;
  readonly roles: readonly string[];
  readonly path: string;
  readonly act: readonly [ja: string, en: string];
}

/** What an act of customers on other users asks of the one who acts (row 22). */
export function actProof(policy: Policy, { operation, roles, path, act }: CustomerAct): Finding[] {
  if (roles.length === 0) return [];
  const [ja, en] = act;
  const definition = operationOf(policy, operation);
  const barred = roles.filter(
    (role) => definition?.roles && !definition.roles.some((one) => one === role),
  );
  const weakest = definition ? weakestRule(policy, operation) : undefined;
  const factors = weakest?.factors ?? [];
  return [
    ...when(barred.length > 0, () =>
      finding(['warning', 'role_barred_from_operation'], path, [
        `${barred.join('、')} は操作「${operation}」を行えないため、${ja}ができません`,
        `names ${barred.join(', ')}, whom the operation ${operation} leaves out`,
      ]),
    ),
    ...when(factors.length === 0, () =>
      finding(['warning', 'act_without_proof', 'OWASP ASVS 7.5.3'], path, [
        `${ja}に何も求めません。操作「${operation}」に規則を定めてください`,
        `asks for nothing at ${en}; give the operation ${operation} a rule`,
      ]),
    ),
    ...when(factors.length > 0 && !factors.includes('otp'), () =>
      finding(['warning', 'act_by_password_alone', 'OWASP ASVS 6.4.4, 7.5.3'], path, [
        `${ja}を固定の要素（${factors.join('、')}）だけで認めます。OTP の追加を検討してください`,
        `allows ${en} with ${factors.join(', ')} alone; consider the administrator's own OTP`,
      ]),
    ),
  ];
}

/** The rule for an operation that asks least, by the facts that it looks at itself. */
function weakestRule(policy: Policy, operation: string): ChallengeRule | undefined {
  const kind = operationOf(policy, operation)?.kind ?? 'other';
  const rules = policy.challenge_rules.filter(
    ({ when: { operations, operation_kinds: kinds } }) =>
      (operations?.includes(operation) ?? true) && (kinds?.includes(kind) ?? true),
  );
  const whole = rules.findIndex((rule) => isUnconditional(rule));
  const reached = whole < 0 ? rules : rules.slice(0, whole + 1);
  return reached.toSorted((a, b) => strength(a) - strength(b))[0];
}

function strength(rule: ChallengeRule): number {
  return (rule.factors.includes('otp') ? 100 : 0) + factorsWithoutOtp(rule).length;
}

function isUnconditional({
  when: { operations: _o, operation_kinds: _k, ...rest },
}: ChallengeRule) {
  return Object.keys(rest).length === 0;
}

function scopes({ lockout, relations }: Policy): Finding[] {
  const all = [lockout.scope, ...(lockout.scopes ?? []).map((one) => one.scope)];
  return [
    ...when(lockout.also_stops.length > 0 && !all.includes('user_otp'), () =>
      finding(['note', 'also_stops_without_effect'], '/lockout/also_stops', [
        'この停止範囲では働かない指定です',
        'has no effect with this scope',
      ]),
    ),
    ...when(all.includes('token') && relations.users_per_token === 1, () =>
      finding(['note', 'token_lock_of_one'], '/lockout/scope', [
        'トークンを共用しないため、利用者の停止と同じです',
        'of a token is the lock of its one user here',
      ]),
    ),
  ];
}
