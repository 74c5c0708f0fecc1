import { connect } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Api, Json } from '../scenarios/support/api.ts';
import { TestServer } from '../scenarios/support/test-server.ts';
import { type Bank, copyOf, type Holder, prepareBank, removeBank } from './support/bank.ts';
import { Clients } from './support/client.ts';
import { asked, report } from './support/counts.ts';
import { type LedgerRecord, readLedger } from './support/ledger.ts';
import { countWithAnswer } from './support/planted-bugs.ts';
import { patchedPolicy } from './support/policies.ts';
import { cleanUp } from './support/processes.ts';
import { Server } from './support/server.ts';

/**
 * The budget of guesses, against what breaks it in the world: races, crashes, cut connections, and a
 * request that fails after the comparison. At most five codes are compared between successes, and
 * what was compared was counted.
 */
const threshold = 5;
const path = '/v1/verifications';
const purpose = 'one_off_transfer';

let prepared: Bank;
let races: Bank;

beforeAll(async () => {
  prepared = await prepareBank(3);
  // A round's losers are counted as wrong codes, so races need a higher limit than they have losers.
  races = await prepareBank(1, patchedPolicy({ lockAt: 100 }));
});

afterAll(async () => {
  await cleanUp();
  removeBank(prepared);
  removeBank(races);
});

function member(bank: Bank): Holder {
  const [customer] = bank.customers;
  if (!customer) throw new Error('the bank has no customer');
  return customer.member;
}

function guessBody({ userId }: Holder, otp: string) {
  return { user_id: userId, purpose, otp };
}

/** What became of the codes of a user, as the audit tells it. */
function outcomes(bank: Bank, { userId }: Holder): string[] {
  const { records } = readLedger(bank.dataDir);
  return records.filter((record) => isVerificationOf(record, userId)).map(outcomeOf);
}

function isVerificationOf({ action, userId }: LedgerRecord, id: string): boolean {
  return action === 'verify_otp' && userId === id;
}

function outcomeOf({ outcome, reason }: LedgerRecord): string {
  return reason ?? outcome;
}

/** Codes that were compared: everything but those that a lock kept from it. */
function evaluated(of: readonly string[]): number {
  return of.filter((outcome) => outcome !== 'user_locked').length;
}

async function told(api: Api, holder: Holder, otp: string): Promise<string> {
  const { status, body } = await api.send(path, { body: guessBody(holder, otp) });
  return status === 200 ? String(body['reason'] ?? body['result']) : String(body['code']);
}

test(`row 14 kill -9 after each guess: evaluated in all ${threshold}, then not even the right code`, async () => {
  const bank = copyOf(prepared);
  const guesser = member(bank);
  const heard: string[] = [];
  for (let guess = 0; guess < threshold; guess++) {
    const server = await Server.start(bank);
    const wrong = guesser.fob.wrongCodeAt(bank.startAt);
    heard.push(await told(server.api(bank.operatorKey), guesser, wrong));
    await server.kill();
  }
  const server = await Server.start(bank);
  const right = guesser.fob.codeAt(bank.startAt);
  heard.push(await told(server.api(bank.operatorKey), guesser, right));
  await server.stop();
  expect(heard).toEqual([...Array(threshold).fill('code_wrong'), 'user_locked']);
  expect(outcomes(bank, guesser)).toEqual(heard);
  report('row 14', { evaluated: evaluated(outcomes(bank, guesser)) });
  removeBank(bank);
});

test('row 14 a store that is read-only during a guess denies it: 503, accepted 0, spent 0', async () => {
  const bank = copyOf(prepared);
  const server = await Server.start(bank);
  const api = server.api(bank.operatorKey);
  const guesser = member(bank);
  const right = guesser.fob.codeAt(bank.startAt);
  await server.door('read_only');
  const denied = [
    await told(api, guesser, right),
    await told(api, guesser, guesser.fob.wrongCodeAt(bank.startAt)),
  ];
  const ready = await fetch(`${server.url}/readyz`);
  await server.door('writable');
  const afterwards = await told(api, guesser, right);
  await server.stop();
  expect(denied).toEqual(['store_unavailable', 'store_unavailable']);
  expect(ready.status).toBe(503);
  expect(afterwards).toBe('accepted');
  expect(outcomes(bank, guesser)).toEqual(['accepted']);
  removeBank(bank);
});

test(`row 13 the client is cut off after sending: counted ${threshold}/${threshold}`, async () => {
  const bank = copyOf(prepared);
  const server = await Server.start(bank);
  const guesser = member(bank);
  const wrong = guesser.fob.wrongCodeAt(bank.startAt);
  for (let guess = 0; guess < threshold; guess++)
    await sendAndHangUp(server, bank, guessBody(guesser, wrong));
  await recordsOf(server.api(bank.operatorKey), guesser, threshold);
  const right = await told(server.api(bank.operatorKey), guesser, guesser.fob.codeAt(bank.startAt));
  await server.stop();
  expect(right).toBe('user_locked');
  expect(outcomes(bank, guesser)).toEqual([...Array(threshold).fill('code_wrong'), 'user_locked']);
  removeBank(bank);
});

/** Writes one request to a socket and destroys it as soon as the bytes have left. */
function sendAndHangUp(server: Server, bank: Bank, body: unknown): Promise<void> {
  const text = JSON.stringify(body);
  const head = [
    `POST ${path} HTTP/1.1`,
    'host: warifu',
    `authorization: Bearer ${bank.operatorKey}`,
    'content-type: application/json',
    `content-length: ${Buffer.byteLength(text)}`,
    `idempotency-key: ${crypto.randomUUID()}`,
  ];
  return new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(server.url).port), '127.0.0.1', () => {
      socket.write(`${head.join('\r\n')}\r\n\r\n${text}`, () => socket.destroy());
    });
    socket.on('error', reject);
    socket.on('close', () => resolve());
  });
}

/** Asks until the audit shows as many verifications; nobody is told when a cut request is through. */
async function recordsOf(api: Api, { userId }: Holder, wanted: number): Promise<void> {
  for (let look = 0; look < 10_000; look++) {
    const { data } = await api.ok(`/v1/audit_events?user_id=${userId}&action=verify_otp`);
    if ((data as Json[]).length >= wanted) return;
  }
  throw new Error('the audit never showed the requests whose clients had gone');
}

test(`row 13 presenting the answer throws after the decision: counted ${threshold}/${threshold}`, async () => {
  expect(await countedWhenPresentingThrows()).toBe(threshold);
});

test('row 13 the planted bug count_with_answer is found: counted 0', async () => {
  expect(await countedWhenPresentingThrows(countWithAnswer)).toBe(0);
});

type Plant = typeof countWithAnswer;

async function countedWhenPresentingThrows(plant?: Plant): Promise<number> {
  const bank = copyOf(prepared);
  const server = await openInProcess(bank);
  const { warifu } = server;
  plant?.(warifu.deps.store);
  const guesser = member(bank);
  const client = { keyId: 'key_test', institutionId: 'nanahoshi', scopes: new Set<string>() };
  for (let guess = 0; guess < threshold; guess++) {
    const otp = guesser.fob.wrongCodeAt(server.clock.now());
    const present = () => {
      throw new Error('the answer cannot be put into words');
    };
    const context = { client, source: null, present, failed: { status: 500, body: '{}' } };
    const command = { kind: 'user', userId: guesser.userId, purpose, otp, factors: [] } as const;
    await warifu.service.verify(command, context).catch(() => undefined);
  }
  await server.stop();
  const ledger = readLedger(bank.dataDir);
  removeBank(bank);
  return ledger.users.find(({ id }) => id === guesser.userId)?.failures ?? -1;
}

function openInProcess(bank: Bank): Promise<TestServer> {
  const { dataDir } = bank;
  return TestServer.start({ dataDir, keyring: bank.keyring });
}

const guesses = 200;

test(`row 12 ${guesses} parallel guesses from two processes, the right code among the last: evaluated ≤ ${threshold}`, async () => {
  const bank = copyOf(prepared);
  const { heard, recorded } = await guessInParallel(bank);
  removeBank(bank);
  report('row 12', { guesses, evaluated: evaluated(heard) });
  expect(evaluated(heard)).toBeLessThanOrEqual(threshold);
  expect(heard.toSorted()).toEqual(recorded.toSorted());
  expect(recorded).toHaveLength(guesses);
});

test('row 12 the planted bug commit_later is found: more guesses are evaluated', async () => {
  const bank = copyOf(prepared);
  const { heard } = await guessInParallel(bank, 'commit_later');
  removeBank(bank);
  expect(evaluated(heard)).toBeGreaterThan(threshold);
});

async function guessInParallel(bank: Bank, bug?: 'commit_later') {
  const server = await Server.start(bank, bug === undefined ? {} : { bug });
  const guesser = member(bank);
  const { fob } = guesser;
  const wrong = guessBody(guesser, fob.wrongCodeAt(bank.startAt));
  const right = guessBody(guesser, fob.codeAt(bank.startAt));
  const bodies = [...Array(guesses - 2).fill(wrong), right, right];
  const to = { url: server.url, apiKey: bank.operatorKey, path };
  const replies = await new Clients(2).sendAll(to, bodies);
  await server.stop();
  const bodiesHeard = replies.map(({ text }): Json => JSON.parse(text));
  const heard = bodiesHeard.map((body) => String(body['reason'] ?? body['result']));
  return { heard, recorded: outcomes(bank, guesser) };
}

const rounds = asked(50, 1_000);
const racers = 64;

test(`row 2 ${racers} parallel with the same code × ${rounds} rounds, from two processes: accepted ${rounds}`, async () => {
  const bank = copyOf(races);
  const accepted = await race(bank, rounds);
  removeBank(bank);
  report('row 2', { rounds, accepted: accepted.reduce((sum, one) => sum + one, 0) });
  expect(accepted).toEqual(Array(rounds).fill(1));
});

test('row 2 the planted bug commit_later is found: one code, several winners', async () => {
  const bank = copyOf(races);
  const accepted = await race(bank, 1, 'commit_later');
  removeBank(bank);
  expect(accepted[0]).toBeGreaterThan(1);
});

/** How many were accepted, for each round. */
async function race(bank: Bank, count: number, bug?: 'commit_later'): Promise<number[]> {
  const server = await Server.start(bank, bug === undefined ? {} : { bug });
  const clients = new Clients(2);
  const holder = member(bank);
  const accepted: number[] = [];
  for (let round = 0; round < count; round++) {
    const at = bank.startAt + round * 60_000;
    await server.setClock(at);
    const bodies = Array(racers).fill(guessBody(holder, holder.fob.codeAt(at)));
    const to = { url: server.url, apiKey: bank.operatorKey, path };
    const replies = await clients.sendAll(to, bodies);
    accepted.push(replies.filter(({ text }) => JSON.parse(text).result === 'accepted').length);
  }
  await server.stop();
  return accepted;
}
