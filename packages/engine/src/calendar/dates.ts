import { Temporal } from 'temporal-polyfill';

/**
 * Calendar arithmetic in an institution's time zone (ALL-02). The first day of a period is not
 * counted; a period of 30 days ends at the last millisecond of the 30th day; a date is valid
 * through its last millisecond.
 */

/** The calendar date (YYYY-MM-DD) of an instant (ms) in a time zone. */
export function dateOf(at: number, timeZone: string): string {
  return Temporal.Instant.fromEpochMilliseconds(at)
    .toZonedDateTimeISO(timeZone)
    .toPlainDate()
    .toString();
}

const dayEnds = new Map<string, number>();

/** The last millisecond of a date in a time zone. Remembered, since verification asks it each time. */
export function endOfDay(date: string, timeZone: string): number {
  const key = `${date} ${timeZone}`;
  const known = dayEnds.get(key);
  if (known !== undefined) return known;
  const end = startOfDay(addDays(date, 1), timeZone) - 1;
  if (dayEnds.size > 10_000) dayEnds.clear();
  dayEnds.set(key, end);
  return end;
}

/** The first millisecond of a date in a time zone. */
export function startOfDay(date: string, timeZone: string): number {
  return Temporal.PlainDate.from(date).toZonedDateTime({ timeZone }).epochMilliseconds;
}

/** The date that lies a number of days after a date (before it when negative). */
export function addDays(date: string, days: number): string {
  return Temporal.PlainDate.from(date).add({ days }).toString();
}

/** A period as policies write it: days, or calendar months. */
export interface Period {
  readonly days?: number | undefined;
  readonly months?: number | undefined;
}

/**
 * The last millisecond of a period that is counted from an instant, the first day not counted.
 * One month after 31 January is the last day of February (ALL-02).
 */
export function endOfPeriod(from: number, period: Period, timeZone: string): number {
  const start = Temporal.PlainDate.from(dateOf(from, timeZone));
  const last = start.add({ days: period.days ?? 0, months: period.months ?? 0 });
  return endOfDay(last.toString(), timeZone);
}

/** True when the text is a real calendar date, YYYY-MM-DD. */
export function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  try {
    return Temporal.PlainDate.from(text).toString() === text;
  } catch {
    return false;
  }
}

/** True when the runtime knows the time zone. */
export function isTimeZone(text: string): boolean {
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(text);
    return true;
  } catch {
    return false;
  }
}
