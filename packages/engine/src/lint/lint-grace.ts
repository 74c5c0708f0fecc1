import { addBusinessDays } from '../calendar/business-days.ts';
import { addDays, dateOf, endOfPeriod, startOfDay } from '../calendar/dates.ts';
import type { Policy } from '../policy/policy-schema.ts';
import { longestClosedRun } from './closed-run.ts';
import { type Finding, finding, when } from './finding.ts';
import { issuedKinds, postedKinds } from './posted-kinds.ts';

type Grace = NonNullable<Policy['enrolment']['grace']>;

/** Whether grace does what it is for: customers go on working until their token is there. */
export function lintGrace(policy: Policy): Finding[] {
  const { grace } = policy.enrolment;
  if (grace === null) return withoutGrace(policy, null);
  return [
    ...withoutGrace(policy, grace),
    ...tooShort(policy, grace),
    ...endless(policy, grace),
    ...values(policy, grace),
  ];
}

/** From the recording on the code is asked, and a posted token needs days to come. */
function withoutGrace(policy: Policy, grace: Grace | null): Finding[] {
  const bare = postedKinds(policy).filter(
    (one) => grace === null || (grace.authenticators && !grace.authenticators.includes(one.id)),
  );
  if (bare.length === 0 || policy.adoption.unit === 'user') return [];
  const names = bare.map((one) => one.id).join(', ');
  return [
    finding(['error', 'no_grace_until_delivery'], '/enrolment/grace', [
      `郵送される「${names}」に猶予がないため、届くまで何日も取引ができません`,
      `gives none to ${names}, which is posted: customers are stopped for days until it is there`,
    ]),
  ];
}

/** The days from recording an application until its token is at the customer's, at worst. */
function worstDelivery(policy: Policy): number {
  return longestClosedRun(policy) + 1 + policy.adoption.delivery_days;
}

function tooShort(policy: Policy, grace: Grace): Finding[] {
  const posted = postedKinds(policy).some((one) => grace.authenticators?.includes(one.id) ?? true);
  if (!posted || grace.count_from === 'delivery') return [];
  if (grace.count_from === 'fixed_date') return fixedDate(policy, grace);
  // The shortest months that there are: February, and two of 31 days never make up for it (ALL-02).
  const days = grace.length.days ?? shortestMonths(grace.length.months ?? 0);
  const worst = worstDelivery(policy);
  return when(worst > days, () =>
    finding(['error', 'grace_ends_before_delivery'], '/enrolment/grace/length', [
      `連休をはさむと到着まで最長${worst}日かかり、猶予（短い場合${days}日）が先に終わります`,
      `ends after ${days} days at the shortest, and with holidays a token takes up to ${worst} days to arrive`,
    ]),
  );
}

function shortestMonths(months: number): number {
  const starts = Array.from({ length: 48 }, (_, month) => {
    const year = 2023 + Math.floor(month / 12);
    return `${year}-${String((month % 12) + 1).padStart(2, '0')}-01`;
  });
  const lengths = starts.map((on) => {
    const from = startOfDay(on, 'UTC');
    return Math.floor((endOfPeriod(from, { months }, 'UTC') - from) / 86_400_000);
  });
  return Math.min(...lengths);
}

/** Whoever applies on the first day of the service must have his token before the fixed grace ends. */
function fixedDate(policy: Policy, grace: Grace): Finding[] {
  const { time_zone: timeZone, service_from_on: from } = policy.institution;
  if (grace.fixed_on === undefined) return [];
  const endsOn = dateOf(
    endOfPeriod(startOfDay(grace.fixed_on, timeZone), grace.length, timeZone),
    timeZone,
  );
  const { recording_business_days: days, delivery_days: delivery } = policy.adoption;
  const recorded = addBusinessDays(from, { days, countsFirstDay: false }, policy.calendar);
  const arrives = addDays(recorded, delivery);
  return [
    ...when(arrives > endsOn, () =>
      finding(['error', 'grace_ends_before_delivery'], '/enrolment/grace/fixed_on', [
        `猶予は${endsOn}に終わりますが、取扱開始日の申込でも到着は${arrives}です`,
        `ends on ${endsOn}, and a token applied for on the first day of service arrives on ${arrives}`,
      ]),
    ),
    ...when(arrives <= endsOn, () =>
      finding(['warning', 'grace_for_early_contracts_only'], '/enrolment/grace/count_from', [
        `${endsOn}より後に申し込むお客さまには猶予がありません`,
        `gives no grace to customers who apply after ${endsOn}`,
      ]),
    ),
  ];
}

/** What counts from a delivery that never comes never ends. */
function endless(policy: Policy, grace: Grace): Finding[] {
  if (grace.count_from !== 'delivery') return [];
  const never = issuedKinds(policy).filter((one) => grace.authenticators?.includes(one.id) ?? true);
  return when(never.length > 0, () =>
    finding(['error', 'grace_never_ends'], '/enrolment/grace/count_from', [
      `郵送のない「${never.map((one) => one.id).join('、')}」では猶予が始まらず、いつまでも OTP なしで取引できます`,
      `counts from a delivery that ${never.map((one) => one.id).join(', ')} never has, so no OTP is ever needed`,
    ]),
  );
}

function values(policy: Policy, grace: Grace): Finding[] {
  const { enrolment, adoption } = policy;
  const { days = 0, months = 0 } = grace.length;
  return [
    ...when(days > 31 || months > 1, () =>
      finding(['warning', 'grace_long'], '/enrolment/grace/length', [
        '猶予が一か月を超えます。その間は従来の要素だけで取引できます',
        'exceeds a month, in which the old factors alone are enough',
      ]),
    ),
    ...when(!grace.lapses_on_enrolment, () =>
      finding(
        ['warning', 'grace_after_revocation', 'NIST SP 800-63B-4 4.1.2.1'],
        '/enrolment/grace/lapses_on_enrolment',
        [
          '登録済みの利用者も、失効させれば猶予の残りの間は OTP なしで取引できます',
          'lets users who revoke their token work without OTP for the rest of the grace',
        ],
      ),
    ),
    ...when(adoption.unit === 'user' && adoption.application.length === 0, () =>
      finding(['warning', 'grace_without_effect'], '/enrolment/grace', [
        '契約としての申込がないため、猶予が始まりません',
        'never begins: no contract applies for anything here',
      ]),
    ),
    ...when(enrolment.skip_shown_after_grace && enrolment.after_grace === 'block_login', () =>
      finding(['warning', 'skip_leads_nowhere'], '/enrolment/skip_shown_after_grace', [
        '省略ボタンを押してもログインできません',
        'shows a button that leads nowhere: login stays refused',
      ]),
    ),
    ...when(enrolment.skip_shown_after_grace && !grace.skip, () =>
      finding(['warning', 'skip_never_shown'], '/enrolment/skip_shown_after_grace', [
        '猶予中に省略できないため、この指定は働きません',
        'has no effect: the screen cannot be skipped during grace either',
      ]),
    ),
  ];
}
