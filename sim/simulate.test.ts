import { describe, expect, it, test } from 'vitest';
import { noTotals, runOf } from './many-seeds.ts';
import { knownPolicies } from './policies.ts';
import { simulate } from './simulate.ts';

const short = { policy: undefined, scenes: 60, only: undefined };

describe('a run', () => {
  it('row 85 · is the same whenever it is played', async () => {
    const [first, again] = [await simulate(runOf(short, 11)), await simulate(runOf(short, 11))];
    expect(again).toEqual(first);
    expect(first.decisions).toBeGreaterThan(60);
  });

  it('is another one with another seed', async () => {
    const policy = knownPolicies()[0]?.name;
    const [first, other] = [
      await simulate(runOf({ ...short, policy }, 11)),
      await simulate(runOf({ ...short, policy }, 12)),
    ];
    expect(other.answers).not.toEqual(first.answers);
  });

  it('plays only the scenes that are asked for', async () => {
    const { decisions } = await simulate(runOf({ ...short, only: [] }, 11));
    const { decisions: all } = await simulate(runOf(short, 11));
    expect(decisions).toBeLessThan(all);
  });
});

test('row 85 · a few seeds under each policy are clean', async () => {
  const totals = noTotals();
  for (let seed = 1; seed <= 2 * knownPolicies().length; seed += 1) {
    const result = await simulate(runOf(short, seed));
    if (result.failure) totals.failures.push(result);
  }
  expect(totals.failures).toEqual([]);
});
