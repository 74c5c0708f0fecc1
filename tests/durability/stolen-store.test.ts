import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { backup, DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Bank, prepareBank, removeBank } from './support/bank.ts';
import { report } from './support/counts.ts';
import { keySecrets, seedSecrets, seeds, useStore } from './support/known-seeds.ts';
import { storeFileIn } from './support/ledger.ts';
import { patchedPolicy } from './support/policies.ts';
import { cleanUp } from './support/processes.ts';
import { generatedSerials } from './support/pskc-file.ts';
import { removeScratch, scratchFolder } from './support/scratch.ts';
import { SecretScan, textsOf } from './support/seed-scan.ts';
import { Server } from './support/server.ts';

/**
 * Row 37: who has the store, its log, a backup, a dump, or everything that a server ever printed, has
 * no seed and no key. 1,000 seeds that are known come in as a file, are used, and are looked for.
 */
let bank: Bank;
let folder: string;

beforeAll(async () => {
  folder = scratchFolder('stolen');
  bank = await prepareBank(1, patchedPolicy({ serialPattern: generatedSerials }));
});

afterAll(async () => {
  await cleanUp();
  removeBank(bank);
  removeScratch(folder);
});

test.each([...Object.keys(textsOf(Buffer.alloc(20))), 'raw'])(
  'the scan finds a seed as %s',
  (form) => {
    const bytes = Buffer.from(seedSecrets[7]?.bytes ?? []);
    const written = form === 'raw' ? bytes : Buffer.from(textsOf(bytes)[form] ?? '');
    const haystack = Buffer.concat([Buffer.from('…{"a":"'), written, Buffer.from('"}…')]);
    expect(new SecretScan(seedSecrets).hits(haystack)).toContain(`${form} of seed T000000007`);
  },
);

test(`row 37 ${seeds} known seeds, the keyring’s key and the API secrets: 0 hits in store, WAL, backup, dump, outputs`, async () => {
  const server = await Server.start(bank);
  const heard = await useStore(bank, server);
  await backup(openCopy(), join(folder, 'backup.sqlite'));
  const dump = dumpOf(join(folder, 'backup.sqlite'));
  await server.kill();
  const dataFiles = readdirSync(bank.dataDir)
    .map((name) => join(bank.dataDir, name))
    .filter((file) => statSync(file).isFile() && !file.endsWith('keyring.json'));
  const haystacks = new Map<string, Buffer>([
    ...[...dataFiles, join(folder, 'backup.sqlite')].map((file): [string, Buffer] => [
      file,
      readFileSync(file),
    ]),
    ['dump', Buffer.from(dump)],
    ['outputs of server and admin', Buffer.from(server.output + heard)],
  ]);
  const scan = new SecretScan([...seedSecrets, ...keySecrets(bank)]);
  const hits = [...haystacks].flatMap(([name, bytes]) =>
    scan.hits(bytes).map((h) => `${name}: ${h}`),
  );
  const bytes = [...haystacks.values()].reduce((sum, one) => sum + one.length, 0);
  report('row 37', { seeds, places: haystacks.size, bytes, hits: hits.length });
  expect([...haystacks.keys()].filter((name) => name.endsWith('-wal'))).toHaveLength(1);
  expect(hits).toEqual([]);
  // The looked-for key is the one that is in the keyring.
  expect(scan.hits(readFileSync(bank.config.keyringFile))).not.toEqual([]);
});

/** The store belongs to the server alone, so a backup is taken of a copy of its files. */
function openCopy(): DatabaseSync {
  const copy = join(folder, 'copy.sqlite');
  for (const end of ['', '-wal']) {
    const bytes = readFileSync(`${storeFileIn(bank.dataDir)}${end}`);
    writeFileSync(`${copy}${end}`, bytes);
  }
  return new DatabaseSync(copy);
}

/** Every value of every table as text, bytes in hex: what `.dump` would print. */
function dumpOf(file: string): string {
  const database = new DatabaseSync(file, { readOnly: true });
  const names = database.prepare(`SELECT name FROM sqlite_schema WHERE type = 'table'`).all();
  const tables = names.map(({ name }) => {
    const rows = database.prepare(`SELECT * FROM "${String(name)}"`).all();
    return JSON.stringify(rows, (_key, value: unknown) =>
      value instanceof Uint8Array ? Buffer.from(value).toString('hex') : value,
    );
  });
  database.close();
  return tables.join('\n');
}
