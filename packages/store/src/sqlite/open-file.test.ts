import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { auditMac, temporaryFolder } from '../testing/sqlite-harness.ts';
import { openSqliteStore, type SqliteStoreOptions } from './open-sqlite-store.ts';

let folder: string;
let file: string;

beforeEach(() => {
  folder = temporaryFolder();
  file = join(folder, 'store.db');
});
afterEach(() => rmSync(folder, { recursive: true }));

const open = (options: Partial<SqliteStoreOptions> = {}) =>
  openSqliteStore({ file, chain: 'node-1', auditMac, ...options });

const refusal = (code: string) => ({ name: 'UnsafeStore', code });

/** A SQLite that answers FULL until the first transaction and syncs less after it (finding 3). */
class ForgetfulDatabase extends DatabaseSync {
  override exec(sql: string): void {
    super.exec(sql);
    if (sql.startsWith('INSERT INTO store_meta')) super.exec('PRAGMA synchronous = NORMAL');
  }
}

describe('row 68: an unsafe store is not opened', () => {
  test('SQLite older than 3.51.3', async () => {
    for (const version of ['3.51.2', '3.7.17', '3.45.1', '2.99.99'])
      await expect(open({ sqliteVersion: () => version })).rejects.toMatchObject(
        refusal('sqlite_too_old'),
      );
    for (const version of ['3.51.3', '3.53.4', '4.0.0'])
      await (await open({ sqliteVersion: () => version })).close();
  });

  test('commits that are not synced after a first write', async () => {
    const openDatabase = (path: string) => new ForgetfulDatabase(path);
    await expect(open({ openDatabase })).rejects.toMatchObject(refusal('not_durable'));
  });

  test('no write-ahead log', async () => {
    await expect(open({ file: ':memory:' })).rejects.toMatchObject(refusal('not_wal'));
  });

  test('a second opener in this process and in another, at once and with the remedy', async () => {
    const store = await open();
    await expect(open()).rejects.toMatchObject({
      ...refusal('in_use'),
      message: expect.stringContaining('admin socket'),
    });
    const script = `
      const { openSqliteStore } = await import(${JSON.stringify(join(import.meta.dirname, '../index.ts'))});
      const options = { file: ${JSON.stringify(file)}, chain: 'x', auditMac: (it) => it };
      await openSqliteStore(options).catch((error) => process.stdout.write(error.code));`;
    const child = spawnSync(process.execPath, ['--input-type=module', '-e', script]);
    expect({ stdout: String(child.stdout), stderr: String(child.stderr) }).toEqual({
      stdout: 'in_use',
      stderr: '',
    });
    await store.close();
    await (await open()).close();
  });

  test('a file that a newer program has written', async () => {
    await (await open()).close();
    const database = new DatabaseSync(file);
    database.exec(`INSERT INTO schema_migrations (id, name) VALUES (999, 'from the future')`);
    database.close();
    await expect(open()).rejects.toMatchObject(refusal('schema_newer'));
  });

  test('a store that cannot be written', async () => {
    await (await open()).close();
    const openDatabase = (path: string) => new DatabaseSync(path, { readOnly: true });
    await expect(open({ openDatabase })).rejects.toMatchObject(refusal('read_only'));
  });

  test('something that is no database, and a damaged one', async () => {
    writeFileSync(file, 'this is a letter and not a database. '.repeat(200));
    await expect(open()).rejects.toMatchObject(refusal('corrupt'));
    rmSync(file);
    await (await open()).close();
    const { size } = statSync(file);
    writeFileSync(file, Buffer.alloc(size - 4_096, 0xff), { flag: 'r+' });
    await expect(open()).rejects.toMatchObject(refusal('corrupt'));
  });

  test('a database of another program', async () => {
    const other = new DatabaseSync(file);
    other.exec('CREATE TABLE addresses (name TEXT)');
    other.close();
    await expect(open()).rejects.toMatchObject(refusal('not_a_store'));
  });

  test('a folder that is not there, and a folder in the place of the file', async () => {
    await expect(open({ file: join(folder, 'none', 'store.db') })).rejects.toMatchObject(
      refusal('cannot_open'),
    );
    mkdirSync(file);
    await expect(open()).rejects.toMatchObject(refusal('cannot_open'));
  });
});

describe('opening', () => {
  test('the file and its log are for this user alone', async () => {
    const store = await open();
    const modes = [file, `${file}-wal`].map((path) => statSync(path).mode & 0o777);
    expect(modes).toEqual([0o600, 0o600]);
    await store.close();
    chmodSync(file, 0o644);
    await (await open()).close();
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  test('a refused opening leaves the file free for the next', async () => {
    await expect(open({ sqliteVersion: () => '3.0.0' })).rejects.toThrow();
    await (await open()).close();
  });

  test('the audit key is not asked for before the first write', async () => {
    const store = await open({
      auditMac: () => {
        throw new Error('no key yet');
      },
    });
    expect(await store.institutions.list()).toEqual([]);
    const audit = {
      at: 0,
      institutionId: null,
      contractId: null,
      userId: null,
      tokenId: null,
      action: 'add_institution',
      outcome: 'done',
      reason: null,
      actor: { kind: 'system', id: 'test' },
      source: null,
      factors: [],
      policyVersion: null,
      events: [],
    } as const;
    await expect(store.institutions.insert({ id: 'a', createdAt: 0 }, audit)).rejects.toThrow(
      'no key yet',
    );
    expect(await store.institutions.list()).toEqual([]);
    await store.close();
  });
});
