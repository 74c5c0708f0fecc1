import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addBusinessDays,
  type BusinessCalendar,
  businessDayOnOrAfter,
  businessDaysBetween,
  endOfNextMonthBusinessDay,
  hasBusinessDays,
  isBusinessDay,
  isPublicHoliday,
  nextBusinessDay,
  publicHolidayName,
} from './business-days.ts';
import { addDays } from './dates.ts';

/** As Japanese banks are closed: Saturdays, Sundays, holidays, 31 December to 3 January. */
const bank: BusinessCalendar = {
  weekend: ['saturday', 'sunday'],
  public_holidays: 'japan',
  closed: ['12-31', '01-02', '01-03'],
  closed_on: [],
};
const elsewhere: BusinessCalendar = {
  weekend: ['friday'],
  public_holidays: 'none',
  closed: ['02-29'],
  closed_on: ['2026-06-15'],
};

describe('isBusinessDay', () => {
  it.each([
    { on: '2026-04-28', why: 'a Tuesday', business: true },
    { on: '2026-04-29', why: 'Wednesday, Showa Day', business: false },
    { on: '2026-04-30', why: 'a Thursday between holidays', business: true },
    { on: '2026-05-01', why: 'a Friday between holidays', business: true },
    { on: '2026-05-02', why: 'a Saturday', business: false },
    { on: '2026-05-03', why: 'a Sunday and Constitution Day', business: false },
    { on: '2026-05-04', why: 'Monday, Greenery Day', business: false },
    { on: '2026-05-05', why: 'Tuesday, Children’s Day', business: false },
    { on: '2026-05-06', why: 'Wednesday, in lieu of Sunday the 3rd', business: false },
    { on: '2026-05-07', why: 'a Thursday', business: true },
    { on: '2026-09-21', why: 'Monday, Respect for the Aged', business: false },
    { on: '2026-09-22', why: 'Tuesday between two holidays', business: false },
    { on: '2026-09-23', why: 'Wednesday, the equinox', business: false },
    { on: '2026-09-24', why: 'a Thursday', business: true },
    { on: '2024-02-29', why: 'a Thursday, leap day', business: true },
    { on: '2026-12-30', why: 'a Wednesday', business: true },
    { on: '2026-12-31', why: 'Thursday, closed every year', business: false },
    { on: '2027-01-01', why: 'Friday, New Year', business: false },
    { on: '2027-01-04', why: 'a Monday', business: true },
  ])('ALL-02 · a bank in Japan on $on, $why: $business', ({ on, business }) => {
    expect(isBusinessDay(on, bank)).toBe(business);
  });

  it.each([
    { on: '2026-05-01', why: 'Friday is its weekend', business: false },
    { on: '2026-05-02', why: 'Saturday is not', business: true },
    { on: '2026-05-05', why: 'a holiday in Japan only', business: true },
    { on: '2026-06-15', why: 'closed on this one day', business: false },
    { on: '2027-06-15', why: 'but not the year after', business: true },
    { on: '2024-02-29', why: 'closed on leap days', business: false },
    { on: '2023-02-28', why: 'which 2023 does not have', business: true },
  ])('ALL-02 · an institution with days of its own on $on, $why: $business', (row) => {
    expect(isBusinessDay(row.on, elsewhere)).toBe(row.business);
  });

  it('ALL-02 · beyond the known holidays only weekends and closed days count', () => {
    // 1 January 2051 is a Sunday, 3 May 2051 a Wednesday; the year before, the 3rd was known.
    expect(isBusinessDay('2050-05-03', bank)).toBe(false);
    expect(isBusinessDay('2051-05-03', bank)).toBe(true);
    expect(isBusinessDay('2051-01-01', bank)).toBe(false);
    expect(isBusinessDay('2051-01-03', bank)).toBe(false);
  });
});

describe('public holidays of a calendar', () => {
  it('ALL-02 · are named in both languages, and a closed day is none', () => {
    expect(publicHolidayName('2026-04-29', bank)).toEqual({ ja: '昭和の日', en: 'Showa Day' });
    expect(isPublicHoliday('2026-12-31', bank)).toBe(false);
    expect(publicHolidayName('2026-12-31', bank)).toBeUndefined();
    expect(isPublicHoliday('2026-04-29', elsewhere)).toBe(false);
  });
});

describe('the next business day', () => {
  it.each([
    { from: '2026-04-28', next: '2026-04-30', why: 'the 29th is a holiday' },
    { from: '2026-05-01', next: '2026-05-07', why: '2–3 weekend, 4–5 holidays, 6 in lieu' },
    { from: '2026-05-03', next: '2026-05-07', why: 'the same from within' },
    { from: '2026-05-07', next: '2026-05-08', why: 'Thursday to Friday' },
    { from: '2026-09-18', next: '2026-09-24', why: '19–20 weekend, 21–23 holidays' },
    { from: '2024-02-28', next: '2024-02-29', why: 'leap day, a Thursday' },
    { from: '2026-12-30', next: '2027-01-04', why: '31–3 closed, the 3rd a Sunday' },
    { from: '2027-12-30', next: '2028-01-04', why: 'Fri 31–Mon 3 closed, then Tuesday' },
  ])('S3-09 · what is confirmed on $from resumes on $next: $why', ({ from, next }) => {
    expect(nextBusinessDay(from, bank)).toBe(next);
  });

  it('ALL-02 · on or after keeps a business day as it is', () => {
    expect(businessDayOnOrAfter('2026-12-30', bank)).toBe('2026-12-30');
    expect(businessDayOnOrAfter('2026-12-31', bank)).toBe('2027-01-04');
  });
});

describe('S4-05 · business days, the filing day being the first', () => {
  it.each([
    { filed: '2026-06-10', days: 2, ready: '2026-06-11', why: 'Wed, Thu' },
    { filed: '2026-06-10', days: 3, ready: '2026-06-12', why: 'Wed, Thu, Fri' },
    { filed: '2026-06-12', days: 2, ready: '2026-06-15', why: 'Fri, Mon' },
    { filed: '2026-06-12', days: 1, ready: '2026-06-12', why: 'the filing day' },
    { filed: '2026-06-13', days: 1, ready: '2026-06-15', why: 'Saturday counts as Monday' },
    { filed: '2026-06-13', days: 2, ready: '2026-06-16', why: 'Mon, Tue' },
    { filed: '2026-06-13', days: 3, ready: '2026-06-17', why: 'Mon, Tue, Wed' },
    { filed: '2026-05-01', days: 2, ready: '2026-05-07', why: 'Fri, Thu after the holidays' },
    { filed: '2026-05-01', days: 3, ready: '2026-05-08', why: 'Fri, Thu, Fri' },
    { filed: '2026-05-03', days: 3, ready: '2026-05-11', why: 'Thu 7, Fri 8, Mon 11' },
    { filed: '2026-12-30', days: 3, ready: '2027-01-05', why: 'Wed 30, Mon 4, Tue 5' },
    { filed: '2026-12-31', days: 2, ready: '2027-01-05', why: 'Mon 4, Tue 5' },
    { filed: '2024-02-28', days: 3, ready: '2024-03-01', why: 'Wed 28, Thu 29, Fri 1' },
    { filed: '2026-06-13', days: 0, ready: '2026-06-15', why: 'at once, when it is open' },
    { filed: '2026-06-12', days: 0, ready: '2026-06-12', why: 'at once' },
  ])('filed on $filed, $days days: $ready ($why)', ({ filed, days, ready }) => {
    expect(addBusinessDays(filed, { days, countsFirstDay: true }, bank)).toBe(ready);
  });
});

describe('ALL-02 · business days, the first day not counted', () => {
  it.each([
    { from: '2026-06-10', days: 2, ends: '2026-06-12', why: 'Thu, Fri' },
    { from: '2026-06-12', days: 1, ends: '2026-06-15', why: 'Mon' },
    { from: '2026-06-13', days: 1, ends: '2026-06-15', why: 'from a Saturday, Mon is the first' },
    { from: '2026-06-13', days: 2, ends: '2026-06-16', why: 'Mon, Tue' },
    { from: '2026-09-18', days: 3, ends: '2026-09-28', why: 'Thu 24, Fri 25, Mon 28' },
    { from: '2026-12-30', days: 1, ends: '2027-01-04', why: 'Mon 4' },
    { from: '2026-06-13', days: 0, ends: '2026-06-15', why: 'no days, but no closed day either' },
    { from: '2026-06-10', days: 0, ends: '2026-06-10', why: 'no days' },
  ])('$days days from $from: $ends ($why)', ({ from, days, ends }) => {
    expect(addBusinessDays(from, { days, countsFirstDay: false }, bank)).toBe(ends);
  });

  it.each([-1, 1.5, Number.NaN])('%d days are a mistake of the caller', (days) => {
    const count = { days, countsFirstDay: true };
    expect(() => addBusinessDays('2026-06-10', count, bank)).toThrow(RangeError);
  });
});

describe('ALL-02 · the debit day at the end of the next month', () => {
  it.each([
    { applied: '2026-05-15', debit: '2026-06-30', why: 'a Tuesday' },
    { applied: '2026-04-10', debit: '2026-06-01', why: '31 May is a Sunday, so Monday' },
    { applied: '2026-01-31', debit: '2026-03-02', why: '28 February is a Saturday' },
    { applied: '2024-01-31', debit: '2024-02-29', why: 'leap day, a Thursday' },
    { applied: '2024-01-01', debit: '2024-02-29', why: 'wherever in January' },
    { applied: '2026-11-01', debit: '2027-01-04', why: '31 December to 3 January are closed' },
    { applied: '2026-12-31', debit: '2027-02-01', why: '31 January is a Sunday' },
    { applied: '2026-03-31', debit: '2026-04-30', why: 'a Thursday after Showa Day' },
    { applied: '2028-03-01', debit: '2028-05-01', why: '30 April is a Sunday, 1 May a Monday' },
  ])('applied on $applied, debited on $debit: $why', ({ applied, debit }) => {
    expect(endOfNextMonthBusinessDay(applied, bank)).toBe(debit);
  });
});

describe('ALL-02 · business days between two dates', () => {
  it.each([
    { from: '2026-06-10', through: '2026-06-12', count: 2, why: 'Thu, Fri' },
    { from: '2026-06-12', through: '2026-06-14', count: 0, why: 'a weekend' },
    { from: '2026-04-28', through: '2026-05-07', count: 3, why: 'Thu 30, Fri 1, Thu 7' },
    { from: '2026-12-30', through: '2027-01-04', count: 1, why: 'Mon 4' },
    { from: '2026-06-10', through: '2026-06-10', count: 0, why: 'the same day' },
    { from: '2026-06-12', through: '2026-06-10', count: 0, why: 'not later' },
    // January 2026: 22 weekdays less Thu 1, Fri 2 and Mon 12; from 31 December all are after.
    { from: '2025-12-31', through: '2026-01-31', count: 19, why: 'a whole month' },
  ])('after $from through $through: $count ($why)', ({ from, through, count }) => {
    expect(businessDaysBetween(from, through, bank)).toBe(count);
  });
});

describe('a calendar without business days', () => {
  const never: BusinessCalendar = {
    weekend: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'],
    public_holidays: 'none',
    closed: [],
    closed_on: [],
  };

  it('ALL-02 · is found beforehand, and a search in it ends', () => {
    expect(hasBusinessDays(never)).toBe(false);
    expect(() => nextBusinessDay('2026-01-01', never)).toThrow('no business day within a year');
  });

  it.each([
    { name: 'a bank in Japan', calendar: bank, has: true },
    { name: 'days of its own', calendar: elsewhere, has: true },
    {
      name: 'open on Mondays only',
      calendar: { ...never, weekend: never.weekend.slice(1) },
      has: true,
    },
    {
      name: 'closed once for a whole year',
      calendar: { ...bank, closed_on: daysOf('2027') },
      has: false,
    },
  ])('ALL-02 · $name: $has', ({ calendar, has }) => {
    expect(hasBusinessDays(calendar)).toBe(has);
  });
});

describe('ALL-02 · what holds for every date', () => {
  const dates = fc.integer({ min: 0, max: 365 * 40 }).map((day) => addDays('2010-01-01', day));
  const calendars = fc.constantFrom(bank, elsewhere);
  const counts = fc.record({
    days: fc.integer({ min: 0, max: 30 }),
    countsFirstDay: fc.boolean(),
  });

  it('the next business day is one, later, with none in between', () => {
    fc.assert(
      fc.property(dates, calendars, (date, calendar) => {
        const next = nextBusinessDay(date, calendar);
        expect(next > date && isBusinessDay(next, calendar)).toBe(true);
        for (let on = addDays(date, 1); on < next; on = addDays(on, 1)) {
          expect(isBusinessDay(on, calendar)).toBe(false);
        }
      }),
    );
  });

  it('more days and later dates never end earlier', () => {
    fc.assert(
      fc.property(dates, counts, calendars, (date, count, calendar) => {
        const ends = addBusinessDays(date, count, calendar);
        expect(isBusinessDay(ends, calendar)).toBe(true);
        const oneMore = { ...count, days: count.days + 1 };
        expect(addBusinessDays(date, oneMore, calendar) >= ends).toBe(true);
        expect(addBusinessDays(addDays(date, 1), count, calendar) >= ends).toBe(true);
      }),
    );
  });

  it('counting back gives the days that were added', () => {
    fc.assert(
      fc.property(dates, counts, calendars, (date, { days }, calendar) => {
        const from = businessDayOnOrAfter(date, calendar);
        const ends = addBusinessDays(from, { days, countsFirstDay: false }, calendar);
        expect(businessDaysBetween(from, ends, calendar)).toBe(days);
      }),
    );
  });
});

function daysOf(year: string): string[] {
  return Array.from({ length: 365 }, (_, day) => addDays(`${year}-01-01`, day));
}
