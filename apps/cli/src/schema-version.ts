import { existsSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';

/** The last migration that a store has seen; 0 for a store that is not there yet. Changes nothing. */
export function schemaVersion(file: string): number {
  if (!existsSync(file)) return 0;
  const database = new DatabaseSync(file, { readOnly: true });
  try {
    const has = database
      .prepare("SELECT count(*) AS n FROM sqlite_schema WHERE name = 'schema_migrations'")
      .get();
    if (Number(has?.['n']) === 0) return 0;
    return Number(database.prepare('SELECT max(id) AS id FROM schema_migrations').get()?.['id']);
  } finally {
    database.close();
  }
}
