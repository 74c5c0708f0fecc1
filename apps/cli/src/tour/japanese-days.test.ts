import { expect, test } from 'vitest';
import { daysAfter, instantOf, japaneseDate } from './japanese-days.ts';

test('ALL-02 a Japanese day begins at 15:00 UTC of the day before', () => {
  expect(instantOf('2027-01-23', '00:00:00')).toBe(Date.UTC(2027, 0, 22, 15));
  expect(japaneseDate(Date.UTC(2027, 0, 22, 15))).toBe('2027-01-23');
  expect(japaneseDate(Date.UTC(2027, 0, 22, 14, 59, 59, 999))).toBe('2027-01-22');
});

test('ALL-02 days are counted over month ends and leap days', () => {
  expect(daysAfter('2028-02-28', 1)).toBe('2028-02-29');
  expect(daysAfter('2027-01-31', 30)).toBe('2027-03-02');
  expect(daysAfter('2027-03-01', -1)).toBe('2027-02-28');
});
