import { Temporal } from 'temporal-polyfill';

/**
 * Calendar arithmetic in an institution's time zone (ALL-02). The first day of a period is not
 * counted; a period of 30 days ends at the last millisecond of the 30th day; a date is valid
 * through its last millisecond. Months keep the day of the month where there is one and take the
 * month's last day where there is none. Dates are YYYY-MM-DD; a text that is no date throws, since
 * the edge has parsed it.
 */

const weekdays = [
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
  'sunday',
] as const;

/** A day of the week, as policies write it. */
export type Weekday = (typeof weekdays)[number];

/** The calendar date (YYYY-MM-DD) of an instant (ms) in a time zone. */
export function dateOf(at: number, timeZone: string): string {
  const days = knownDays.get(timeZone) ?? [];
  const known = days.find((day) => day.startsAt <= at && at < day.endsAt);
  if (known) return known.date;
  const date = Temporal.Instant.fromEpochMilliseconds(at)
    .toZonedDateTimeISO(timeZone)
    .toPlainDate()
    .toString();
  const day = { date, startsAt: startOfDay(date, timeZone), endsAt: endOfDay(date, timeZone) + 1 };
  knownDays.set(timeZone, [day, ...days.slice(0, mostKnownDays - 1)]);
  return date;
}

/** The days that were asked about last, per time zone: decisions ask about the same few instants. */
interface KnownDay {
  readonly date: string;
  readonly startsAt: number;
  readonly endsAt: number;
}

const mostKnownDays = 8;
const knownDays = new Map<string, readonly KnownDay[]>();

/** The wall-clock time (HH:MM:SS) of an instant (ms) in a time zone. */
export function localTimeOf(at: number, timeZone: string): string {
  return Temporal.Instant.fromEpochMilliseconds(at)
    .toZonedDateTimeISO(timeZone)
    .toPlainTime()
    .toString({ smallestUnit: 'second' });
}

/**
 * Answers about days, remembered because every verification and every search for an open day asks
 * about the same few. All are forgotten at once when there are too many.
 */
function recall<T>(memory: Map<string, T>, key: string, answer: () => T): T {
  const known = memory.get(key);
  if (known !== undefined) return known;
  const found = answer();
  if (memory.size >= 10_000) memory.clear();
  memory.set(key, found);
  return found;
}

const dayEnds = new Map<string, number>();
const instants = new Map<string, number>();
const laterDates = new Map<string, string>();
const weekdaysOfDates = new Map<string, Weekday>();

/** The last millisecond of a date in a time zone. */
export function endOfDay(date: string, timeZone: string): number {
  return recall(dayEnds, `${date} ${timeZone}`, () => startOfDay(addDays(date, 1), timeZone) - 1);
}

/** The first millisecond of a date in a time zone, which is not 00:00 where the clocks skip it. */
export function startOfDay(date: string, timeZone: string): number {
  return recall(
    instants,
    `${date} ${timeZone}`,
    () => Temporal.PlainDate.from(date).toZonedDateTime({ timeZone }).epochMilliseconds,
  );
}

/**
 * The instant (ms) of a wall-clock time on a date in a time zone.
 *
 * Where clocks change, the rule is that of RFC 5545 section 3.3.5: a time that exists twice is the
 * first of the two, and a time that is skipped is read with the offset before the change, so it
 * moves on by what was skipped (02:30 becomes 03:30). 00:00 is the start of the date and 24:00 the
 * start of the next, so that days neither overlap nor leave a hole.
 * @param time HH:MM or HH:MM:SS, up to 24:00; anything else throws
 */
export function instantOf(date: string, time: string, timeZone: string): number {
  if (/^00:00(:00)?$/.test(time)) return startOfDay(date, timeZone);
  if (/^24:00(:00)?$/.test(time)) return startOfDay(addDays(date, 1), timeZone);
  return recall(instants, `${date} ${time} ${timeZone}`, () => {
    const plainTime = Temporal.PlainTime.from(time);
    return Temporal.PlainDate.from(date).toZonedDateTime({ timeZone, plainTime }).epochMilliseconds;
  });
}

/** The date that lies a number of days after a date (before it when negative). */
export function addDays(date: string, days: number): string {
  return recall(laterDates, `${date} ${days}`, () =>
    Temporal.PlainDate.from(date).add({ days }).toString(),
  );
}

/** The date that lies a number of months after a date: one after 31 January is the last of February. */
export function addMonths(date: string, months: number): string {
  return Temporal.PlainDate.from(date).add({ months }).toString();
}

/** The date that lies a number of years after a date: one after 29 February is 28 February. */
export function addYears(date: string, years: number): string {
  return Temporal.PlainDate.from(date).add({ years }).toString();
}

/** The last date of the month in which a date lies. */
export function lastDayOfMonth(date: string): string {
  const plain = Temporal.PlainDate.from(date);
  return plain.with({ day: plain.daysInMonth }).toString();
}

/** The day of the week of a date. */
export function weekdayOf(date: string): Weekday {
  return recall(weekdaysOfDates, date, () => {
    const weekday = weekdays[Temporal.PlainDate.from(date).dayOfWeek - 1];
    if (weekday === undefined) throw new Error(`no day of the week: ${date}`);
    return weekday;
  });
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
  const { days = 0, months = 0 } = period;
  const start = dateOf(from, timeZone);
  const last = recall(laterDates, `${start} ${days} ${months}`, () =>
    Temporal.PlainDate.from(start).add({ days, months }).toString(),
  );
  return endOfDay(last, timeZone);
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
