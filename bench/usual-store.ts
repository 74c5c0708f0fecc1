import { join } from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';

/*
 * The store of the usual design: one row per token with its secret in plain Base32, one row per
 * stored answer under its Idempotency-Key. As durable as Warifu's: WAL and synchronous=FULL.
 */
const schema = `
  CREATE TABLE tokens (
    user_id TEXT PRIMARY KEY,
    secret TEXT NOT NULL,
    failures INTEGER NOT NULL DEFAULT 0,
    locked INTEGER NOT NULL DEFAULT 0,
    last_step INTEGER NOT NULL DEFAULT -1
  );
  CREATE TABLE answers (
    idempotency_key TEXT PRIMARY KEY,
    body TEXT NOT NULL,
    created_at INTEGER NOT NULL
  );`;

/** The one client's API key; compared by hash on every request. */
export const usualApiKey = 'usual-api-key-of-the-benchmark-0123456789abcdef';

export interface UsualStatements {
  readonly begin: StatementSync;
  readonly commit: StatementSync;
  readonly rollback: StatementSync;
  readonly readAnswer: StatementSync;
  readonly storeAnswer: StatementSync;
  readonly readToken: StatementSync;
  readonly accept: StatementSync;
  readonly refuse: StatementSync;
}

/** Makes the database file with its tables. */
export function createUsualStore(dataDir: string): DatabaseSync {
  const db = openDatabase(dataDir);
  db.exec(schema);
  return db;
}

export function openUsualStore(dataDir: string): UsualStatements {
  const db = openDatabase(dataDir);
  assertDurable(db);
  return {
    begin: db.prepare('BEGIN IMMEDIATE'),
    commit: db.prepare('COMMIT'),
    rollback: db.prepare('ROLLBACK'),
    readAnswer: db.prepare('SELECT body FROM answers WHERE idempotency_key = ?'),
    storeAnswer: db.prepare('INSERT INTO answers VALUES (?, ?, ?)'),
    readToken: db.prepare('SELECT secret, locked, last_step FROM tokens WHERE user_id = ?'),
    accept: db.prepare('UPDATE tokens SET last_step = ?, failures = 0 WHERE user_id = ?'),
    refuse: db.prepare(
      'UPDATE tokens SET failures = failures + 1, locked = (failures + 1 >= 5) WHERE user_id = ?',
    ),
  };
}

function openDatabase(dataDir: string): DatabaseSync {
  const db = new DatabaseSync(join(dataDir, 'usual.sqlite'));
  db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;');
  return db;
}

/**
 * Asked after a write: before the first one some builds of SQLite answer what does not hold
 * later.
 */
function assertDurable(db: DatabaseSync): void {
  db.exec(
    'UPDATE tokens SET failures = failures WHERE user_id = (SELECT min(user_id) FROM tokens)',
  );
  const { synchronous } = db.prepare('PRAGMA synchronous').get() ?? {};
  const journal = db.prepare('PRAGMA journal_mode').get()?.['journal_mode'];
  if (synchronous !== 2 || journal !== 'wal')
    throw new Error(`the usual store is not durable: synchronous=${synchronous}, ${journal}`);
}
