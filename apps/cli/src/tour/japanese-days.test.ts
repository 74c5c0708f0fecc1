import { describe, expect, test } from 'vitest';
import {
  daysAfter,
  instantOf,
  japaneseDate,
  quietSaturday,
  quietWeekday,
} from './japanese-days.ts';

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

describe('days without anything special, from the calendar of 2027', () => {
  test.each([
    // Thursday 11 February is a public holiday, and so is Tuesday the 23rd.
    ['2027-02-02', '2027-02-03'],
    ['2027-02-04', '2027-02-25'],
    // The Golden Week, and the new year.
    ['2027-04-22', '2027-05-11'],
    ['2027-12-22', '2028-01-18'],
    ['2027-06-03', '2027-06-08'],
  ])('after %s the next such weekday is %s', (after, expected) => {
    expect(quietWeekday(after)).toBe(expected);
  });

  test.each([
    ['2027-02-01', '2027-02-06'],
    ['2027-02-06', '2027-02-27'],
    ['2027-04-29', '2027-05-08'],
    ['2027-12-25', '2028-01-22'],
  ])('after %s the next such Saturday is %s', (after, expected) => {
    expect(quietSaturday(after)).toBe(expected);
  });
});
