import { afterAll, beforeAll, expect, test } from 'vitest';
import { migrations } from '../migrations/all-migrations.ts';
import { carryOut, createLedger } from '../migrations/ledger.ts';
import { postgresDialect } from '../migrations/migration.ts';
import { postgresBuilder } from '../query-builder.ts';
import { type CountingProxy, countingProxy } from '../testing/counting-proxy.ts';
import {
  freshDatabase,
  onDatabase,
  openNode,
  type TestDatabase,
} from '../testing/postgres-harness.ts';
import { connect } from './connections.ts';
import { migratePostgres } from './migrate-postgres.ts';

/**
 * Row 74 on PostgreSQL: the connection of a migration ends at any of its messages, as it does when the
 * process is killed, and leaves the version before or the next one.
 */
const latest = migrations.length;
const cutsAtMost = process.env['WARIFU_FULL'] === '1' ? 10_000 : 3;

let database: TestDatabase;
let proxy: CountingProxy;

beforeAll(async () => {
  database = await freshDatabase();
  proxy = await countingProxy(database.url);
});

afterAll(async () => {
  await proxy.close();
  await database.drop();
});

/** Empties the database and brings it to a version, as an older program would have left it. */
async function bringTo(version: number): Promise<void> {
  await onDatabase(database.url, 'DROP SCHEMA public CASCADE', 'CREATE SCHEMA public');
  if (version === 0) return;
  const build = postgresBuilder();
  const { session, end } = await connect({ connectionString: database.url });
  await session.transaction(() => session.run(createLedger(build, postgresDialect)));
  for (const migration of migrations.slice(0, version))
    await session.transaction(() => session.run(carryOut(build, postgresDialect, migration)));
  await end();
}

/** What a broken connection had begun is undone by the server soon, and not at once. */
async function untilAlone(): Promise<void> {
  const others = `SELECT pid FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()`;
  while ((await onDatabase(database.url, others)).length > 0);
}

interface Found {
  readonly version: number;
  readonly schema: string;
}

async function found(): Promise<Found> {
  const columns = await onDatabase<{ readonly line: string }>(
    database.url,
    `SELECT concat_ws(' ', table_name, column_name, data_type, is_nullable, collation_name) AS line
      FROM information_schema.columns WHERE table_schema = 'public'
      UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1`,
  );
  const lines = columns.map(({ line }) => line);
  if (!lines.some((line) => line.startsWith('schema_migrations ')))
    return { version: 0, schema: lines.join('\n') };
  const ledger = await onDatabase<{ readonly id: number }>(
    database.url,
    'SELECT id FROM schema_migrations ORDER BY id',
  );
  if (ledger.some(({ id }, index) => id !== index + 1)) throw new Error('the ledger has a hole');
  return { version: ledger.length, schema: lines.join('\n') };
}

test('row 74 on PostgreSQL: ended at any message, the store is at one version or the next, and is migrated afterwards', async () => {
  const schemas: string[] = [];
  for (let version = 0; version <= latest; version += 1) {
    await bringTo(version);
    schemas.push((await found()).schema);
  }
  let [ends, bad] = [0, 0];
  for (let from = 0; from < latest; from += 1) {
    await bringTo(from);
    proxy.endAfter();
    await migratePostgres({ connectionString: proxy.url });
    const messages = proxy.passed;
    const stride = Math.max(1, Math.floor(messages / cutsAtMost));
    for (let cut = 1; cut < messages; cut += stride) {
      await bringTo(from);
      proxy.endAfter(cut);
      const ended = await migratePostgres({ connectionString: proxy.url }).then(
        () => false,
        () => true,
      );
      await untilAlone();
      const { version, schema } = await found();
      // After the last COMMIT only the farewell is left to be cut.
      if (ended) ends += 1;
      else expect(version).toBe(latest);
      if (version < from || schema !== schemas[version]) bad += 1;
      await migratePostgres({ connectionString: database.url });
      expect(await found(), `from ${from}, cut at ${cut}`).toEqual({
        version: latest,
        schema: schemas[latest],
      });
    }
  }
  const store = await openNode(database.url);
  await store.probe();
  await store.close();
  console.info(`row 74, PostgreSQL: ends ${ends}, bad states ${bad}`);
  expect(bad).toBe(0);
  expect(ends).toBeGreaterThan(5);
}, 600_000);
