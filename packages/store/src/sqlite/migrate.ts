import { carryOut, createLedger, missingMigrations } from '../migrations/ledger.ts';
import { sqliteDialect } from '../migrations/migration.ts';
import type { QueryBuilder } from '../query-builder.ts';
import type { Connection } from './connection.ts';

/**
 * Brings the schema to this program's version, one migration a transaction. A store that was written
 * by a newer program is refused: its columns may mean what this program does not know.
 */
export function migrate(connection: Connection, build: QueryBuilder): void {
  connection.transaction(() => connection.run(createLedger(build, sqliteDialect)));
  for (const migration of connection.read(missingMigrations(build)))
    connection.transaction(() => connection.run(carryOut(build, sqliteDialect, migration)));
}
