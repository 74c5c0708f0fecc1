import { expect, test } from 'vitest';
import { makeFobs } from './demo-token-file.ts';

const count = process.env['WARIFU_FULL'] === '1' ? 1_000_000 : 100_000;

test(`row 41: ${count} seeds that Warifu makes have 160 bits each and none is made twice`, () => {
  const seeds = new Set<string>();
  let shortest = Number.POSITIVE_INFINITY;
  for (const { seed } of makeFobs(count, 1, '2031-03-31')) {
    shortest = Math.min(shortest, seed.length * 8);
    seeds.add(Buffer.from(seed).toString('latin1'));
  }
  expect(shortest).toBe(160);
  expect(seeds.size).toBe(count);
});
