import { describe, expect, it } from 'vitest';
import { tokyo } from '../testing/instants.ts';
import {
  addDays,
  dateOf,
  endOfDay,
  endOfPeriod,
  isDate,
  isTimeZone,
  type Period,
  startOfDay,
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
