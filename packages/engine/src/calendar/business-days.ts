import { addDays, addMonths, lastDayOfMonth, type Weekday, weekdayOf } from './dates.ts';
import {
  type HolidayName,
  holidaysKnownThrough,
  nameOfHoliday,
  type PublicHolidays,
} from './public-holidays.ts';

/**
 * The business days of an institution (ALL-02). A day is one unless it falls on the institution's
 * weekend, is a public holiday, or is one of its own closed days.
 *
 * A bank counts business days in two ways. An estimate that starts at the counter counts the day on
 * which the paper was filed (S4-05: two to three business days, the filing day being the first);
 * everything else leaves the first day out. Nobody files at a closed counter, so a first day that
 * is no business day gives way to the next one.
 */

/** The part of the policy document that says which days are business days. */
export interface BusinessCalendar {
  readonly weekend: readonly Weekday[];
  readonly public_holidays: PublicHolidays;
  /** Closed every year, MM-DD; 02-29 is closed in leap years only. */
  readonly closed: readonly string[];
  /** Closed once, YYYY-MM-DD. */
  readonly closed_on: readonly string[];
}

/** What is asked of a calendar for its holidays alone. */
export type HolidayCalendar = Pick<BusinessCalendar, 'public_holidays'>;

/** A number of business days, and whether the first day is one of them. */
export interface BusinessDayCount {
  readonly days: number;
  readonly countsFirstDay: boolean;
}

/** How far a search for a business day goes. A calendar that is closed for longer is a mistake. */
const searchedDays = 366;

/** Whether a date is a public holiday of the calendar. */
export function isPublicHoliday(date: string, calendar: HolidayCalendar): boolean {
  return publicHolidayName(date, calendar) !== undefined;
}

/** The name of the public holiday on a date, in Japanese and English; undefined when it is none. */
export function publicHolidayName(
  date: string,
  calendar: HolidayCalendar,
): HolidayName | undefined {
  return nameOfHoliday(date, calendar.public_holidays);
}

/** Whether a date is a business day. */
export function isBusinessDay(date: string, calendar: BusinessCalendar): boolean {
  return (
    !calendar.weekend.includes(weekdayOf(date)) &&
    !isPublicHoliday(date, calendar) &&
    !calendar.closed.includes(date.slice(5)) &&
    !calendar.closed_on.includes(date)
  );
}

/**
 * The date itself when it is a business day, else the first one after it.
 * @throws when there is none within a year, which `hasBusinessDays` finds before it happens
 */
export function businessDayOnOrAfter(date: string, calendar: BusinessCalendar): string {
  const found = businessDayWithin(date, searchedDays, calendar);
  if (found === undefined) throw new Error(`no business day within a year of ${date}`);
  return found;
}

/**
 * The first business day after a date (S3-09: the business day after the bank's confirmation).
 * @throws as `businessDayOnOrAfter`
 */
export function nextBusinessDay(date: string, calendar: BusinessCalendar): string {
  return businessDayOnOrAfter(addDays(date, 1), calendar);
}

/**
 * The business day on which a count of business days ends (S4-05).
 *
 * Counting the first day, one business day from a business day is that day itself; not counting it,
 * the next business day. From a day that is no business day, both begin with the next business day
 * as the first. No days at all give the date, or the business day that follows it.
 * @param count `days` is an integer from 0 on; anything else throws
 */
export function addBusinessDays(
  date: string,
  count: BusinessDayCount,
  calendar: BusinessCalendar,
): string {
  if (!Number.isSafeInteger(count.days) || count.days < 0) {
    throw new RangeError(`no number of business days: ${count.days}`);
  }
  const first = businessDayOnOrAfter(date, calendar);
  const countsFirst = count.countsFirstDay || first !== date;
  let on = first;
  for (let left = count.days - (countsFirst ? 1 : 0); left > 0; left--) {
    on = nextBusinessDay(on, calendar);
  }
  return on;
}

/**
 * The debit day "end of the next month": its last day, moved to the next business day when the bank
 * is closed, even where that is in the month after.
 */
export function endOfNextMonthBusinessDay(date: string, calendar: BusinessCalendar): string {
  return businessDayOnOrAfter(lastDayOfMonth(addMonths(date, 1)), calendar);
}

/**
 * How many business days lie after the first date, up to and including the second; 0 when the
 * second is not later.
 */
export function businessDaysBetween(
  from: string,
  through: string,
  calendar: BusinessCalendar,
): number {
  let count = 0;
  for (let on = from; on < through; ) {
    on = addDays(on, 1);
    if (isBusinessDay(on, calendar)) count += 1;
  }
  return count;
}

/**
 * Whether a calendar leaves business days: no search of this module then ends without one, within
 * the years whose holidays are known. For the check of a policy, before it can become active.
 */
export function hasBusinessDays(calendar: BusinessCalendar): boolean {
  // One in each half-year means that no two of them lie further apart than a search goes.
  const halfYear = 181;
  for (let on = '1970-01-01'; on <= holidaysKnownThrough(); on = addMonths(on, 6)) {
    if (businessDayWithin(on, halfYear, calendar) === undefined) return false;
  }
  return true;
}

function businessDayWithin(
  date: string,
  days: number,
  calendar: BusinessCalendar,
): string | undefined {
  let on = date;
  for (let passed = 0; passed < days; passed++) {
    if (isBusinessDay(on, calendar)) return on;
    on = addDays(on, 1);
  }
  return undefined;
}
