import { describe, expect, it } from 'vitest';
import { tokyo } from '../testing/instants.ts';
import {
  addDays,
  addMonths,
  addYears,
  dateOf,
  endOfDay,
  endOfPeriod,
  instantOf,
  isDate,
  isTimeZone,
  lastDayOfMonth,
  localTimeOf,
  type Period,
  startOfDay,
  weekdayOf,
} from './dates.ts';

const zone = 'Asia/Tokyo';

describe('dateOf', () => {
  it.each([
    { at: '2015-01-05T00:00:00.000', date: '2015-01-05' },
    { at: '2015-01-05T08:59:59.999', date: '2015-01-05' }, // still 4 January in UTC
    { at: '2015-01-05T23:59:59.999', date: '2015-01-05' },
    { at: '2014-12-31T23:59:59.999', date: '2014-12-31' },
    { at: '2016-02-29T12:00:00.000', date: '2016-02-29' },
  ])('ALL-02 · $at in Tokyo is on $date', ({ at, date }) => {
    expect(dateOf(tokyo(at), zone)).toBe(date);
  });
});

describe('the edges of a day', () => {
  it.each([
    { date: '2015-02-04', first: '2015-02-04T00:00:00.000', last: '2015-02-04T23:59:59.999' },
    { date: '2016-02-29', first: '2016-02-29T00:00:00.000', last: '2016-02-29T23:59:59.999' },
    { date: '2015-12-31', first: '2015-12-31T00:00:00.000', last: '2015-12-31T23:59:59.999' },
  ])('ALL-02 · $date runs to $last', ({ date, first, last }) => {
    expect(startOfDay(date, zone)).toBe(tokyo(first));
    expect(endOfDay(date, zone)).toBe(tokyo(last));
    // The second answer comes from memory.
    expect(endOfDay(date, zone)).toBe(tokyo(last));
  });

  it('ALL-02 · the same date ends at another instant in another zone', () => {
    expect(endOfDay('2015-02-04', 'UTC')).toBe(tokyo('2015-02-05T08:59:59.999'));
    expect(endOfDay('2015-02-04', zone)).toBe(tokyo('2015-02-04T23:59:59.999'));
  });

  it('ALL-02 · a day of 23 hours ends on time', () => {
    // New York, 8 March 2015: 00:00 is 05:00 UTC, 24:00 is 04:00 UTC of the next day.
    expect(endOfDay('2015-03-08', 'America/New_York')).toBe(Date.UTC(2015, 2, 9, 4) - 1);
  });

  it('remembers more days than its memory holds without a wrong answer', () => {
    for (let day = 0; day < 10_050; day++) endOfDay(addDays('2015-01-01', day), zone);
    expect(endOfDay('2015-01-01', zone)).toBe(tokyo('2015-01-01T23:59:59.999'));
  });
});

describe('endOfPeriod', () => {
  const rows: { from: string; period: Period; ends: string }[] = [
    { from: '2015-01-05T11:00:00.000', period: { days: 30 }, ends: '2015-02-04T23:59:59.999' },
    { from: '2015-01-05T00:00:00.000', period: { days: 30 }, ends: '2015-02-04T23:59:59.999' },
    { from: '2015-01-05T23:59:59.999', period: { days: 30 }, ends: '2015-02-04T23:59:59.999' },
    { from: '2015-01-05T11:00:00.000', period: { days: 0 }, ends: '2015-01-05T23:59:59.999' },
    { from: '2014-12-20T10:00:00.000', period: { days: 30 }, ends: '2015-01-19T23:59:59.999' },
    { from: '2016-02-28T10:00:00.000', period: { days: 1 }, ends: '2016-02-29T23:59:59.999' },
    { from: '2015-02-28T10:00:00.000', period: { days: 1 }, ends: '2015-03-01T23:59:59.999' },
    { from: '2015-01-31T10:00:00.000', period: { months: 1 }, ends: '2015-02-28T23:59:59.999' },
    { from: '2016-01-31T10:00:00.000', period: { months: 1 }, ends: '2016-02-29T23:59:59.999' },
    { from: '2015-12-31T10:00:00.000', period: { months: 2 }, ends: '2016-02-29T23:59:59.999' },
    { from: '2015-12-15T10:00:00.000', period: { months: 1 }, ends: '2016-01-15T23:59:59.999' },
    { from: '2016-02-29T10:00:00.000', period: { months: 12 }, ends: '2017-02-28T23:59:59.999' },
  ];

  it.each(rows)('ALL-02 · from $from, $period ends $ends', ({ from, period, ends }) => {
    expect(endOfPeriod(tokyo(from), period, zone)).toBe(tokyo(ends));
  });
});

describe('months and years', () => {
  it.each([
    { date: '2026-01-31', months: 1, later: '2026-02-28', why: 'February 2026 has 28 days' },
    { date: '2024-01-31', months: 1, later: '2024-02-29', why: 'a leap year' },
    { date: '2026-01-28', months: 1, later: '2026-02-28', why: 'the day exists' },
    { date: '2026-03-31', months: 1, later: '2026-04-30', why: 'April has 30 days' },
    { date: '2026-02-28', months: 1, later: '2026-03-28', why: 'the day, not the month end' },
    { date: '2026-12-31', months: 2, later: '2027-02-28', why: 'over the year end' },
    { date: '2026-03-31', months: -1, later: '2026-02-28', why: 'backwards by the same rule' },
    { date: '2026-05-15', months: 0, later: '2026-05-15', why: 'nothing added' },
  ])('ALL-02 · $date and $months months: $later, since $why', ({ date, months, later }) => {
    expect(addMonths(date, months)).toBe(later);
  });

  it.each([
    { date: '2024-02-29', years: 1, later: '2025-02-28', why: '2025 has no 29 February' },
    { date: '2024-02-29', years: 4, later: '2028-02-29', why: '2028 has one' },
    { date: '2025-02-28', years: 3, later: '2028-02-28', why: 'the day, not the month end' },
    { date: '2026-12-31', years: 5, later: '2031-12-31', why: 'the day exists' },
    { date: '2096-02-29', years: 4, later: '2100-02-28', why: '2100 is no leap year' },
  ])('ALL-02 · $date and $years years: $later, since $why', ({ date, years, later }) => {
    expect(addYears(date, years)).toBe(later);
  });

  it.each([
    { date: '2024-02-01', last: '2024-02-29' },
    { date: '2024-02-29', last: '2024-02-29' },
    { date: '2025-02-14', last: '2025-02-28' },
    { date: '2000-02-01', last: '2000-02-29' },
    { date: '2026-04-30', last: '2026-04-30' },
    { date: '2026-12-01', last: '2026-12-31' },
  ])('ALL-02 · the month of $date ends on $last', ({ date, last }) => {
    expect(lastDayOfMonth(date)).toBe(last);
  });
});

describe('weekdayOf', () => {
  it.each([
    // From printed calendars: the day of the Tokyo Olympics 1964, the millennium, and later days.
    { date: '1964-10-10', weekday: 'saturday' },
    { date: '2000-01-01', weekday: 'saturday' },
    { date: '2024-02-29', weekday: 'thursday' },
    { date: '2026-09-21', weekday: 'monday' },
    { date: '2026-09-22', weekday: 'tuesday' },
    { date: '2026-04-29', weekday: 'wednesday' },
    { date: '2026-05-01', weekday: 'friday' },
    { date: '2026-05-03', weekday: 'sunday' },
  ])('ALL-02 · $date is a $weekday', ({ date, weekday }) => {
    expect(weekdayOf(date)).toBe(weekday);
    expect(weekdayOf(date)).toBe(weekday); // from memory
  });

  it('throws at what is no date, again and again', () => {
    for (const text of ['2025-02-29', '2025-02-29', 'soon']) {
      expect(() => weekdayOf(text)).toThrow(RangeError);
    }
  });
});

describe('localTimeOf', () => {
  it.each([
    { at: '2026-01-05T08:59:59.999', time: '08:59:59' }, // cut off, not rounded up
    { at: '2026-01-05T09:00:00.000', time: '09:00:00' },
    { at: '2026-01-05T00:00:00.000', time: '00:00:00' },
    { at: '2026-01-05T23:59:59.999', time: '23:59:59' },
  ])('ALL-02 · $at in Tokyo reads $time', ({ at, time }) => {
    expect(localTimeOf(tokyo(at), zone)).toBe(time);
  });

  it('ALL-02 · the same instant reads otherwise elsewhere', () => {
    // 9:00 in Tokyo is 0:00 in UTC and, in winter, 19:00 of the day before in New York.
    expect(localTimeOf(tokyo('2026-01-05T09:00:00'), 'UTC')).toBe('00:00:00');
    expect(localTimeOf(tokyo('2026-01-05T09:00:00'), 'America/New_York')).toBe('19:00:00');
  });
});

describe('instantOf', () => {
  it.each([
    { date: '2026-01-05', time: '09:00', at: '2026-01-05T09:00:00.000' },
    { date: '2026-01-05', time: '08:59:59', at: '2026-01-05T08:59:59.000' },
    { date: '2026-01-05', time: '00:00', at: '2026-01-05T00:00:00.000' },
    { date: '2026-01-05', time: '24:00', at: '2026-01-06T00:00:00.000' },
    { date: '2026-12-31', time: '24:00', at: '2027-01-01T00:00:00.000' },
    { date: '2024-02-28', time: '24:00', at: '2024-02-29T00:00:00.000' },
  ])('ALL-02 · $time on $date in Tokyo is $at', ({ date, time, at }) => {
    expect(instantOf(date, time, zone)).toBe(tokyo(at));
    expect(instantOf(date, time, zone)).toBe(tokyo(at)); // from memory
  });

  it.each([
    // New York leaves 02:00–03:00 out on 8 March 2026 and repeats 01:00–02:00 on 1 November 2026.
    { on: '2026-03-08', time: '01:59', utc: '2026-03-08T06:59', why: 'UTC-5 before' },
    { on: '2026-03-08', time: '02:00', utc: '2026-03-08T07:00', why: 'skipped, so 03:00' },
    { on: '2026-03-08', time: '02:30', utc: '2026-03-08T07:30', why: 'skipped, so 03:30' },
    { on: '2026-03-08', time: '03:00', utc: '2026-03-08T07:00', why: 'UTC-4 after' },
    { on: '2026-11-01', time: '00:59', utc: '2026-11-01T04:59', why: 'UTC-4 before' },
    { on: '2026-11-01', time: '01:30', utc: '2026-11-01T05:30', why: 'the first of two' },
    { on: '2026-11-01', time: '02:00', utc: '2026-11-01T07:00', why: 'UTC-5 after' },
  ])('ALL-02 · $time on $on in New York is $utc UTC: $why', ({ on, time, utc }) => {
    expect(instantOf(on, time, 'America/New_York')).toBe(Date.parse(`${utc}Z`));
  });

  it('ALL-02 · where midnight is skipped, the day begins with its first instant', () => {
    // Santiago went from UTC-4 to UTC-3 at midnight on 8 September 2024: 00:00 became 01:00.
    const first = Date.parse('2024-09-08T04:00Z');
    expect(instantOf('2024-09-08', '00:00', 'America/Santiago')).toBe(first);
    expect(instantOf('2024-09-07', '24:00', 'America/Santiago')).toBe(first);
    expect(startOfDay('2024-09-08', 'America/Santiago')).toBe(first);
    expect(endOfDay('2024-09-07', 'America/Santiago')).toBe(first - 1);
    expect(localTimeOf(first, 'America/Santiago')).toBe('01:00:00');
  });

  it('ALL-02 · where midnight is skipped half way, no time is lost between two days', () => {
    // Toronto, 30 March 1919: 23:30 became 00:30 of the 31st, which is 04:30 UTC.
    const first = Date.parse('1919-03-31T04:30Z');
    expect(instantOf('1919-03-31', '00:00', 'America/Toronto')).toBe(first);
    expect(instantOf('1919-03-30', '24:00', 'America/Toronto')).toBe(first);
  });

  it('ALL-02 · remembers each zone by itself', () => {
    // 9:00 in Tokyo is nine hours before 9:00 in UTC.
    expect(instantOf('2026-06-10', '09:00', 'UTC')).toBe(Date.parse('2026-06-10T09:00Z'));
    expect(instantOf('2026-06-10', '09:00', zone)).toBe(Date.parse('2026-06-10T00:00Z'));
    expect(startOfDay('2026-06-10', 'UTC')).toBe(Date.parse('2026-06-10T00:00Z'));
    expect(startOfDay('2026-06-10', zone)).toBe(Date.parse('2026-06-09T15:00Z'));
  });

  it.each(['24:01', '25:00', '9:00', '12:60', '', 'noon'])('throws at the time "%s"', (time) => {
    expect(() => instantOf('2026-01-05', time, zone)).toThrow(RangeError);
  });
});

describe('what is a date and a zone', () => {
  it.each([
    { text: '2016-02-29', real: true },
    { text: '2015-02-29', real: false },
    { text: '1900-02-29', real: false },
    { text: '2000-02-29', real: true },
    { text: '2015-13-01', real: false },
    { text: '2015-00-10', real: false },
    { text: '2015-04-31', real: false },
    { text: '2015-4-01', real: false },
    { text: '2015-04-01T00:00', real: false },
    { text: '２０１５-04-01', real: false },
    { text: '', real: false },
  ])('ALL-02 · "$text" is a date: $real', ({ text, real }) => {
    expect(isDate(text)).toBe(real);
  });

  it.each([
    { zone: 'Asia/Tokyo', known: true },
    { zone: 'UTC', known: true },
    { zone: 'Asia/Tokio', known: false },
    { zone: '', known: false },
  ])('ALL-02 · "$zone" is a zone: $known', ({ zone: text, known }) => {
    expect(isTimeZone(text)).toBe(known);
  });
});
