import { hasBusinessDays } from '../calendar/business-days.ts';
import { isDate, isTimeZone } from '../calendar/dates.ts';
import { authenticatorFaults } from './authenticator-faults.ts';
import { fault, type PolicyFault } from './policy-fault.ts';
import type { Policy } from './policy-schema.ts';
import { referenceFaults } from './reference-faults.ts';
import { togetherFaults } from './together-faults.ts';

/** What a schema cannot say of a policy document: references, dates, and what belongs together. */
export function documentFaults(policy: Policy): PolicyFault[] {
  return [
    ...placeFaults(policy),
    ...authenticatorFaults(policy),
    ...referenceFaults(policy),
    ...togetherFaults(policy),
  ];
}

function placeFaults(policy: Policy): PolicyFault[] {
  const { institution } = policy;
  const zone: PolicyFault[] = isTimeZone(institution.time_zone)
    ? []
    : [
        fault('/institution/time_zone', 'time_zone_unknown', [
          `「${institution.time_zone}」という時間帯はありません（例：Asia/Tokyo）`,
          'is no time zone that is known here, such as Asia/Tokyo',
        ]),
      ];
  const dates = datesOf(policy).flatMap(([path, date]) =>
    date === undefined || isDate(date) ? [] : [noDate(path, date)],
  );
  const days = monthDaysOf(policy).flatMap(([path, day]) =>
    // A leap year, so that 29 February is a day of a year.
    isDate(`2024-${day}`) ? [] : [noDay(path, day)],
  );
  return [...zone, ...dates, ...days, ...(days.length === 0 ? calendarFaults(policy) : [])];
}

function noDate(path: string, date: string): PolicyFault {
  return fault(path, 'date_invalid', [
    `${date} という日付はありません`,
    `is no calendar date: ${date}`,
  ]);
}

function noDay(path: string, day: string): PolicyFault {
  return fault(path, 'day_invalid', [
    `${day} という月日はありません`,
    `is no day of a year: ${day}`,
  ]);
}

/** Debit days and promises look for the next business day, so there must be one. */
function calendarFaults({ calendar }: Policy): PolicyFault[] {
  return hasBusinessDays(calendar)
    ? []
    : [
        fault('/calendar', 'no_business_day', [
          '営業日が一日もない期間があります。休業日の指定を見直してください',
          'leaves no business day for half a year; take some closed days back',
        ]),
      ];
}

type Place = readonly [path: string, text: string | undefined];

function datesOf(policy: Policy): Place[] {
  const { adoption, enrolment, fees } = policy;
  const phases = adoption.obligation.flatMap((phase, index): Place[] => [
    [`/adoption/obligation/${index}/from_on`, phase.from_on],
    [`/adoption/obligation/${index}/contracts_opened_from`, phase.contracts_opened_from],
  ]);
  const rates =
    fees.tax.mode === 'excluded'
      ? fees.tax.rates.map((one, index): Place => [`/fees/tax/rates/${index}/from_on`, one.from_on])
      : [];
  const notices = policy.notices.flatMap((notice, index): Place[] => [
    [`/notices/${index}/from_on`, notice.from_on],
    [`/notices/${index}/until_on`, notice.until_on],
  ]);
  const closed = policy.desks.flatMap((desk, index) =>
    (desk.closed_on ?? []).map((day, at): Place => [`/desks/${index}/closed_on/${at}`, day]),
  );
  return [
    ['/institution/service_from_on', policy.institution.service_from_on],
    ...policy.calendar.closed_on.map((day, at): Place => [`/calendar/closed_on/${at}`, day]),
    ...phases,
    ['/adoption/migration/cut_over_on', adoption.migration?.cut_over_on],
    ['/enrolment/grace/fixed_on', enrolment.grace?.fixed_on],
    ...rates,
    ...closed,
    ...notices,
  ];
}

function monthDaysOf({ calendar, desks }: Policy): (readonly [string, string])[] {
  const ofDesks = desks.flatMap((desk, index) =>
    desk.closed.map((day, at) => [`/desks/${index}/closed/${at}`, day] as const),
  );
  return [
    ...calendar.closed.map((day, at) => [`/calendar/closed/${at}`, day] as const),
    ...ofDesks,
  ];
}
