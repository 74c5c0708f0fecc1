import { fault, type PolicyFault } from './policy-fault.ts';
import type { Policy } from './policy-schema.ts';

/** Values that need each other, bar each other, or stand in an order. */
export function togetherFaults(policy: Policy): PolicyFault[] {
  return [
    ...ruleFaults(policy),
    ...enrolmentFaults(policy),
    ...lockoutFaults(policy),
    ...moneyFaults(policy),
    ...hourFaults(policy),
  ];
}

function ruleFaults({ challenge_rules: rules, adoption: { migration } }: Policy): PolicyFault[] {
  const ofRules = rules.flatMap(({ when, factors, replaces }, index) => {
    const path = `/challenge_rules/${index}`;
    const faults: PolicyFault[] = [];
    const { amount_yen_from: from, amount_yen_below: below } = when;
    if (from !== undefined && below !== undefined && from >= below)
      faults.push(
        fault(`${path}/when/amount_yen_below`, 'range_reversed', [
          '金額の範囲に当てはまる値がありません（below は from より大きくしてください）',
          'leaves no amount: it must exceed amount_yen_from',
        ]),
      );
    if ((replaces ?? []).length > 0 && !factors.includes('otp'))
      faults.push(
        fault(`${path}/replaces`, 'needed_together', [
          'OTP を求めない規則では、置き換える要素を指定できません',
          'says what the OTP replaces, and this rule asks for none',
        ]),
      );
    return faults;
  });
  if (migration?.from !== migration?.to || !migration) return ofRules;
  const same = fault('/adoption/migration/to', 'not_together', [
    '移行元と移行先が同じです',
    'is the kind that it migrates from',
  ]);
  return [...ofRules, same];
}

function enrolmentFaults({ enrolment }: Policy): PolicyFault[] {
  const { grace, who_registers: who, registrar_roles: roles } = enrolment;
  const faults: PolicyFault[] = [];
  if (who.includes('administrator') !== roles.length > 0)
    faults.push(
      fault('/enrolment/registrar_roles', 'needed_together', [
        '管理者による登録（administrator）のときに限り、登録する役割を指定してください',
        'belongs to registration by an administrator: name roles there, and none elsewhere',
      ]),
    );
  if (grace && (grace.count_from === 'fixed_date') !== (grace.fixed_on !== undefined))
    faults.push(
      fault('/enrolment/grace/fixed_on', 'needed_together', [
        '起算日を固定する（fixed_date）ときに限り、日付を指定してください',
        'belongs to count_from fixed_date: give it there, and nowhere else',
      ]),
    );
  return faults;
}

function lockoutFaults({ lockout }: Policy): PolicyFault[] {
  const faults: PolicyFault[] = [];
  if (lockout.cap < lockout.threshold)
    faults.push(
      fault('/lockout/cap', 'cap_below_threshold', [
        '累積の上限が停止までの回数を下回るため、停止回数が意味を持ちません',
        'is below the threshold, so the threshold would never lock',
      ]),
    );
  const { takes } = lockout.unlock;
  if (takes && takes.from > takes.to)
    faults.push(
      fault('/lockout/unlock/takes', 'range_reversed', [
        '所要日数の範囲が逆になっています（from は to 以下）',
        'runs backwards: from must not exceed to',
      ]),
    );
  return faults;
}

function moneyFaults({ fees, same_day: sameDay }: Policy): PolicyFault[] {
  const faults: PolicyFault[] = [];
  if (fees.tax.mode === 'excluded')
    fees.tax.rates.forEach((rate, index, rates) => {
      const before = rates[index - 1];
      if (before && before.from_on >= rate.from_on)
        faults.push(
          fault(`/fees/tax/rates/${index}/from_on`, 'dates_out_of_order', [
            '税率は適用開始日の順に並べてください',
            'must be later than that of the rate before it',
          ]),
        );
    });
  if ((fees.broken_unreturned_yen === undefined) !== (fees.return_within_days === undefined))
    faults.push(
      fault('/fees/return_within_days', 'needed_together', [
        '未返却の手数料と返却期限は、両方を指定するか、どちらも省いてください',
        'and broken_unreturned_yen belong together: give both or neither',
      ]),
    );
  if (sameDay && sameDay.requires.includes('measures') !== sameDay.measures.length > 0)
    faults.push(
      fault('/same_day/measures', 'needed_together', [
        '対策（measures）を条件とするときに限り、対策の一覧を指定してください',
        'belongs to the condition measures: list them there, and nowhere else',
      ]),
    );
  return faults;
}

function hourFaults({ desks, notices }: Policy): PolicyFault[] {
  const ofDesks = desks.flatMap(({ hours }, desk) =>
    hours.flatMap(({ from, to }, index) =>
      from < to
        ? []
        : [
            fault(`/desks/${desk}/hours/${index}/to`, 'hours_reversed', [
              '終了時刻は開始時刻より後にしてください（日をまたぐときは二つに分けます）',
              'must be later than from; hours across midnight are written as two',
            ]),
          ],
    ),
  );
  const ofNotices = notices.flatMap(({ from_on: from, until_on: until }, index) =>
    until === undefined || from <= until
      ? []
      : [
          fault(`/notices/${index}/until_on`, 'dates_out_of_order', [
            '掲載の終了日が開始日より前です',
            'lies before from_on',
          ]),
        ],
  );
  return [...ofDesks, ...ofNotices];
}
