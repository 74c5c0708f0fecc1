import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync, type SQLInputValue, type StatementResultingChanges } from 'node:sqlite';
import { afterAll, expect, test } from 'vitest';
import { migrations } from '../migrations/all-migrations.ts';
import { carryOut, createLedger } from '../migrations/ledger.ts';
import { sqliteDialect } from '../migrations/migration.ts';
import { type QueryBuilder, sqliteBuilder } from '../query-builder.ts';
import { auditMac, temporaryFolder } from '../testing/sqlite-harness.ts';
import { Connection } from './connection.ts';
import { openSqliteStore } from './open-sqlite-store.ts';
import { applicationId } from './settings.ts';

/**
 * Row 74: a migration that is ended at any of its statements leaves the version before or the next one,
 * and the store opens afterwards. Ended in two ways: the statement fails, and the process never comes
 * back to the open transaction (the file and its log are then what a kill leaves).
 */
const folder = temporaryFolder();
afterAll(() => rmSync(folder, { recursive: true }));

/** A run of every day ends at some of the statements, in full at each. */
const stride = process.env['WARIFU_FULL'] === '1' ? 1 : 5;

let files = 0;
const freshFile = () => join(folder, `store-${files++}.db`);
const latest = migrations.length;

/** Brings an empty file to a version, as an older program would have left it. */
function storeAt(version: number, build: QueryBuilder): string {
  const file = freshFile();
  const database = new DatabaseSync(file);
  const connection = new Connection(database);
  database.exec('PRAGMA journal_mode = WAL');
  connection.transaction(() => connection.run(createLedger(build, sqliteDialect)));
  for (const migration of migrations.slice(0, version))
    connection.transaction(() => connection.run(carryOut(build, sqliteDialect, migration)));
  if (version === 0) database.exec('DROP TABLE schema_migrations');
  else database.exec(`PRAGMA application_id = ${applicationId}`);
  database.close();
  return file;
}

class Ended extends Error {}

type Run = (...parameters: SQLInputValue[]) => StatementResultingChanges;

/** A database whose n-th writing statement, counted from its opening, is the last thing that happens. */
class EndingDatabase extends DatabaseSync {
  readonly #endAt: number;
  readonly #seen: string[] = [];

  constructor(file: string, endAt: number) {
    super(file);
    this.#endAt = endAt;
  }

  get statements(): readonly string[] {
    return this.#seen;
  }

  override prepare(sql: string): ReturnType<DatabaseSync['prepare']> {
    const statement = super.prepare(sql);
    if (/^(select|pragma)/i.test(sql)) return statement;
    const run = statement.run.bind(statement) as Run;
    const ending: Run = (...parameters) => {
      this.#count(sql);
      return run(...parameters);
    };
    Object.defineProperty(statement, 'run', { value: ending });
    return statement;
  }

  override exec(sql: string): void {
    // What SQLite would do by itself after a kill, nobody does for it here.
    if (/^rollback/i.test(sql) && this.#seen.length >= this.#endAt) throw new Ended(sql);
    if (!/^pragma/i.test(sql)) this.#count(sql);
    super.exec(sql);
  }

  #count(sql: string): void {
    this.#seen.push(sql);
    if (this.#seen.length >= this.#endAt) throw new Ended(sql);
  }
}

function versionOf(file: string): number {
  const database = new DatabaseSync(file);
  const tables = database.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'schema_migrations'");
  const row = tables.get()
    ? database.prepare('SELECT count(*) AS n, max(id) AS last FROM schema_migrations').get()
    : undefined;
  database.close();
  if (row && row['n'] !== Number(row['last'] ?? 0)) throw new Error('the ledger has a hole');
  return Number(row?.['last'] ?? 0);
}

/** The whole schema, as SQLite keeps it. */
function schemaOf(file: string): readonly string[] {
  const database = new DatabaseSync(file);
  const rows = database.prepare('SELECT type, name, sql FROM sqlite_schema ORDER BY name').all();
  database.close();
  return rows.map(({ type, name, sql }) => `${type} ${name} ${sql}`);
}

async function opened(file: string): Promise<void> {
  const store = await openSqliteStore({ file, chain: 'node-1', auditMac });
  await store.probe();
  expect(await store.institutions.restoreEpoch()).toBe(1);
  await store.close();
}

/** Opens under an ending; the statements that were begun, or undefined when the store opened. */
async function endedAt(file: string, endAt: number): Promise<readonly string[] | undefined> {
  const made: EndingDatabase[] = [];
  const openDatabase = (name: string) => {
    const database = new EndingDatabase(name, endAt);
    made.push(database);
    return database;
  };
  try {
    const store = await openSqliteStore({ file, chain: 'node-1', auditMac, openDatabase });
    await store.close();
    return undefined;
  } catch {
    const [database] = made;
    if (database?.isOpen) database.close();
    return database?.statements ?? [];
  }
}

test.each(Array.from({ length: latest }, (_, version) => version))(
  'row 74 from version %d: ended at each statement, the store is at one version or the next, and opens',
  async (from) => {
    const build = sqliteBuilder();
    const whole = storeAt(latest, build);
    await opened(whole);
    const expected = schemaOf(whole);
    const seen = new Set<number>();
    let bad = 0;
    let ends = 0;
    for (let endAt = 1; ; endAt += stride) {
      const file = storeAt(from, build);
      const statements = await endedAt(file, endAt);
      if (!statements) break;
      ends += 1;
      const version = versionOf(file);
      seen.add(version);
      // Versions that were reached are those whose COMMIT came before the end.
      const commits = statements.slice(0, -1).filter((one) => /^commit/i.test(one)).length;
      const reached = from + Math.max(0, commits - 1);
      if (version !== Math.min(reached, latest)) bad += 1;
      await opened(file);
      expect(versionOf(file)).toBe(latest);
      expect(schemaOf(file), `ended at ${endAt}`).toEqual(expected);
    }
    console.info(`row 74, SQLite: from version ${from}, ends ${ends}, bad states ${bad}`);
    expect(bad).toBe(0);
    expect(ends).toBeGreaterThan(1);
    expect(seen.size).toBeGreaterThan(1);
  },
);
