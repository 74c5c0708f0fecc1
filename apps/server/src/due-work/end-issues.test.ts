import type { Contract, Issuance, Token, User } from '@warifu/engine';
import { expect, test } from 'vitest';
import { bank, type DueWorld, dayMs, dueWorld, minuteMs, tokyo } from '../testing/due-world.ts';
import { appToken, issueOf } from '../testing/issues.ts';

const page = { limit: 100, after: null };

async function standing({ warifu }: DueWorld, contract: Contract, issues: readonly Issuance[]) {
  const { queries } = warifu.deps.store;
  const states: string[] = [];
  for (const { id } of issues) states.push(`${id} ${(await queries.issuance(bank, id))?.state}`);
  const { rows } = await queries.tokens(bank, { contractId: contract.id }, page);
  return [...states, ...rows.map((token) => `${token.id} ${token.state}`)];
}

async function onPhone({ warifu }: DueWorld): Promise<number> {
  let held = -1;
  await warifu.deps.store
    .run({
      scope: { kind: 'new_token', institutionId: bank, deviceId: 'phone' },
      decide: ({ deviceTokens }) => {
        held = deviceTokens;
        throw new Error('only looked');
      },
    })
    .catch(() => {});
  return held;
}

async function worldWithUser(): Promise<{ world: DueWorld; contract: Contract; user: User }> {
  const world = await dueWorld(tokyo('2026-11-22T00:10'));
  const contract = await world.contract('1000001');
  return { world, contract, user: await world.user(contract, 'taro', null) };
}

test('S1-03: issues whose time is over end, and their tokens leave the phone', async () => {
  const { world, contract, user } = await worldWithUser();
  const { warifu, clock } = world;
  const over = clock.at + 30 * minuteMs;
  const token = appToken('tok_a', { contractId: contract.id, issuedAt: clock.at });
  const later = appToken('tok_b', { contractId: contract.id, issuedAt: clock.at });
  const issues = [
    issueOf(user, 'iss_open', { expiresAt: over }),
    issueOf(user, 'iss_app', { expiresAt: over, state: 'activated', tokenId: token.id }),
    issueOf(user, 'iss_later', {
      expiresAt: over + 7 * 60 * minuteMs,
      state: 'activated',
      tokenId: later.id,
    }),
    issueOf(user, 'iss_done', { expiresAt: over, state: 'completed' }),
  ];
  await world.save(contract.id, { tokens: [token, later], issuances: issues });
  await warifu.jobs.runDue();
  expect(await onPhone(world)).toBe(2);
  clock.at = tokyo('2026-11-22T06:00');
  await warifu.jobs.runDue();
  expect(await standing(world, contract, issues)).toEqual([
    'iss_open cancelled',
    'iss_app cancelled',
    'iss_later activated',
    'iss_done completed',
    'tok_a retired',
    'tok_b issued',
  ]);
  expect(await onPhone(world)).toBe(1);
  const { rows } = await warifu.deps.store.queries.auditRecords(
    bank,
    { action: 'end_issues' },
    page,
  );
  expect(rows.map(({ events }) => events.map(({ type }) => type))).toEqual([
    ['issuance_cancelled', 'token_retired', 'issuance_cancelled'],
  ]);
});

test('S4-01: tokens that nobody registers leave the phone after seven days', async () => {
  const { world, contract, user } = await worldWithUser();
  const { warifu, clock } = world;
  const made = (id: string, part: Partial<Token> = {}) =>
    appToken(id, { contractId: null, issuedAt: clock.at, ...part });
  const held = made('tok_held', { contractId: contract.id, state: 'in_service' });
  const binding = { id: 'b', contractId: contract.id, userId: user.id, tokenId: held.id };
  await world.save(contract.id, {
    tokens: [made('tok_1'), made('tok_2', { issuedAt: clock.at + dayMs }), held],
    bindings: [{ ...binding, startedAt: clock.at, endedAt: null, endReason: null }],
  });
  const seen: unknown[] = [];
  for (const at of ['2026-11-28T23:59', '2026-11-29T06:00', '2026-11-30T06:00']) {
    clock.at = tokyo(at);
    await warifu.jobs.runDue();
    seen.push(await onPhone(world));
  }
  expect(seen).toEqual([3, 2, 1]);
  const { queries } = warifu.deps.store;
  const { rows } = await queries.auditRecords(bank, { action: 'retire_unclaimed_token' }, page);
  expect(rows.map(({ tokenId, actor }) => [tokenId, actor.id])).toEqual([
    ['tok_1', 'due_work'],
    ['tok_2', 'due_work'],
  ]);
});

test('finished jobs of a day that has several are removed', async () => {
  const { world } = await worldWithUser();
  await world.warifu.jobs.runDue();
  world.clock.at += 9 * dayMs;
  for (let look = 0; look < 2; look += 1) await world.warifu.jobs.runDue();
  const { rows } = await world.warifu.jobs.list(bank, { kind: 'end_issues' }, page);
  expect(rows.map((job) => job.dueOn)).toEqual(['2026-12-01']);
});
