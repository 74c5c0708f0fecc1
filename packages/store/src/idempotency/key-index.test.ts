import { describe, expect, test } from 'vitest';
import { fingerprint } from './fingerprint.ts';
import { KeyIndex } from './key-index.ts';

const seed = { high: 1, low: 2 };
const print = (text: string) => fingerprint(text, seed);
const rowOf = (index: KeyIndex, text: string) => index.find(print(text), (row) => row);

describe('the index of idempotency keys', () => {
  test('finds every row through several doublings, and no other', () => {
    const index = new KeyIndex();
    for (let row = 1; row <= 50_000; row += 1) index.add(print(`key ${row}`), row);
    let found = 0;
    for (let row = 1; row <= 50_000; row += 1)
      if (index.find(print(`key ${row}`), (it) => (it === row ? it : undefined)) === row)
        found += 1;
    expect(found).toBe(50_000);
    expect(rowOf(index, 'key 50001')).toBeUndefined();
  });

  test('goes on when a row with the same fingerprint is not the one', () => {
    const index = new KeyIndex();
    const same = { high: 7, low: 7 };
    index.add(same, 1);
    index.add(same, 2);
    expect(index.find(same, (row) => (row === 2 ? 'second' : undefined))).toBe('second');
    expect(index.find({ high: 8, low: 7 }, (row) => row)).toBeUndefined();
  });

  test('drops rows that are gone instead of growing', () => {
    const index = new KeyIndex();
    for (let row = 1; row <= 200_000; row += 1) {
      index.add(print(`key ${row}`), row);
      index.forgetBefore(Math.max(1, row - 999));
    }
    expect(index.size).toBeLessThan(4_096);
    expect(rowOf(index, 'key 200000')).toBe(200_000);
  });
});

test('fingerprints of similar keys spread over both halves', () => {
  const highs = new Set<number>();
  const lows = new Set<number>();
  for (let n = 0; n < 20_000; n += 1) {
    const { high, low } = print(`bank-a\n00000000-0000-0000-0000-${n}`);
    highs.add(high);
    lows.add(low);
  }
  // By the birthday bound about 0.05 of 20,000 collide in 32 bits.
  expect(Math.min(highs.size, lows.size)).toBeGreaterThan(19_990);
});
