import { createHmac } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { StoreHarness } from '../conformance/harness.ts';
import { openSqliteStore, type SqliteStoreOptions } from '../sqlite/open-sqlite-store.ts';

/** An audit MAC under a key that the store does not hold. */
export function auditMac(message: Uint8Array): Uint8Array {
  return createHmac('sha256', 'a key outside the store').update(message).digest();
}

export function temporaryFolder(): string {
  return mkdtempSync(join(tmpdir(), 'warifu-store-'));
}

/** A SQLite store in a folder of its own, for the conformance suite and for tests of the adapter. */
export async function sqliteHarness(
  options: Partial<SqliteStoreOptions> = {},
): Promise<StoreHarness & { readonly file: string }> {
  const folder = temporaryFolder();
  const file = join(folder, 'store.db');
  const open = () => openSqliteStore({ file, chain: 'node-1', auditMac, ...options });
  let store = await open();
  const reopen = async (between: () => void = () => {}) => {
    await store.close();
    between();
    store = await open();
    return store;
  };
  return {
    file,
    get store() {
      return store;
    },
    reopen: () => reopen(),
    tamper: (statement) =>
      reopen(() => {
        const database = new DatabaseSync(file);
        database.exec(statement);
        database.close();
      }),
    close: async () => {
      await store.close();
      rmSync(folder, { recursive: true });
    },
  };
}
