import { carryOut, createLedger, missingMigrations } from '../migrations/ledger.ts';
import { type Migration, postgresDialect } from '../migrations/migration.ts';
import { postgresBuilder } from '../query-builder.ts';
import { UnsafeStore } from '../unsafe-store.ts';
import { type ConnectionOptions, connect } from './connections.ts';
import { refuseUnsafeServer } from './server-check.ts';
import type { Session } from './session.ts';
import { refusing } from './unreachable.ts';

export type MigrateOptions = Pick<ConnectionOptions, 'connectionString' | 'connectTimeoutMs'>;

const build = postgresBuilder();
/** Any fixed number: whoever migrates this database takes the lock of that number. */
const migrationLock = '6300986219318503000';
/** A migration may rewrite a large table, and another node's migration is waited for. */
const patienceMs = 3_600_000;

/**
 * Brings the schema to this program's version, one migration a transaction; gives the names of those
 * that were missing. Nodes that start together do it one after another, and only the first has
 * anything to do. Throws `UnsafeStore`.
 */
export function migratePostgres(options: MigrateOptions): Promise<readonly string[]> {
  return refusing(async () => {
    const limits = { statementTimeoutMs: patienceMs, lockTimeoutMs: patienceMs };
    const { session, end } = await connect({ ...options, ...limits });
    try {
      await refuseUnsafeServer(session);
      return await migrateAll(session);
    } finally {
      await end();
    }
  });
}

async function migrateAll(session: Session): Promise<readonly string[]> {
  const names: string[] = [];
  for (;;) {
    const done = await session.transaction(() => migrateNext(session));
    if (done === undefined) return names;
    names.push(done.name);
  }
}

/** The next step, chosen and taken under the lock, which COMMIT gives back. */
async function migrateNext(session: Session): Promise<Migration | undefined> {
  await session.command(`SELECT pg_advisory_xact_lock(${migrationLock})`);
  if (!(await hasLedger(session))) {
    await refuseForeignTables(session);
    await session.run(createLedger(build, postgresDialect));
  }
  const [next] = await session.run(missingMigrations(build));
  if (next) await session.run(carryOut(build, postgresDialect, next));
  return next;
}

/** Throws `UnsafeStore` when the database lacks a migration of this program, or knows a newer one. */
export async function refuseUnmigrated(session: Session): Promise<void> {
  const missing = (await hasLedger(session))
    ? await session.run(missingMigrations(build))
    : undefined;
  if (missing?.length === 0) return;
  const what = missing ? `lacks migration ${missing[0]?.id}` : 'has no tables yet';
  throw new UnsafeStore('not_migrated', `the database ${what}: run \`warifu migrate\``);
}

async function hasLedger(session: Session): Promise<boolean> {
  const { rows } = await session.execute({
    sql: `SELECT 1 FROM pg_tables
      WHERE schemaname = current_schema() AND tablename = 'schema_migrations'`,
    parameters: [],
  });
  return rows.length > 0;
}

async function refuseForeignTables(session: Session): Promise<void> {
  const { rows } = await session.execute({
    sql: 'SELECT 1 FROM pg_tables WHERE schemaname = current_schema()',
    parameters: [],
  });
  if (rows.length === 0) return;
  const message = 'the database belongs to another program: create one for Warifu alone';
  throw new UnsafeStore('not_a_store', message);
}
