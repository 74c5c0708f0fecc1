import { chmodSync, closeSync, existsSync, fsyncSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { QueryBuilder } from '../query-builder.ts';
import { UnsafeStore } from '../unsafe-store.ts';
import { Connection } from './connection.ts';
import { migrate } from './migrate.ts';
import { applicationId, fileSettings, oldestSafeSqlite } from './settings.ts';
import { primaryCodeOf, sqliteCannotLock, sqliteCode, sqliteCodeOf } from './sqlite-failure.ts';

/**
 * Opening is where an unsafe store is refused (row 68), in this order:
 *
 *   version ─▶ lock for this process alone ─▶ WAL ─▶ whose file ─▶ settings ─▶ schema
 *           ─▶ a first committed write ─▶ read back that every commit is synced
 *
 * The last step comes last because SQLite builds exist that answer FULL until the first transaction
 * and sync less after it (docs/adr/0002).
 */
export interface FileOptions {
  readonly file: string;
  /** Opens the database; a test hands in one that is not what it should be. */
  readonly openDatabase?: ((file: string) => DatabaseSync) | undefined;
  /** The version of SQLite; a test hands in an old one. */
  readonly sqliteVersion?: (() => string) | undefined;
}

/** Opens and checks the file and brings its schema up to date. Throws `UnsafeStore`. */
export function openFile(options: FileOptions, build: QueryBuilder): Connection {
  const { file, openDatabase = plainDatabase, sqliteVersion = linkedVersion } = options;
  refuseOldSqlite(sqliteVersion());
  if (file !== ':memory:') createPrivately(file);
  const database = refusing(() => openDatabase(file));
  try {
    refusing(() => lockAndUseWal(database));
    refusing(() => claimFile(database));
    refusing(() => applySettings(database));
    const connection = new Connection(database);
    refusing(() => migrate(connection, build));
    refusing(() => countOpening(database));
    refuseUnsynced(database);
    return connection;
  } catch (error) {
    database.close();
    throw error;
  }
}

function plainDatabase(file: string): DatabaseSync {
  return new DatabaseSync(file, { enableForeignKeyConstraints: true, timeout: 0 });
}

/** Asked of a database in memory, so that an unsafe SQLite never touches the file. */
function linkedVersion(): string {
  const database = new DatabaseSync(':memory:');
  const version = textOf(database, 'SELECT sqlite_version()');
  database.close();
  return version;
}

/**
 * Sealed seeds and audit records are for this user alone; SQLite gives the WAL the same mode.
 *
 * A file that exists is not opened here, nor by anything else in a process that serves from it: when
 * a process closes any descriptor of a file, POSIX drops all locks that it holds on that file, and a
 * second process could open the store.
 */
function createPrivately(file: string): void {
  try {
    if (existsSync(file)) {
      chmodSync(file, 0o600);
      return;
    }
    closeSync(openSync(file, 'wx', 0o600));
    const folder = openSync(dirname(file), 'r');
    fsyncSync(folder);
    closeSync(folder);
  } catch (error) {
    const message = `cannot open ${file}: check that the folder exists and belongs to this user`;
    throw new UnsafeStore('cannot_open', message, { cause: error });
  }
}

function refuseOldSqlite(version: string): void {
  if (compareVersions(version, oldestSafeSqlite) >= 0) return;
  const message = `SQLite ${version} can corrupt the store: use Node 24, whose SQLite is at least ${oldestSafeSqlite}`;
  throw new UnsafeStore('sqlite_too_old', message);
}

function compareVersions(left: string, right: string): number {
  const [a, b] = [left, right].map((text) => text.split('.').map(Number));
  for (const [index, part] of (b ?? []).entries()) {
    const difference = (a?.[index] ?? 0) - part;
    if (difference !== 0) return difference;
  }
  return 0;
}

/** The lock is asked for before anything else touches the WAL: then a second process fails at once. */
function lockAndUseWal(database: DatabaseSync): void {
  database.exec('PRAGMA locking_mode = EXCLUSIVE');
  const mode = textOf(database, 'PRAGMA journal_mode = WAL');
  if (mode === 'wal') return;
  throw new UnsafeStore(
    'not_wal',
    `the store needs a write-ahead log and got "${mode}": use a local file`,
  );
}

function claimFile(database: DatabaseSync): void {
  const owner = numberOf(database, 'PRAGMA application_id');
  if (owner === applicationId) return;
  const tables = numberOf(database, 'SELECT count(*) FROM sqlite_schema');
  if (owner !== 0 || tables > 0) {
    throw new UnsafeStore('not_a_store', 'the file belongs to another program: name another file');
  }
  database.exec(`PRAGMA application_id = ${applicationId}`);
}

function applySettings(database: DatabaseSync): void {
  database.exec('PRAGMA synchronous = FULL');
  const { cacheKib, mapLargerThan, mapBytes } = fileSettings;
  database.exec(`PRAGMA cache_size = -${cacheKib}`);
  const size = numberOf(database, 'PRAGMA page_count') * numberOf(database, 'PRAGMA page_size');
  database.exec(`PRAGMA mmap_size = ${size > mapLargerThan ? mapBytes : 0}`);
  // Checkpoints are chores of their own, so that an error of one is seen and not swallowed.
  database.exec('PRAGMA wal_autocheckpoint = 0');
  for (const [name, wanted] of requiredSettings) {
    database.exec(`PRAGMA ${name} = ${wanted}`);
    if (numberOf(database, `PRAGMA ${name}`) !== wanted)
      throw new UnsafeStore('setting_refused', `SQLite does not honour ${name}: use Node 24`);
  }
}

const requiredSettings = [
  ['foreign_keys', 1],
  ['trusted_schema', 0],
  ['cell_size_check', 1],
] as const;

/** A first committed write: it proves that the file can be written, and it counts the openings. */
function countOpening(database: DatabaseSync): void {
  database.exec(`INSERT INTO store_meta (key, value) VALUES ('openings', '1')
    ON CONFLICT (key) DO UPDATE SET value = CAST(CAST(value AS INTEGER) + 1 AS TEXT)`);
}

const synchronousFull = 2;

function refuseUnsynced(database: DatabaseSync): void {
  const synchronous = numberOf(database, 'PRAGMA synchronous');
  const mode = textOf(database, 'PRAGMA journal_mode');
  if (synchronous >= synchronousFull && mode === 'wal') return;
  const message = `commits are not synced (synchronous ${synchronous}, journal ${mode}): use Node 24's own SQLite`;
  throw new UnsafeStore('not_durable', message);
}

/** Runs one step of opening and tells SQLite's errors as refusals that name the remedy. */
function refusing<T>(step: () => T): T {
  try {
    return step();
  } catch (error) {
    throw refusalOf(error);
  }
}

function refusalOf(error: unknown): unknown {
  const source = error instanceof Error && error.cause !== undefined ? error.cause : error;
  if (error instanceof UnsafeStore) return error;
  const cause = { cause: error };
  if (sqliteCodeOf(source) === sqliteCannotLock || primaryCodeOf(source) === sqliteCode.readOnly)
    return new UnsafeStore(
      'read_only',
      'the store cannot be written: check its permissions',
      cause,
    );
  switch (primaryCodeOf(source)) {
    case undefined:
      return error;
    case sqliteCode.busy:
      return new UnsafeStore(
        'in_use',
        'another process has the store open: stop it, or act through its admin socket',
        cause,
      );
    case sqliteCode.corrupt:
    case sqliteCode.notADatabase:
      return new UnsafeStore(
        'corrupt',
        'the file is no sound database: keep it aside, and put the last good copy in its place',
        cause,
      );
    default:
      return new UnsafeStore(
        'cannot_open',
        `SQLite cannot open the store (${String(source)})`,
        cause,
      );
  }
}

function textOf(database: DatabaseSync, query: string): string {
  return String(firstValue(database, query));
}

function numberOf(database: DatabaseSync, query: string): number {
  return Number(firstValue(database, query));
}

function firstValue(database: DatabaseSync, query: string): unknown {
  return Object.values(database.prepare(query).get() ?? {})[0];
}
