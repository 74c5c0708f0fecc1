import { expect, test } from 'vitest';
import { isTooOld, retryDelayMs, serverPauseMs } from './retry-times.ts';

const secondMs = 1_000;
const dayMs = 86_400_000;

test('a mail waits 30 s, then twice as long each time, and an hour at most', () => {
  const seconds = [1, 2, 3, 4, 5, 6, 7, 8, 9, 200].map((n) => retryDelayMs(n) / secondMs);
  expect(seconds).toEqual([30, 60, 120, 240, 480, 960, 1_920, 3_600, 3_600, 3_600]);
});

test('a server that is down is left alone for 5 s, doubled, and 5 minutes at most', () => {
  const seconds = [1, 2, 3, 4, 5, 6, 7, 8, 999].map((n) => serverPauseMs(n) / secondMs);
  expect(seconds).toEqual([5, 10, 20, 40, 80, 160, 300, 300, 300]);
});

test.each([
  [{ createdAt: 0, expiresAt: 100 }, 99, false],
  [{ createdAt: 0, expiresAt: 100 }, 100, true],
  [{ createdAt: 0, expiresAt: null }, 3 * dayMs - 1, false],
  [{ createdAt: 0, expiresAt: null }, 3 * dayMs, true],
  // Made under a clock that was ahead.
  [{ createdAt: 9 * dayMs, expiresAt: null }, 0, false],
])('%j at %i is too old: %s', (mail, now, expected) => {
  expect(isTooOld(mail, now)).toBe(expected);
});
