import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Bank, copyOf, prepareBank, removeBank } from './support/bank.ts';
import { asked, quantile, report } from './support/counts.ts';
import { killUnderLoad, type Play } from './support/kill-cycles.ts';
import { cleanUp } from './support/processes.ts';

const cycles = asked(20, 500);

let prepared: Bank;

beforeAll(async () => {
  prepared = await prepareBank(16);
});

afterAll(async () => {
  await cleanUp();
  removeBank(prepared);
});

test(`row 69 row 83 kill -9 at random under load, ${cycles} cycles: violations 0, as many records as decisions`, async () => {
  const bank = copyOf(prepared);
  const judgeEvery = asked(1, 10);
  const { acts, repeated, violations, restartsMs } = await killUnderLoad(bank, {
    cycles,
    judgeEvery,
  });
  report('row 69', {
    cycles,
    acts,
    repeated,
    violations: violations.length,
    'restart p50 s': (quantile(restartsMs, 0.5) / 1_000).toFixed(2),
    'restart p99 s': (quantile(restartsMs, 0.99) / 1_000).toFixed(2),
  });
  removeBank(bank);
  expect(violations).toEqual([]);
  expect(restartsMs).toHaveLength(cycles);
  expect(repeated).toBeGreaterThan(0);
});

const guessAll: Play = async ({ member: { userId, fob } }, say, { at }) => {
  const otp = fob.wrongCodeAt(at);
  const body = { user_id: userId, purpose: 'one_off_transfer', otp };
  for (let guess = 0; guess < 10; guess++) await say('verify_otp', '/v1/verifications', body);
};

test('row 69 the planted bug commit_later is found: what was acknowledged is lost', async () => {
  const bank = copyOf(prepared);
  const options = { cycles: 3, judgeEvery: 1, play: guessAll, bug: 'commit_later' } as const;
  const { violations } = await killUnderLoad(bank, options);
  removeBank(bank);
  expect(violations.length).toBeGreaterThan(0);
});
