import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { idSource } from './ids.ts';

test('IDs name their kind, sort by time and do not repeat', () => {
  let calls = 0;
  const startsAt = Date.UTC(2026, 0, 1);
  // A hundred IDs to the millisecond.
  const now = () => startsAt + Math.floor(calls++ / 100);
  const newId = idSource({ now }, { bytes: (length) => randomBytes(length) });
  const ids = Array.from({ length: 10_000 }, () => newId('tok'));
  expect(ids.every((id) => /^tok_[0-9a-hjkmnp-tv-z]{26}$/.test(id))).toBe(true);
  expect(new Set(ids).size).toBe(ids.length);
  expect([...ids].sort()).toEqual(ids);
});
