import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { withAdmin } from '@warifu/server';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Bank, copyOf, prepareBank, removeBank } from './support/bank.ts';
import { dayMs, playDay } from './support/day.ts';
import { History } from './support/history.ts';
import { storeFileIn } from './support/ledger.ts';
import { Line } from './support/line.ts';
import { cleanUp } from './support/processes.ts';
import { Server } from './support/server.ts';

/**
 * Row 83: somebody with the database file, and without the keys, changes the audit while the server
 * is down. Each kind of change is found. That every decision has exactly one record is counted after
 * every kill and every power cut (`oracle.ts`).
 */
let worked: Bank;
let headBefore: readonly (string | number)[];

beforeAll(async () => {
  worked = await prepareBank(2);
  const history = new History();
  for (const [day, customer] of worked.customers.entries()) {
    const at = worked.startAt + day * dayMs;
    const server = await Server.start(worked);
    await server.setClock(at);
    const line = new Line(() => server.url, worked.operatorKey);
    const client = history.client(customer.contractId, (act) => line.say(act));
    await playDay(customer, client, { day: 0, at });
    line.close();
    await server.stop();
    // The first day's head is an old one with a good MAC, such as an earlier copy of the file holds.
    headBefore ??= headOf(worked);
  }
});

afterAll(async () => {
  await cleanUp();
  removeBank(worked);
});

interface RecordRow {
  readonly number: number;
  readonly sequence: number;
  readonly record: string;
  readonly hash: string;
}

function headOf(bank: Bank): (string | number)[] {
  return opened(bank, (database) => {
    const row = database.prepare('SELECT sequence, hash, mac FROM audit_heads').get() ?? {};
    return [Number(row['sequence']), String(row['hash']), String(row['mac'])];
  });
}

function opened<T>(bank: Bank, use: (database: DatabaseSync) => T): T {
  const database = new DatabaseSync(storeFileIn(bank.dataDir));
  try {
    return use(database);
  } finally {
    database.close();
  }
}

function rows(database: DatabaseSync): RecordRow[] {
  const all = database.prepare(
    'SELECT number, sequence, record, hash FROM audit_records ORDER BY number',
  );
  return all.all().map((row) => ({
    number: Number(row['number']),
    sequence: Number(row['sequence']),
    record: String(row['record']),
    hash: String(row['hash']),
  }));
}

/** A refused code is made an accepted one. */
function edit(database: DatabaseSync): void {
  const { number } = refusedRecord(database);
  database
    .prepare(
      `UPDATE audit_records SET record = replace(record, 'refused', 'accepted') WHERE number = ?`,
    )
    .run(number);
}

function refusedRecord(database: DatabaseSync): RecordRow {
  const found = rows(database).find(({ record }) => record.includes('code_wrong'));
  if (!found) throw new Error('the day had no wrong code');
  return found;
}

/** The links are made anew from a record on, as anybody can who knows the form. */
function relink(database: DatabaseSync): void {
  let before = '0'.repeat(64);
  const update = database.prepare('UPDATE audit_records SET hash = ? WHERE number = ?');
  for (const { number, record } of rows(database)) {
    before = createHash('sha256').update(before).update(record).digest('hex');
    update.run(before, number);
  }
  database.prepare('UPDATE audit_heads SET hash = ?').run(before);
}

function remove(database: DatabaseSync): void {
  database
    .prepare('DELETE FROM audit_records WHERE number = ?')
    .run(refusedRecord(database).number);
}

/** Numbers and sequences are made to run on without the gap. */
function closeGap(database: DatabaseSync): void {
  const { number } = refusedRecord(database);
  remove(database);
  database.exec(`UPDATE audit_records SET number = -number, sequence = sequence - 1,
    record = replace(record, '"sequence":' || sequence || ',', '"sequence":' || (sequence - 1) || ',')
    WHERE number > ${number}`);
  database.exec('UPDATE audit_records SET number = -number - 1 WHERE number < 0');
  database.exec('UPDATE audit_heads SET sequence = sequence - 1');
}

function swap(database: DatabaseSync): void {
  const { number } = refusedRecord(database);
  const move = database.prepare('UPDATE audit_records SET number = ? WHERE number = ?');
  move.run(-1, number);
  move.run(number, number + 1);
  move.run(number + 1, -1);
}

/** A copy of an acceptance is put at the end, with its right place and a right link. */
function insert(database: DatabaseSync): void {
  const all = rows(database);
  const last = all.at(-1);
  const accepted = all.find(({ record }) => record.includes('otp_accepted'));
  if (!last || !accepted) throw new Error('the day had no acceptance');
  const sequence = last.sequence + 1;
  const record = accepted.record.replace(/"sequence":\d+/, `"sequence":${sequence}`);
  const hash = createHash('sha256').update(last.hash).update(record).digest('hex');
  database.exec(`INSERT INTO audit_records
    SELECT chain, ${sequence}, institution_id, contract_id, user_id, token_id, action, at, '', '',
      ${last.number + 1} FROM audit_records WHERE number = ${accepted.number}`);
  const set = database.prepare('UPDATE audit_records SET record = ?, hash = ? WHERE number = ?');
  set.run(record, hash, last.number + 1);
}

function withHead(change: (database: DatabaseSync) => void): (database: DatabaseSync) => void {
  return (database) => {
    change(database);
    const last = rows(database).at(-1);
    const set = database.prepare('UPDATE audit_heads SET sequence = ?, hash = ?');
    set.run(last?.sequence ?? 0, last?.hash ?? '');
  };
}

function cutTail(database: DatabaseSync): void {
  database.exec(
    'DELETE FROM audit_records WHERE number > (SELECT max(number) FROM audit_records) - 3',
  );
}

/** Everything after an old head goes, and the old head with its good MAC comes back. */
function putBack(database: DatabaseSync): void {
  const [sequence = 0, hash = '', mac = ''] = headBefore;
  database.prepare('DELETE FROM audit_records WHERE sequence > ?').run(sequence);
  database
    .prepare('UPDATE audit_heads SET sequence = ?, hash = ?, mac = ?')
    .run(sequence, hash, mac);
}

function both(...changes: ((database: DatabaseSync) => void)[]) {
  return (database: DatabaseSync) => {
    for (const change of changes) change(database);
  };
}

test('row 83 the untouched audit of the same bank is sound', async () => {
  expect(await verified(worked)).toMatchObject({ ok: true });
});

test.each([
  { kind: 'edited', tamper: edit, fault: 'record_altered' },
  { kind: 'edited, all links made anew', tamper: both(edit, relink), fault: 'anchor_missing' },
  { kind: 'deleted', tamper: remove, fault: 'record_missing' },
  {
    kind: 'deleted, the gap closed and all links made anew',
    tamper: both(closeGap, relink),
    fault: 'anchor_missing',
  },
  { kind: 'reordered', tamper: swap, fault: 'record_missing' },
  { kind: 'inserted', tamper: insert, fault: 'record_altered' },
  { kind: 'inserted, with the head', tamper: withHead(insert), fault: 'head_forged' },
  { kind: 'tail cut', tamper: cutTail, fault: 'tail_missing' },
  { kind: 'tail cut, with the head', tamper: withHead(cutTail), fault: 'head_forged' },
  { kind: 'tail cut back to an old head with its MAC', tamper: putBack, fault: 'anchor_missing' },
])('row 83 $kind: detected ($fault)', async ({ tamper, fault }) => {
  const bank = copyOf(worked);
  opened(bank, tamper);
  const found = await verified(bank);
  removeBank(bank);
  expect(found).toMatchObject({ ok: false, fault });
});

test.each([
  { kind: 'edited, all links made anew', tamper: both(edit, relink), fault: 'head_forged' },
  { kind: 'deleted, all links made anew', tamper: both(closeGap, relink), fault: 'head_forged' },
  { kind: 'tail cut', tamper: cutTail, fault: 'tail_missing' },
  { kind: 'tail cut, with the head', tamper: withHead(cutTail), fault: 'head_forged' },
])('row 83 $kind, the anchors lost as well: detected ($fault)', async ({ tamper, fault }) => {
  const bank = copyOf(worked);
  opened(bank, tamper);
  rmSync(join(bank.dataDir, 'audit-anchors.jsonl'));
  const found = await verified(bank);
  removeBank(bank);
  expect(found).toMatchObject({ ok: false, fault });
});

function verified({ config }: Bank) {
  return withAdmin(config, (admin) => admin.verifyAudit());
}

test('row 83 no audit, no acceptance: on a chain whose end was cut off nothing is decided', async () => {
  const bank = copyOf(worked);
  opened(bank, cutTail);
  const server = await Server.start(bank);
  const [customer] = bank.customers;
  const holder = customer?.master;
  const otp = holder?.fob.codeAt(bank.startAt, 1);
  const body = { user_id: holder?.userId, purpose: 'one_off_transfer', otp };
  const answer = await server.api(bank.operatorKey).send('/v1/verifications', { body });
  const ready = await fetch(`${server.url}/readyz`);
  await server.stop();
  removeBank(bank);
  expect([answer.status, answer.body['code']]).toEqual([503, 'store_unavailable']);
  expect(ready.status).toBe(503);
});
