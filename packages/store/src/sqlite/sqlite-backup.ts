import { createHash } from 'node:crypto';
import {
  chmodSync,
  closeSync,
  createReadStream,
  existsSync,
  fsyncSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { backup, DatabaseSync } from 'node:sqlite';
import { type BackupResult, StoreFailure } from '@warifu/service';
import type { Connection } from './connection.ts';

/**
 * A copy of the store of one moment, made while it serves (row 72). SQLite copies page by page and
 * begins anew where a page changed under it; the copy is then opened by itself and checked to the last
 * page before it gets its name, so that a file of that name is a whole one.
 */
export async function backupSqlite({ database }: Connection, file: string): Promise<BackupResult> {
  if (existsSync(file)) throw new StoreFailure('conflict', `there is a file ${file} already`);
  const partial = `${file}.partial`;
  rmSync(partial, { force: true });
  try {
    // The file holds sealed seeds: it is nobody else's from its first byte.
    closeSync(openSync(partial, 'wx', 0o600));
    await backup(database, partial, { rate: pagesAtOnce });
    checkCopy(partial);
    flush(partial);
    renameSync(partial, file);
    flush(dirname(file));
  } catch (error) {
    rmSync(partial, { force: true });
    if (error instanceof StoreFailure) throw error;
    const message = `the backup could not be written to ${file}: ${String(error)}`;
    throw new StoreFailure('store_unavailable', message, { cause: error });
  }
  return { bytes: statSync(file).size, sha256: await sha256Of(file) };
}

/** Few enough that verifications go on between two steps of the copy. */
const pagesAtOnce = 256;

/**
 * Checks a file that is nobody's store yet to its last page, and makes one file of it. Throws a
 * `StoreFailure` when it is not sound, or no database at all.
 */
export function assertSoundCopy(file: string): void {
  try {
    checkCopy(file);
  } catch (error) {
    if (error instanceof StoreFailure) throw error;
    throw new StoreFailure('store_unavailable', 'the file is no sound database', { cause: error });
  }
}

function checkCopy(file: string): void {
  chmodSync(file, 0o600);
  const copy = new DatabaseSync(file);
  try {
    // One file, without a log beside it: what is carried away is all there is.
    copy.exec('PRAGMA journal_mode = DELETE');
    const [verdict] = Object.values(copy.prepare('PRAGMA integrity_check').get() ?? {});
    if (verdict !== 'ok')
      throw new StoreFailure('store_unavailable', `the copy is not sound: ${String(verdict)}`);
  } finally {
    copy.close();
  }
}

function flush(path: string): void {
  const handle = openSync(path, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

async function sha256Of(file: string): Promise<string> {
  const digest = createHash('sha256');
  for await (const chunk of createReadStream(file)) digest.update(chunk);
  return digest.digest('hex');
}
