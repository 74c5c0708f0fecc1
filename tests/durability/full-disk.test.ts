import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { withAdmin } from '@warifu/server';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Bank, copyInto, copyOf, prepareBank, removeBank } from './support/bank.ts';
import { asked, report } from './support/counts.ts';
import { playDay } from './support/day.ts';
import { type Act, type Carry, History } from './support/history.ts';
import { readLedger } from './support/ledger.ts';
import { type Heard, Line } from './support/line.ts';
import { judge } from './support/oracle.ts';
import { patchedPolicy } from './support/policies.ts';
import { cleanUp } from './support/processes.ts';
import { generatedSerials, importRequest, writeTokenFile } from './support/pskc-file.ts';
import { removeScratch, scratchFolder } from './support/scratch.ts';
import { Server } from './support/server.ts';
import { failingSyncs, failingWrites, SmallDisk } from './support/small-disk.ts';

/**
 * Row 71: on a full disk a verification is answered with 503 store_full, nothing is half done, and
 * the server heals by itself when there is space again. Twice: on a disk that is really full, where
 * this machine lets one be mounted, and with writes that are made to find no space.
 */
const path = '/v1/verifications';
const purpose = 'one_off_transfer';
const importedKeys = 3_000;

let prepared: Bank;
let disk: SmallDisk | undefined;

beforeAll(async () => {
  prepared = await prepareBank(4, patchedPolicy({ serialPattern: generatedSerials }));
  disk = SmallDisk.mount(48);
});

afterAll(async () => {
  await cleanUp();
  disk?.unmount();
  removeBank(prepared);
});

function lineTo(server: Server, bank: Bank): Line {
  return new Line(() => server.url, bank.operatorKey);
}

function codeOf({ text }: Heard): unknown {
  return JSON.parse(text).code ?? JSON.parse(text).result;
}

/** Codes of the members in turn: first every one's right code, then wrong ones. */
function guessesOf(bank: Bank, count: number): Act[] {
  const { customers, startAt } = bank;
  return Array.from({ length: count }, (_, index) => {
    const customer = customers[index % customers.length];
    if (!customer) throw new Error('the bank has no customers');
    const { userId, fob } = customer.member;
    const otp = index < customers.length ? fob.codeAt(startAt) : fob.wrongCodeAt(startAt);
    const body = { user_id: userId, purpose, otp };
    const { contractId } = customer;
    return { contractId, action: 'verify_otp', path, body, key: randomUUID(), heard: undefined };
  });
}

async function sayAll(line: Line, acts: readonly Act[]): Promise<Heard[]> {
  const heard: Heard[] = [];
  for (const act of acts) heard.push(await line.say(act));
  return heard;
}

/** An injected disk gets full at some write; until then challenges are made, which cost no codes. */
async function untilFull(line: Line, bank: Bank): Promise<Act[]> {
  const [customer] = bank.customers;
  const contractId = customer?.contractId ?? '';
  const body = { user_id: customer?.member.userId, operation: 'login' };
  const asked: Act[] = [];
  for (;;) {
    const key = randomUUID();
    const act = { contractId, action: 'create_challenge', path: '/v1/challenges', body, key };
    const heard = await line.say(act);
    if (heard.status === 503) return asked;
    asked.push({ ...act, heard });
  }
}

async function isReady(server: Server): Promise<boolean> {
  const answer = await fetch(`${server.url}/readyz`);
  await answer.text();
  return answer.status === 200;
}

/** Asks until the server says so; its own look is at most a second old. */
async function untilReady(server: Server): Promise<number> {
  const begun = performance.now();
  while (!(await isReady(server)));
  return (performance.now() - begun) / 1_000;
}

test('row 71 a full disk: 503 store_full, not ready; with space again it heals, accepted-but-lost 0', async () => {
  const small = disk;
  const bank = small ? copyInto(prepared, join(small.folder, 'data')) : copyOf(prepared);
  const server = await Server.start(bank, small ? {} : { under: failingWrites(80, 16) });
  const line = lineTo(server, bank);
  small?.fill();
  const before = small ? [] : await untilFull(line, bank);
  const acts = guessesOf(bank, 2 * bank.customers.length);
  const refused = await sayAll(line, acts);
  const readyWhileFull = await isReady(server);
  small?.empty();
  const healed = await untilReady(server);
  const answered = await sayAll(line, acts);
  acts.forEach((act, index) => {
    act.heard = answered[index];
  });
  line.close();
  await server.stop();
  const verdict = await judge(bank, [...before, ...acts]);
  report('row 71', { disk: small ? 'tmpfs' : 'injected', 'recovery s': healed.toFixed(2) });
  removeBank(bank);
  expect(refused.map(({ status }) => status)).toEqual(acts.map(() => 503));
  expect([...new Set(refused.map(codeOf))]).toEqual(['store_full']);
  expect(readyWhileFull).toBe(false);
  const results = ['accepted', 'refused'];
  expect(answered.map(codeOf)).toEqual(results.flatMap((one) => bank.customers.map(() => one)));
  expect(verdict).toEqual({ lost: [], corrupt: [] });
});

const injected = asked(3, 60);

test(`row 71 ENOSPC at the Nth write, ${injected} values of N: lost 0, corrupt 0, everything done in the end`, async () => {
  const starts = Array.from(
    { length: injected },
    (_, index) => 50 + index * Math.ceil(90 / injected),
  );
  const found: string[] = [];
  let refusals = 0;
  for (const from of starts) {
    const bank = copyOf(prepared);
    const server = await Server.start(bank, { under: failingWrites(from, 7) });
    const history = new History();
    const line = lineTo(server, bank);
    const carry: Carry = async (act) => {
      for (;;) {
        const heard = await line.say(act);
        if (heard.status !== 503) return heard;
        refusals += 1;
      }
    };
    for (const customer of bank.customers.slice(0, 2)) {
      const client = history.client(customer.contractId, carry);
      await playDay(customer, client, { day: 0, at: bank.startAt });
    }
    line.close();
    await server.stop();
    const { lost, corrupt } = await judge(bank, history.acknowledged);
    found.push(...[...lost, ...corrupt].map((what) => `from write ${from}: ${what}`));
    removeBank(bank);
  }
  report('row 71, ENOSPC at the Nth write', { runs: starts.length, refusals, lost: found.length });
  expect(found).toEqual([]);
  expect(refusals).toBeGreaterThan(0);
});

const dying = asked(2, 40);

test(`row 14 syncs fail from the Nth on, ${dying} values of N: the guess is denied, nothing is accepted, what was told is there`, async () => {
  const starts = Array.from({ length: dying }, (_, index) => 7 + index);
  for (const from of starts) {
    const bank = copyOf(prepared);
    const server = await Server.start(bank, { under: failingSyncs(from) });
    const line = lineTo(server, bank);
    const acts = guessesOf(bank, from);
    const heard = await sayAll(line, acts);
    const ready = await isReady(server);
    line.close();
    await server.kill();
    const firstFailure = heard.findIndex(({ status }) => status !== 200);
    const told = acts.slice(0, firstFailure);
    told.forEach((act, index) => {
      act.heard = heard[index];
    });
    const verdict = await judge(bank, told);
    removeBank(bank);
    expect(firstFailure).toBeGreaterThan(-1);
    // Once a sync has failed nothing is decided any more: the next one that succeeds proves nothing.
    expect(new Set(heard.slice(firstFailure).map(({ status }) => status))).toEqual(new Set([503]));
    expect(heard.slice(firstFailure).map(codeOf)).not.toContain('accepted');
    expect(ready).toBe(false);
    expect(verdict).toEqual({ lost: [], corrupt: [] });
  }
});

test('an import onto a full disk: a clear error, nothing published; with space again it is imported', async () => {
  const folder = scratchFolder('import');
  const file = join(folder, 'fobs.pskcxml');
  await writeTokenFile(file, importedKeys);
  const small = disk;
  const bank = small ? copyInto(prepared, join(small.folder, 'import')) : copyOf(prepared);
  const server = await Server.start(bank, small ? {} : { under: failingWrites(800, 3) });
  const before = await stockOf(bank);
  const counts: number[] = [];
  const run = (onProgress: (keys: number) => void) =>
    withAdmin(bank.config, (admin) => admin.importTokens(importRequest(file), onProgress));
  const refused = run((count) => {
    counts.push(count);
    small?.fill();
  });
  await expect(refused).rejects.toThrow(/^the disk is full: free space on it/);
  const during = await stockOf(bank);
  small?.empty();
  await untilReady(server);
  const result = await run(() => undefined);
  const afterwards = await stockOf(bank);
  await server.stop();
  const { faults, records } = readLedger(bank.dataDir);
  removeBank(bank);
  removeScratch(folder);
  expect(counts.length).toBeGreaterThan(0);
  expect(during).toBe(before);
  expect(result).toMatchObject({ ok: true, imported: importedKeys });
  expect(afterwards).toBe(before + importedKeys);
  expect(faults).toEqual([]);
  expect(records.filter(({ action }) => action === 'import_tokens')).toHaveLength(2);
});

/** Tokens in stock, as the running server lists them to its operator. */
async function stockOf(bank: Bank): Promise<number> {
  const { tokens } = await withAdmin(bank.config, (admin) =>
    admin.listTokens({ institution: 'nanahoshi', state: 'in_stock', limit: 10_000 }),
  );
  return tokens.length;
}
