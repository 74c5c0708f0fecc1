import { describe, expect, it } from 'vitest';
import { addDays } from './dates.ts';
import { holidaysKnownThrough, nameOfHoliday } from './public-holidays.ts';

/** Every public holiday of four years, as the Cabinet Office publishes them. */
const published = [
  {
    year: '2024',
    // 11 February, 5 May, 11 August, 22 September and 3 November are Sundays: five substitutes.
    on: `01-01 01-08 02-11 02-12 02-23 03-20 04-29 05-03 05-04 05-05 05-06 07-15 08-11 08-12
      09-16 09-22 09-23 10-14 11-03 11-04 11-23`,
  },
  {
    year: '2025',
    // 4 May is a Sunday and 5 May a holiday itself, so the substitute is the 6th.
    on: `01-01 01-13 02-11 02-23 02-24 03-20 04-29 05-03 05-04 05-05 05-06 07-21 08-11 09-15
      09-23 10-13 11-03 11-23 11-24`,
  },
  {
    year: '2026',
    // 3 May is a Sunday, so the 6th; 22 September lies between two holidays.
    on: `01-01 01-12 02-11 02-23 03-20 04-29 05-03 05-04 05-05 05-06 07-20 08-11 09-21 09-22
      09-23 10-12 11-03 11-23`,
  },
  {
    year: '2027',
    // The vernal equinox is Sunday 21 March.
    on: `01-01 01-11 02-11 02-23 03-21 03-22 04-29 05-03 05-04 05-05 07-19 08-11 09-20 09-23
      10-11 11-03 11-23`,
  },
];

function holidaysOf(year: string): string[] {
  const found: string[] = [];
  for (let on = `${year}-01-01`; on <= `${year}-12-31`; on = addDays(on, 1)) {
    if (nameOfHoliday(on, 'japan') !== undefined) found.push(on.slice(5));
  }
  return found;
}

describe('public holidays', () => {
  it.each(published)('ALL-02 · $year has these and no others', ({ year, on }) => {
    expect(holidaysOf(year)).toEqual(on.split(/\s+/));
  });

  it.each([
    { on: '2026-01-01', ja: '元日', en: "New Year's Day" },
    // For Sunday 3 May, Constitution Day, and not for Tuesday 5 May, Children's Day.
    { on: '2026-05-06', ja: '振替休日', en: 'Holiday in lieu' },
    { on: '2025-02-24', ja: '振替休日', en: 'Holiday in lieu' },
    { on: '2026-09-22', ja: '休日', en: "Citizen's Holiday" },
    { on: '2026-09-23', ja: '秋分の日', en: 'Autumnal Equinox Day' },
    // The enthronement of 2019 made 30 April and 2 May holidays, for that year alone.
    { on: '2019-04-30', ja: '休日', en: 'Holiday' },
  ])('ALL-02 · $on is $ja', ({ on, ja, en }) => {
    expect(nameOfHoliday(on, 'japan')).toEqual({ ja, en });
  });

  it.each([
    { on: '2026-12-31', why: 'New Year’s Eve closes banks but is no holiday' },
    { on: '2027-01-02', why: 'nor is 2 January' },
    { on: '2026-05-02', why: 'a Saturday alone' },
    { on: '2020-07-20', why: 'Marine Day of 2020 was moved to the 23rd for the Olympics' },
    { on: '2019-12-23', why: 'the Emperor’s birthday is no longer in December' },
  ])('ALL-02 · $on is none: $why', ({ on }) => {
    expect(nameOfHoliday(on, 'japan')).toBeUndefined();
  });

  it('ALL-02 · an institution that keeps none of them has none', () => {
    expect(nameOfHoliday('2026-01-01', 'none')).toBeUndefined();
  });

  it('ALL-02 · says how far the table goes, and knows nothing beyond', () => {
    expect(holidaysKnownThrough()).toBe('2050-12-31');
    expect(nameOfHoliday('2050-01-01', 'japan')?.ja).toBe('元日');
    expect(nameOfHoliday('2051-01-01', 'japan')).toBeUndefined();
  });

  it('takes no name from the language it is written in', () => {
    expect(nameOfHoliday('constructor', 'japan')).toBeUndefined();
  });
});
