import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { withAdmin } from '@warifu/server';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Bank, copyOf, prepareBank, removeBank } from './support/bank.ts';
import { asked, report } from './support/counts.ts';
import { readLedger, storeFileIn } from './support/ledger.ts';
import { patchedPolicy } from './support/policies.ts';
import { cleanUp } from './support/processes.ts';
import { generatedSerials, importRequest, writeTokenFile } from './support/pskc-file.ts';
import { removeScratch, scratchFolder } from './support/scratch.ts';
import { Server } from './support/server.ts';

/**
 * A large token file: staged in batches with bounded memory and a progress line, published in one
 * step. A file with one bad key publishes nothing; an import that was killed ends right when it is
 * run again.
 */
const keys = asked(5_000, 100_000);
const rssLimitMb = 300;

let prepared: Bank;
let folder: string;
let file: string;

beforeAll(async () => {
  folder = scratchFolder('import');
  file = join(folder, 'fobs.pskcxml');
  await writeTokenFile(file, keys);
  prepared = await prepareBank(1, patchedPolicy({ serialPattern: generatedSerials }));
});

afterAll(async () => {
  await cleanUp();
  removeBank(prepared);
  removeScratch(folder);
});

/** The most memory that a process ever had, in MB (VmHWM of proc(5)). */
function peakMemoryMb(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1]) / 1_024;
}

interface Stock {
  readonly inStock: number;
  readonly staged: number;
  readonly imports: number;
}

/** What a stopped bank's store holds of the generated file. */
function stockOf(bank: Bank): Stock {
  const database = new DatabaseSync(storeFileIn(bank.dataDir));
  const count = (what: string) =>
    Number(database.prepare(`SELECT count(*) AS n FROM ${what}`).get()?.['n']);
  const stock = {
    inStock: count(`tokens WHERE serial LIKE 'T%' AND state = 'in_stock'`),
    staged: count('staged_tokens'),
    imports: count('token_imports WHERE published = 1'),
  };
  database.close();
  return stock;
}

test(`${keys} keys from one file: RSS < ${rssLimitMb} MB, progress told, published in one step`, async () => {
  const bank = copyOf(prepared);
  const server = await Server.start(bank);
  const before = peakMemoryMb(server.pid);
  const progress: number[] = [];
  const begun = performance.now();
  const result = await withAdmin(bank.config, (admin) =>
    admin.importTokens(importRequest(file), (count) => progress.push(count)),
  );
  const seconds = (performance.now() - begun) / 1_000;
  const peak = peakMemoryMb(server.pid);
  await server.stop();
  report('import', {
    keys,
    seconds: seconds.toFixed(1),
    'keys/s': Math.round(keys / seconds),
    'RSS before MB': Math.round(before),
    'RSS peak MB': Math.round(peak),
    'progress lines': progress.length,
  });
  expect(result).toMatchObject({ ok: true, imported: keys });
  expect(peak).toBeLessThan(rssLimitMb);
  expect(progress.length).toBeGreaterThanOrEqual(keys / 500);
  expect(progress).toEqual(progress.toSorted((a, b) => a - b));
  expect(progress.at(-1)).toBe(keys);
  expect(stockOf(bank)).toEqual({ inStock: keys, staged: 0, imports: 2 });
  removeBank(bank);
});

test('killed while staging: nothing of the file is in stock; run again, all of it is, once', async () => {
  const bank = copyOf(prepared);
  const server = await Server.start(bank);
  let killing: Promise<void> | undefined;
  const killed = withAdmin(bank.config, (admin) =>
    admin.importTokens(importRequest(file), (count) => {
      if (count >= keys / 2) killing ??= server.kill();
    }),
  );
  await expect(killed).rejects.toThrow();
  await killing;
  const halfway = stockOf(bank);
  const again = await Server.start(bank);
  const result = await withAdmin(bank.config, (admin) =>
    admin.importTokens(importRequest(file), () => undefined),
  );
  const third = await withAdmin(bank.config, (admin) =>
    admin.importTokens(importRequest(file), () => undefined),
  );
  await again.stop();
  expect(halfway).toMatchObject({ inStock: 0, imports: 1 });
  expect(halfway.staged).toBeGreaterThanOrEqual(keys / 2);
  expect(result).toMatchObject({ ok: true, imported: keys });
  expect(third).toMatchObject({ ok: false, fault: { code: 'file_already_imported' } });
  expect(stockOf(bank)).toEqual({ inStock: keys, staged: 0, imports: 2 });
  expect(importRecords(bank)).toBe(2);
  removeBank(bank);
});

/** Audit records of imports: one for the bank's own fobs and one for each file that was published. */
function importRecords(bank: Bank): number {
  return readLedger(bank.dataDir).records.filter(({ action }) => action === 'import_tokens').length;
}

test('one bad key at the end publishes nothing, and the serial is told', async () => {
  const bank = copyOf(prepared);
  const bad = join(folder, 'bad.pskcxml');
  const count = 1_200;
  const broken = (text: string) => text.replace(/(<pskc:ValueMAC>)..../, '$1AAAA');
  await writeTokenFile(bad, count, (text, index) => (index === count ? broken(text) : text));
  const result = await withAdmin(bank.config, (admin) =>
    admin.importTokens(importRequest(bad), () => undefined),
  );
  const serial = `T${String(count - 1).padStart(9, '0')}`;
  expect(result).toMatchObject({ ok: false, fault: { serial } });
  expect(stockOf(bank)).toEqual({ inStock: 0, staged: 0, imports: 1 });
  removeBank(bank);
});
