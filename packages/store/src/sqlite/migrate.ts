import { migrations } from '../migrations/all-migrations.ts';
import { type Migration, sqliteDialect } from '../migrations/migration.ts';
import { changedBy, type Plan, rowsOf } from '../plan.ts';
import type { QueryBuilder } from '../query-builder.ts';
import type { Connection } from './connection.ts';
import { UnsafeStore } from './unsafe-store.ts';

/**
 * Brings the schema to this program's version, one migration a transaction. A store that was written
 * by a newer program is refused: its columns may mean what this program does not know.
 */
export function migrate(connection: Connection, build: QueryBuilder): void {
  connection.transaction(() => connection.run(createLedger(build)));
  const done = new Set(connection.read(doneMigrations(build)));
  const known = new Set(migrations.map((migration) => migration.id));
  const newer = [...done].filter((id) => !known.has(id));
  if (newer.length > 0) {
    const message = `the store has migration ${Math.max(...newer)}, which this program does not know: start the newer version`;
    throw new UnsafeStore('schema_newer', message);
  }
  for (const migration of migrations) {
    if (done.has(migration.id)) continue;
    connection.transaction(() => connection.run(carryOut(build, migration)));
  }
}

function* createLedger(build: QueryBuilder): Plan<void> {
  yield* changedBy(
    build.schema
      .createTable('schema_migrations')
      .ifNotExists()
      .addColumn('id', 'integer', (column) => column.notNull().primaryKey())
      .addColumn('name', 'text', (column) => column.notNull()),
  );
}

function* doneMigrations(build: QueryBuilder): Plan<readonly number[]> {
  const rows = yield* rowsOf(build.selectFrom('schema_migrations').select('id'));
  return rows.map((row) => row.id);
}

function* carryOut(build: QueryBuilder, migration: Migration): Plan<void> {
  for (const statement of migration.statements(build, sqliteDialect)) yield* changedBy(statement);
  const { id, name } = migration;
  yield* changedBy(build.insertInto('schema_migrations').values({ id, name }));
}
