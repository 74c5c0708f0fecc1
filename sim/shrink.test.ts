import { expect, it } from 'vitest';
import { shrink } from './shrink.ts';
import type { RunAsked, RunResult } from './simulate.ts';

/** A run that fails when all of these scenes are played. */
function failingWith(needed: readonly number[], rule = 'ALL-01') {
  return async ({ seed, only = [] }: RunAsked): Promise<RunResult> => {
    const fails = needed.every((one) => only.includes(one));
    const failure = { rule, message: '', scene: Math.max(...needed), last: [] };
    const counts = { decisions: 0, simulatedDays: 0, answers: {} };
    return { seed, policy: 'p', ...counts, failure: fails ? failure : null };
  };
}

const asked = { seed: 1, policy: { name: 'p', document: {} }, scenes: 100 };
const all = Array.from({ length: 100 }, (_, index) => index);

it('leaves the scenes that the failure needs, and no other', async () => {
  const play = failingWith([3, 17, 18, 60]);
  const found = await play({ ...asked, only: all });
  const { only, result } = await shrink(asked, found, play);
  expect(only).toEqual([3, 17, 18, 60]);
  expect(result.failure?.rule).toBe('ALL-01');
});

it('does not take one failure for another', async () => {
  const found = await failingWith([40], 'row 22')({ ...asked, only: all });
  const { only } = await shrink(asked, found, failingWith([40], 'row 8'));
  expect(only).toHaveLength(41);
});
