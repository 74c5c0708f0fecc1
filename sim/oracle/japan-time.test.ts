import { expect, test } from 'vitest';
import { dayInJapan, endOfDayInJapan, laterDay } from './japan-time.ts';

test('ALL-02 · a day in Japan ends at 15:00 UTC', () => {
  expect(endOfDayInJapan('2026-11-22')).toBe(Date.UTC(2026, 10, 22, 15) - 1);
  expect(dayInJapan(Date.UTC(2026, 10, 22, 14, 59))).toBe('2026-11-22');
  expect(dayInJapan(Date.UTC(2026, 10, 22, 15))).toBe('2026-11-23');
});

test.each([
  ['2026-01-31', { months: 1 }, '2026-02-28'],
  ['2028-01-31', { months: 1 }, '2028-02-29'],
  ['2026-12-15', { months: 2 }, '2027-02-15'],
  ['2026-11-22', { days: 30 }, '2026-12-22'],
  ['2026-01-31', { months: 1, days: 1 }, '2026-03-01'],
] as const)('ALL-02 · %s and %o: %s', (day, period, expected) => {
  expect(laterDay(day, period)).toBe(expected);
});
