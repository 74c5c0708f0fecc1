import { changedBy, type Plan, rowsOf } from '../plan.ts';
import type { QueryBuilder } from '../query-builder.ts';
import { UnsafeStore } from '../unsafe-store.ts';
import { migrations } from './all-migrations.ts';
import type { Migration, SchemaDialect } from './migration.ts';

/** The ledger of migrations: which steps of the schema a store has taken. */
export function* createLedger(build: QueryBuilder, dialect: SchemaDialect): Plan<void> {
  yield* changedBy(
    build.schema
      .createTable('schema_migrations')
      .ifNotExists()
      .addColumn('id', 'integer', (column) => column.notNull().primaryKey())
      .addColumn('name', dialect.text, (column) => column.notNull()),
  );
}

/** The migrations that the store lacks, in order. Throws `UnsafeStore` when it is newer than this program. */
export function* missingMigrations(build: QueryBuilder): Plan<readonly Migration[]> {
  const rows = yield* rowsOf(build.selectFrom('schema_migrations').select('id'));
  const done = new Set(rows.map((row) => row.id));
  const known = new Set(migrations.map((migration) => migration.id));
  const newer = [...done].filter((id) => !known.has(id));
  if (newer.length > 0) {
    const message = `the store has migration ${Math.max(...newer)}, which this program does not know: start the newer version`;
    throw new UnsafeStore('schema_newer', message);
  }
  return migrations.filter((migration) => !done.has(migration.id));
}

/** One migration with its entry in the ledger; to be run in one transaction. */
export function* carryOut(
  build: QueryBuilder,
  dialect: SchemaDialect,
  migration: Migration,
): Plan<void> {
  const { id, name } = migration;
  for (const statement of migration.statements(build, dialect)) yield* changedBy(statement);
  for (const statement of dialect.own(build, id)) yield* changedBy(statement);
  yield* changedBy(build.insertInto('schema_migrations').values({ id, name }));
}
