import { randomUUID } from 'node:crypto';
import { onDatabase } from '@warifu/store/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Customer, Holder } from './support/bank.ts';
import { Clients } from './support/client.ts';
import { asked, report } from './support/counts.ts';
import {
  bothNodes,
  customerOfNodes,
  fromBoth,
  Minutes,
  purpose,
  told,
  verify,
} from './support/node-acts.ts';
import { Nodes } from './support/nodes.ts';
import { patchedPolicy } from './support/policies.ts';
import { cleanUp } from './support/processes.ts';

/**
 * Two server processes on one PostgreSQL, driven over HTTP: whatever one of them did, the other one
 * knows when it decides. A round's losers are counted as wrong codes, so the bank of the races locks
 * later than any round has losers; the one of the guesses has the usual five.
 */
let races: Nodes;
let guesses: Nodes;
let clock: Minutes;

beforeAll(async () => {
  races = await Nodes.prepare(9, patchedPolicy({ lockAt: 100 }));
  guesses = await Nodes.prepare(2);
  await Promise.all([races.start(), guesses.start()]);
  clock = new Minutes(races);
});

afterAll(async () => {
  await races?.close();
  await guesses?.close();
  await cleanUp();
});

const customer = (index: number) => customerOfNodes(races, index);
const parallel = 32;

/** How many were accepted in each round, and how often a request was told to try again. */
async function race(rounds: number): Promise<{ accepted: number[]; tryAgain: number }> {
  const clients = [new Clients(1), new Clients(1)] as const;
  const { userId, fob } = customer(0).member;
  const accepted: number[] = [];
  let tryAgain = 0;
  for (let round = 0; round < rounds; round++) {
    const otp = fob.codeAt(await clock.goOn(1));
    const bodies = Array(parallel).fill({ user_id: userId, purpose, otp });
    const words = await fromBoth(races, clients, bodies);
    accepted.push(words.filter((word) => word === 'accepted').length);
    tryAgain += words.filter((word) => word === 'try_again').length;
  }
  return { accepted, tryAgain };
}

const rounds = asked(50, 1_000);

test(`row 3 2 nodes × ${parallel} parallel × ${rounds} rounds at READ COMMITTED: accepted ${rounds}`, async () => {
  const { accepted, tryAgain } = await race(rounds);
  const sum = accepted.reduce((total, one) => total + one, 0);
  report('row 3', { rounds, accepted: sum, try_again: tryAgain });
  expect(accepted).toEqual(Array(rounds).fill(1));
});

test('row 1 accepted at one node, refused at the other: to the same user, to one who shares the fob, and to both a minute later', async () => {
  const { contractId, member } = customer(1);
  const users = [member.userId, await addSharer(contractId, member)];
  const tries = asked(10, 200);
  const replayed: string[] = [];
  for (let round = 0; round < tries; round++) {
    const otp = member.fob.codeAt(await clock.goOn(1));
    const [here, there] = round % 2 === 0 ? ([0, 1] as const) : ([1, 0] as const);
    expect(await told(races, { at: here, userId: member.userId, otp })).toBe('accepted');
    for (const userId of users) replayed.push(await told(races, { at: there, userId, otp }));
  }
  const late = member.fob.codeAt(await clock.goOn(1), -1);
  for (const at of bothNodes)
    for (const userId of users) replayed.push(await told(races, { at, userId, otp: late }));
  const accepted = replayed.filter((word) => word !== 'code_replayed').length;
  report('row 1', { replays: replayed.length, accepted });
  expect(accepted).toBe(0);
});

/** One more user of the contract, who registers the fob of another. */
async function addSharer(contractId: string, { fob }: Holder): Promise<string> {
  const person = { contract_id: contractId, login_id: 'sharer', name: 'user', role: 'member' };
  const body = { ...person, permissions: [purpose] };
  const { id } = await races.api(0).ok('/v1/users', { body });
  const otp = fob.codeAt(await clock.goOn(1));
  const registration = `/v1/enrolments/${String(id)}/registration`;
  await races.api(1).ok(registration, { body: { serial: fob.serial, otp } });
  return String(id);
}

test('row 8 one Idempotency-Key at both nodes at once: one act, one answer', async () => {
  const { userId, fob } = customer(2).member;
  const tries = asked(10, 1_000);
  for (let round = 0; round < tries; round++) {
    const otp = fob.codeAt(await clock.goOn(1));
    const key = { userId, idempotencyKey: randomUUID() };
    const both = await Promise.all(bothNodes.map((at) => verify(races, { at, otp, ...key })));
    expect(both.map(({ text }) => text)).toEqual(Array(2).fill(both[0]?.text));
    expect(both[0]?.body['result']).toBe('accepted');
    const other = { at: 1, otp: fob.wrongCodeAt(clock.now), ...key } as const;
    expect((await verify(races, other)).status).toBe(422);
  }
  const spent = (await races.records()).filter(
    (record) => record.userId === userId && record.action === 'verify_otp',
  );
  expect(spent).toHaveLength(tries);
});

const helpDesk = { staff_id: 's-1', desk: 'corporate_help_desk', evidence: 'call 1' };

test('row 33 verify at one node ∥ revoke at the other: accepted after the revocation 0', async () => {
  const customers = races.banks[0].customers.slice(3);
  const each = Math.ceil(asked(200, 10_000) / customers.length);
  let [accepted, after, delayMs] = [0, 0, 0];
  for (let round = 0; round < each; round++) {
    await clock.goOn(2);
    await Promise.all(customers.map((one, index) => oneRound(one, round + index)));
    await clock.goOn(3);
    await Promise.all(customers.map(registerAgain));
  }
  const figures = { accepted_before: accepted, accepted_after: after };
  const max_delay_ms = Math.ceil(delayMs);
  report('row 33', { rounds: each * customers.length, ...figures, max_delay_ms });
  expect(after).toBe(0);
  // Both orders were met: there was a race.
  expect(accepted).toBeGreaterThan(0);
  expect(accepted).toBeLessThan(each * customers.length);

  async function oneRound({ member: { userId, fob } }: Customer, turn: number): Promise<void> {
    const [here, there] = turn % 2 === 0 ? ([0, 1] as const) : ([1, 0] as const);
    const racing = verify(races, { at: here, userId, otp: fob.codeAt(clock.now, -1) });
    const begun = performance.now();
    const body = { user_ids: [userId], reason: 'revoked', acting: helpDesk };
    await races.api(there).ok('/v1/revocations', { body });
    delayMs = Math.max(delayMs, performance.now() - begun);
    // Sent once the revocation was answered, with a code that nobody has seen.
    const late = await told(races, { at: here, userId, otp: fob.codeAt(clock.now) });
    after += Number(late === 'accepted');
    accepted += Number((await racing).body['result'] === 'accepted');
  }

  async function registerAgain({ member: { userId, fob } }: Customer): Promise<void> {
    const registration = { serial: fob.serial, otp: fob.codeAt(clock.now) };
    await races.api(0).ok(`/v1/enrolments/${userId}/registration`, { body: registration });
  }
});

describe('guesses', () => {
  const threshold = 5;
  const guessed = 200;

  test(`rows 12, 14 ${guessed} parallel guesses over both nodes, the right code among the last: evaluated ≤ ${threshold}`, async () => {
    const { userId, fob } = customerOfNodes(guesses, 0).member;
    const { startAt } = guesses.banks[0];
    const wrong = { user_id: userId, purpose, otp: fob.wrongCodeAt(startAt) };
    const right = { ...wrong, otp: fob.codeAt(startAt) };
    const bodies = [...Array(guessed / 2 - 1).fill(wrong), right];
    const heard = await fromBoth(guesses, [new Clients(1), new Clients(1)], bodies);
    const evaluated = heard.filter((word) => word !== 'user_locked' && word !== 'try_again');
    report('rows 12, 14', { guesses: guessed, evaluated: evaluated.length });
    expect(evaluated.length).toBeLessThanOrEqual(threshold);
    expect(evaluated).not.toContain('accepted');
  });

  test(`row 14 some at one node, kill -9, the rest at the other: evaluated in all ${threshold}`, async () => {
    const { userId, fob } = customerOfNodes(guesses, 1).member;
    const { startAt } = guesses.banks[0];
    const [wrong, right] = [fob.wrongCodeAt(startAt), fob.codeAt(startAt)];
    const heard: string[] = [];
    for (let guess = 0; guess < 3; guess++)
      heard.push(await told(guesses, { at: 1, userId, otp: wrong }));
    await guesses.server(1).kill();
    for (const otp of [wrong, wrong, wrong, right])
      heard.push(await told(guesses, { at: 0, userId, otp }));
    await guesses.startAgain(1);
    heard.push(await told(guesses, { at: 1, userId, otp: right }));
    const locked = Array(3).fill('user_locked');
    expect(heard).toEqual([...Array(threshold).fill('code_wrong'), ...locked]);
  });
});

test('row 3 at SERIALIZABLE: one code has one winner there too', async () => {
  const { url, name } = races.database;
  await races.stop();
  const isolation = `ALTER DATABASE ${name} SET default_transaction_isolation = 'serializable'`;
  await onDatabase(url, isolation);
  await races.start();
  const before = await rollbacks();
  const strict = asked(5, 1_000);
  const { accepted, tryAgain } = await race(strict);
  const rolled_back = (await rollbacks()) - before;
  report('row 3, SERIALIZABLE', { rounds: strict, rolled_back, try_again: tryAgain });
  expect(accepted).toEqual(Array(strict).fill(1));

  async function rollbacks(): Promise<number> {
    const sql = `SELECT xact_rollback AS n FROM pg_stat_database WHERE datname = '${name}'`;
    const rows = await onDatabase<{ readonly n: string }>(url, sql);
    return Number(rows[0]?.n);
  }
});
