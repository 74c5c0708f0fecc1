import { expect, test } from 'vitest';
import { croppedWelchT, median, percentile, welchT } from './statistics.ts';

test('the median of an odd and of an even number of values', () => {
  expect(median([3, 1, 2])).toBe(2);
  expect(median([4, 1, 3, 2])).toBe(2.5);
});

test('percentiles are values of the sample, by nearest rank', () => {
  const values = Float64Array.from({ length: 100 }, (_, index) => 100 - index);
  expect(percentile(values, 0.5)).toBe(50);
  expect(percentile(values, 0.99)).toBe(99);
  expect(percentile(Float64Array.of(7), 0.99)).toBe(7);
});

test("Welch's t of two small samples agrees with arithmetic by hand", () => {
  // Means 3 and 6, variances 2.5 and 10, n = 5: t = (3 − 6) / √(2.5/5 + 10/5) = −3 / √2.5.
  const a = Float64Array.of(1, 2, 3, 4, 5);
  const b = Float64Array.of(2, 4, 6, 8, 10);
  expect(welchT(a, b)).toBeCloseTo(-3 / Math.sqrt(2.5), 12);
});

test('one slow flush hides a difference from t, and not from the cropped t', () => {
  const fast = Float64Array.from({ length: 100 }, (_, index) => 1 + (index % 10) / 100);
  const slow = fast.map((value) => value + 0.1);
  slow[0] = 1_000;
  expect(Math.abs(welchT(fast, slow))).toBeLessThan(4.5);
  expect(Math.abs(croppedWelchT(fast, slow))).toBeGreaterThan(4.5);
});
