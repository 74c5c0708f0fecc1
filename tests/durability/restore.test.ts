import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { keyringWith } from '@warifu/service';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Bank, copyOf, prepareBank, removeBank } from './support/bank.ts';
import { type CommandEnd, serve, warifu } from './support/command.ts';
import { asked, report } from './support/counts.ts';
import { cleanUp } from './support/processes.ts';
import { removeScratch, scratchFolder } from './support/scratch.ts';
import { Server } from './support/server.ts';

/**
 * Row 72 by the command line: `warifu backup` beside a running server and without one, `warifu restore`
 * killed at every step, with a wrong keyring and with a damaged file, and how long a restore takes.
 */
const purpose = 'one_off_transfer';

let prepared: Bank;
/** A backup of the prepared bank, and a bank on which a code was accepted after it was made. */
let backupFile: string;
let later: Bank;

beforeAll(async () => {
  prepared = await prepareBank(2);
  backupFile = join(scratchFolder('backup'), 'store.backup');
  later = copyOf(prepared);
  const server = await Server.start(later);
  const made = await warifu(later, ['backup', backupFile]);
  if (made.code !== 0) throw new Error(made.output);
  const told = await tryMember(server, later);
  await server.stop();
  if (told !== 'accepted') throw new Error(`the code after the backup was ${told}`);
});

afterAll(async () => {
  await cleanUp();
  removeBank(later);
  removeBank(prepared);
});

/** The code that was accepted after the backup was made, once more. */
async function tryMember(server: Server, bank: Bank): Promise<string> {
  const [customer] = bank.customers;
  if (!customer) throw new Error('the bank has no customers');
  const { userId, fob } = customer.member;
  const body = { user_id: userId, purpose, otp: fob.codeAt(bank.startAt) };
  const answer = await server.api(bank.operatorKey).ok('/v1/verifications', { body });
  return String(answer['reason'] ?? answer['result']);
}

async function replayed(bank: Bank): Promise<string> {
  const server = await Server.start(bank);
  const told = await tryMember(server, bank);
  await server.stop();
  return told;
}

const storeOf = (bank: Bank) => join(bank.dataDir, 'warifu.sqlite');

function restore(bank: Bank, file: string, ...more: string[]): Promise<CommandEnd> {
  return warifu(bank, ['restore', file, ...more]);
}

test('row 72 warifu backup and restore by the command line: beside a server, without one, and never over what is there', async () => {
  const bank = copyOf(later);
  const folder = scratchFolder('copies');
  const cold = await warifu(bank, ['backup', join(folder, 'cold'), '--json']);
  expect(JSON.parse(cold.output)).toMatchObject({ file: join(folder, 'cold') });
  const again = await warifu(bank, ['backup', join(folder, 'cold')]);
  expect(again).toMatchObject({ code: 1, output: expect.stringContaining('there is a file') });
  const server = await Server.start(bank);
  expect((await warifu(bank, ['backup', join(folder, 'warm')])).code).toBe(0);
  const served = await restore(bank, backupFile, '--replace');
  expect(served).toMatchObject({ code: 1, output: expect.stringContaining('a server runs on') });
  await server.stop();
  const there = await restore(bank, backupFile);
  expect(there).toMatchObject({ code: 1, output: expect.stringContaining('--replace') });
  const none = await restore(bank, join(folder, 'no-such-file'), '--replace');
  expect(none).toMatchObject({ code: 1, output: expect.stringContaining('there is no backup') });
  const done = await restore(bank, backupFile, '--replace');
  expect(done).toMatchObject({ code: 0, output: expect.stringContaining('restore epoch 2') });
  expect(await replayed(bank)).toBe('code_replayed');
  const audit = await warifu(bank, ['audit', 'verify']);
  expect(audit).toMatchObject({ code: 0, output: expect.stringContaining('is whole') });
  removeBank(bank);
  removeScratch(folder);
});

const unfit: readonly (readonly [title: string, ruin: (bank: Bank, file: string) => void])[] = [
  [
    'with the keyring of another bank',
    (bank) => writeFileSync(bank.config.keyringFile, keyringWith(null, Buffer.alloc(32, 7))),
  ],
  ['without a keyring', (bank) => rmSync(bank.config.keyringFile)],
  [
    'a file that is cut off',
    (_, file) => writeFileSync(file, readFileSync(file).subarray(0, 9_000)),
  ],
  ['a file of zeroes', (_, file) => writeFileSync(file, Buffer.alloc(65_536))],
  ['an empty file', (_, file) => writeFileSync(file, '')],
  ['a text', (_, file) => writeFileSync(file, 'no database at all\n'.repeat(500))],
];

test.each(unfit)(
  'row 72 a restore %s is refused, and the store in place is as it was',
  async (_, ruin) => {
    const bank = copyOf(later);
    const folder = scratchFolder('unfit');
    const file = join(folder, 'store.backup');
    writeFileSync(file, readFileSync(backupFile));
    const before = readFileSync(storeOf(bank));
    ruin(bank, file);
    const { code, output } = await restore(bank, file, '--replace');
    expect(code, output).toBe(1);
    expect(output).toMatch(/^warifu: /m);
    expect(readFileSync(storeOf(bank)).equals(before)).toBe(true);
    writeFileSync(bank.config.keyringFile, bank.keyring, { mode: 0o600 });
    expect(await replayed(bank)).toBe('code_replayed');
    removeBank(bank);
    removeScratch(folder);
  },
);

/** Kills whatever runs under it when it makes its n-th such call. A filter in the kernel would miss it. */
function killedAt(call: string, n: number): readonly string[] {
  const inject = `inject=${call}:signal=KILL:when=${n}`;
  return ['strace', '-f', '-qq', '-o', '/dev/null', '-e', `trace=${call}`, '-e', inject];
}

/**
 * The calls by which a restore changes what is on the disk, and how many of each are passed over. The
 * renames are what puts the backup in place, so none of them is.
 */
const steps: readonly (readonly [call: string, every: number])[] = [
  ['rename', 1],
  ['fsync', asked(4, 1)],
  ['pwrite64', asked(1_000, 7)],
  ...(asked(0, 1) === 1 ? (['mkdir', 'unlink', 'rmdir', 'fdatasync'] as const) : []).map(
    (call) => [call, 1] as const,
  ),
];

/** Restores under a kill; true while the restore is long enough to be killed there. */
async function killedRestore(bank: Bank, call: string, n: number): Promise<boolean> {
  const options = { under: killedAt(call, n) };
  return (await warifu(bank, ['restore', backupFile, '--replace'], options)).code !== 0;
}

test('row 72 a restore that is killed at any step leaves the old store or the new one, and no spent code lives again', async () => {
  let replays = 0;
  const left = { none: 0, old: 0, new: 0 };
  const kills = new Map(steps.map(([call]) => [call, 0]));
  for (const [call, every] of steps)
    for (let n = 1; ; n += every) {
      const bank = copyOf(later);
      const killed = await killedRestore(bank, call, n);
      const found = existsSync(storeOf(bank)) ? epochOf(bank) : 0;
      if (killed) {
        kills.set(call, (kills.get(call) ?? 0) + 1);
        left[(['none', 'old', 'new'] as const)[found] ?? 'none'] += 1;
        if (found > 0 && (await replayed(bank)) === 'accepted') replays += 1;
        // And it can be begun again, wherever it was.
        const again = await restore(bank, backupFile, ...(found > 0 ? ['--replace'] : []));
        expect(again.code, `${call} ${n}: ${again.output}`).toBe(0);
        if ((await replayed(bank)) === 'accepted') replays += 1;
      }
      removeBank(bank);
      if (!killed) break;
    }
  report('row 72, kills', { ...Object.fromEntries(kills), ...left, replays });
  expect([...kills.values()].reduce((sum, one) => sum + one)).toBeGreaterThan(4);
  expect(replays).toBe(0);
});

/** 1 in the store that was in place, 2 in the one that was restored. */
function epochOf(bank: Bank): number {
  const database = new DatabaseSync(storeOf(bank));
  const row = database.prepare("SELECT value FROM store_meta WHERE key = 'restore_epoch'").get();
  database.close();
  return Number(row?.['value']);
}

const tokens = asked(100_000, 1_000_000);

test(`row 72 the restore drill with ${tokens} tokens in service, timed`, async () => {
  const bank = copyOf(later);
  const folder = scratchFolder('drill');
  fillWithTokens(bank);
  const file = join(folder, 'store.backup');
  const backedUp = performance.now();
  expect((await warifu(bank, ['backup', file])).code).toBe(0);
  const begun = performance.now();
  const done = await restore(bank, file, '--replace');
  const restored = performance.now();
  expect(done.code, done.output).toBe(0);
  // The bank's days lie in the future of this machine.
  const server = await serve(bank, ['--accept-clock']);
  const ready = performance.now();
  expect(await server.end('SIGTERM')).toBe(0);
  expect(await replayed(bank)).toBe('code_replayed');
  const seconds = (from: number, to: number) => ((to - from) / 1_000).toFixed(1);
  report('row 72, RTO', {
    tokens,
    'MB of the backup': (readFileSync(file).length / 1e6).toFixed(0),
    'backup s': seconds(backedUp, begun),
    'restore s': seconds(begun, restored),
    'restore and start s': seconds(begun, ready),
  });
  removeBank(bank);
  removeScratch(folder);
});

/** Copies one token's row under other IDs and serials; a restore opens no seed. */
function fillWithTokens(bank: Bank): void {
  const database = new DatabaseSync(storeOf(bank));
  const columns = database.prepare('PRAGMA table_info(tokens)').all();
  const own: Readonly<Record<string, string>> = {
    id: "'tok_' || printf('%026d', n)",
    serial: "'T' || printf('%09d', n)",
  };
  const values = columns.map(({ name }) => own[String(name)] ?? `"${String(name)}"`);
  database.exec(`WITH RECURSIVE counted(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM counted WHERE n < ${tokens})
    INSERT INTO tokens SELECT ${values.join(', ')}
    FROM counted, (SELECT * FROM tokens WHERE state = 'in_service' LIMIT 1)`);
  database.close();
}
