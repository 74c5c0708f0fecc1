import holidayJp from '@holiday-jp/holiday_jp';

/**
 * Japan's public holidays, from a table rather than from rules, because the rules have exceptions:
 * laws have moved holidays for single years, and the two equinoxes are days that astronomers find.
 *
 * The table names every holiday of whole years. Up to the year that the government has announced
 * (each February for the year that follows) it is the law; beyond, it is what the present law and
 * the computed equinoxes give, and a new law or announcement may still change it. Beyond the
 * table's last year no holiday is known at all: such a date counts as none, and whoever plans that
 * far ahead asks `holidaysKnownThrough` and says so.
 */

/** Whose public holidays count: Japan's, or nobody's. */
export type PublicHolidays = 'japan' | 'none';

/** The name of a public holiday in both languages. */
export interface HolidayName {
  readonly ja: string;
  readonly en: string;
}

const table: Readonly<Record<string, { readonly name: string; readonly name_en: string }>> =
  holidayJp.holidays;

// The table names a substitute after the holiday before it, which in a row of three is not the one
// it stands for (6 May 2026 stands for the 3rd). The law gives it no name of its own, nor do we.
const names: ReadonlyMap<string, HolidayName> = new Map(
  Object.entries(table).map(([date, { name, name_en }]) => [
    date,
    { ja: name.replace(/^.+ (?=振替休日$)/, ''), en: name_en },
  ]),
);

const lastHoliday = [...names.keys()].reduce((one, other) => (one > other ? one : other));
const knownThrough = `${lastHoliday.slice(0, 4)}-12-31`;

/** The name of the public holiday on a date (YYYY-MM-DD); undefined when it is none. */
export function nameOfHoliday(date: string, holidays: PublicHolidays): HolidayName | undefined {
  return holidays === 'japan' ? names.get(date) : undefined;
}

/**
 * The last date (YYYY-MM-DD) of which it is known whether it is a public holiday. After it only
 * weekends and the institution's own closed days count, and whoever reckons with such a date warns.
 */
export function holidaysKnownThrough(): string {
  return knownThrough;
}
