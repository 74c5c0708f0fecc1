import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { openSqliteStore } from '../index.ts';
import { freshDatabase, onDatabase } from '../testing/postgres-harness.ts';
import { auditMac, temporaryFolder } from '../testing/sqlite-harness.ts';

/** One logical schema: the same tables with the same columns, of the same kind, null or not. */
type Schema = Readonly<Record<string, string>>;

const kinds: Readonly<Record<string, string>> = {
  TEXT: 'text',
  INTEGER: 'integer',
  BLOB: 'bytes',
  text: 'text',
  integer: 'integer',
  bigint: 'integer',
  bytea: 'bytes',
};

interface Column {
  readonly table: string;
  readonly name: string;
  readonly type: string;
  readonly optional: number | boolean;
}

function schemaOf(columns: readonly Column[]): Schema {
  return Object.fromEntries(
    columns.map(({ table, name, type, optional }) => [
      `${table}.${name}`,
      `${kinds[type] ?? type}${optional ? '?' : ''}`,
    ]),
  );
}

async function sqliteSchema(): Promise<Schema> {
  const folder = temporaryFolder();
  const file = join(folder, 'store.db');
  await (await openSqliteStore({ file, chain: 'node-1', auditMac })).close();
  const database = new DatabaseSync(file);
  // An integer key is never null, though SQLite does not say so.
  const columns = database
    .prepare(`SELECT t.name AS "table", c.name AS name, c.type AS type,
      c."notnull" = 0 AND c.pk = 0 AS optional
      FROM pragma_table_list t JOIN pragma_table_info(t.name) c
      WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite_%'`)
    .all() as unknown as readonly Column[];
  database.close();
  rmSync(folder, { recursive: true });
  return schemaOf(columns);
}

test('both stores have one logical schema', async () => {
  const database = await freshDatabase();
  const columns = await onDatabase<Column>(
    database.url,
    `SELECT table_name AS "table", column_name AS name, data_type AS type,
      is_nullable = 'YES' AS optional
      FROM information_schema.columns WHERE table_schema = 'public'`,
  );
  await database.drop();
  const schema = schemaOf(columns);
  expect(Object.keys(schema).length).toBeGreaterThan(100);
  expect(schema).toEqual(await sqliteSchema());
});

test('every text is compared byte by byte, whatever the language of the server', async () => {
  const database = await freshDatabase();
  const others = await onDatabase(
    database.url,
    `SELECT table_name, column_name FROM information_schema.columns
      WHERE table_schema = 'public' AND data_type = 'text' AND collation_name IS DISTINCT FROM 'C'`,
  );
  await database.drop();
  expect(others).toEqual([]);
});
