import { type HolidayCalendar, isPublicHoliday } from '../calendar/business-days.ts';
import { addDays, dateOf, endOfDay, instantOf, weekdayOf } from '../calendar/dates.ts';

/**
 * When a desk answers (S2-08, S3-11, S4-07). A user who is stuck is sent to a desk, and shall read
 * whether it is open now, until when, or when it opens.
 *
 * Its own closed days come first. A public holiday takes the hours of `holiday` whatever the day of
 * the week, and a desk that lists none is closed on it. Hours run from the first second to the
 * instant before the closing time: at 17:00:00 a desk that closes at 17:00 is closed. Hours that
 * touch or overlap are one opening, also across midnight, so a desk that never closes has no
 * closing time.
 */

/** The hours of a desk, as the policy document writes them; `to` may be 24:00. */
export interface DeskTimetable {
  readonly hours: readonly {
    readonly days: readonly DeskDay[];
    readonly from: string;
    readonly to: string;
  }[];
  /** Closed every year, MM-DD. */
  readonly closed: readonly string[];
  /** Closed once, YYYY-MM-DD. */
  readonly closed_on?: readonly string[] | undefined;
}

/** The kinds of day that a desk's hours tell apart; `weekday` is Monday to Friday. */
export type DeskDay = 'weekday' | 'saturday' | 'sunday' | 'holiday';

/** Whose clock and whose holidays a desk keeps. */
export interface DeskPlace {
  readonly timeZone: string;
  readonly calendar: HolidayCalendar;
}

/**
 * Open, with the first instant (ms) at which it is closed, or closed, with the instant at which it
 * opens. Null means that neither happens within a year.
 */
export type DeskHours =
  | { readonly open: true; readonly closesAt: number | null }
  | { readonly open: false; readonly opensAt: number | null };

interface Opening {
  readonly opensAt: number;
  readonly closesAt: number;
}

/** Far enough for every timetable with an opening each year; a desk that never opens ends here. */
const searchedDays = 366;

/** Whether a desk is open at an instant (ms), and when that changes. */
export function deskHoursAt(at: number, desk: DeskTimetable, place: DeskPlace): DeskHours {
  const openings = openingsFrom(dateOf(at, place.timeZone), desk, place);
  for (const opening of openings) {
    if (opening.closesAt <= at) continue;
    if (opening.opensAt > at) return { open: false, opensAt: opening.opensAt };
    return { open: true, closesAt: closingOf(opening, at, place.timeZone) };
  }
  return { open: false, opensAt: null };
}

/** Every opening that begins within the searched days, in order, joined where two touch. */
function* openingsFrom(today: string, desk: DeskTimetable, place: DeskPlace): Generator<Opening> {
  let joined: Opening | undefined;
  let on = today;
  for (let passed = 0; passed <= searchedDays; passed++) {
    for (const opening of openingsOn(on, desk, place)) {
      if (joined !== undefined && opening.opensAt > joined.closesAt) yield joined;
      joined = joinedWith(joined, opening);
    }
    on = addDays(on, 1);
  }
  if (joined !== undefined) yield joined;
}

/** Two openings in one where the second begins before the first has ended, else the second. */
function joinedWith(first: Opening | undefined, second: Opening): Opening {
  if (first === undefined || second.opensAt > first.closesAt) return second;
  return { opensAt: first.opensAt, closesAt: Math.max(first.closesAt, second.closesAt) };
}

/** The openings of one date in order. One that ends before it begins opens nothing. */
function openingsOn(on: string, desk: DeskTimetable, place: DeskPlace): readonly Opening[] {
  if (desk.closed.includes(on.slice(5)) || desk.closed_on?.includes(on)) return [];
  const day = deskDayOf(on, place.calendar);
  return desk.hours
    .filter(({ days }) => days.includes(day))
    .map(({ from, to }) => ({
      opensAt: instantOf(on, from, place.timeZone),
      closesAt: instantOf(on, to, place.timeZone),
    }))
    .filter(({ opensAt, closesAt }) => opensAt < closesAt)
    .sort((one, other) => one.opensAt - other.opensAt);
}

function deskDayOf(on: string, calendar: HolidayCalendar): DeskDay {
  if (isPublicHoliday(on, calendar)) return 'holiday';
  const weekday = weekdayOf(on);
  return weekday === 'saturday' || weekday === 'sunday' ? weekday : 'weekday';
}

/** The end of an opening, unless it goes on beyond the days that were searched. */
function closingOf(opening: Opening, at: number, timeZone: string): number | null {
  const lastOn = addDays(dateOf(at, timeZone), searchedDays);
  return opening.closesAt > endOfDay(lastOn, timeZone) ? null : opening.closesAt;
}
