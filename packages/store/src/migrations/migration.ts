import {
  type ColumnDataType,
  type ColumnDefinitionBuilder,
  type Compilable,
  type CreateTableBuilder,
  type RawBuilder,
  sql,
} from 'kysely';
import type { QueryBuilder } from '../query-builder.ts';

/**
 * One ordered step of the schema. Its statements run in one transaction together with its row in
 * `schema_migrations`, so that a killed migration leaves the version before or the version after.
 * A migration that was released is never edited: a further one corrects it.
 */
export interface Migration {
  readonly id: number;
  readonly name: string;
  readonly statements: (build: QueryBuilder, dialect: SchemaDialect) => readonly Compilable[];
}

/** The name of a type, or its text where Kysely has no name for it. */
type ColumnType = ColumnDataType | RawBuilder<unknown>;

/** The few words in which the databases differ; everything else of the schema is the same text. */
export interface SchemaDialect {
  /** Compared byte by byte, on every server and whatever its language. */
  readonly text: ColumnType;
  readonly bytes: ColumnType;
  readonly instant: ColumnType;
  /** Makes an integer key number its rows by itself. */
  readonly numbered: (column: ColumnDefinitionBuilder) => ColumnDefinitionBuilder;
  /** Ends a table that is read by its text key. */
  readonly keyedEnd: RawBuilder<unknown> | undefined;
  /** Ends a table that only grows, with an integer key. */
  readonly logEnd: RawBuilder<unknown> | undefined;
  /** What only this database needs of a schema step: its own indexes. */
  readonly own: (build: QueryBuilder, step: number) => readonly Compilable[];
}

/**
 * STRICT makes SQLite keep its word about types. A table read by its text key is stored in that key's
 * own tree (WITHOUT ROWID): one descent instead of two. A log keeps its integer key, because only
 * there SQLite appends without splitting pages in the middle (3.3 µs a record instead of 11).
 */
export const sqliteDialect: SchemaDialect = {
  text: 'text',
  bytes: 'blob',
  instant: 'integer',
  numbered: (column) => column,
  keyedEnd: sql`strict, without rowid`,
  logEnd: sql`strict`,
  own: () => [],
};

/**
 * Text is compared byte by byte (collation C): then pages follow each other in the same order as in
 * SQLite, and no index depends on the language tables of the system, which change under it.
 *
 * Keyed rows are updated in place again and again; a sixth of each page is left free, so that a new
 * version of a row finds room beside the old one and no index has to be touched.
 *
 * An idempotency key is unique in the table: a repeat may come to another node, which has only the
 * table to find the first one by (row 8).
 */
export const postgresDialect: SchemaDialect = {
  text: sql`text collate "C"`,
  bytes: 'bytea',
  instant: 'bigint',
  numbered: (column) => column.generatedByDefaultAsIdentity(),
  keyedEnd: sql`with (fillfactor = 84)`,
  logEnd: undefined,
  own: (build, step) =>
    step === 1
      ? [
          build.schema
            .createIndex('idempotent_answers_key')
            .on('idempotent_answers')
            .columns(['institution_id', 'key'])
            .unique(),
          build.schema.createIndex('idempotent_answers_at').on('idempotent_answers').column('at'),
        ]
      : [],
};

/** Columns in short: `text`, `integer`, `instant` or `bytes`, with `?` at the end when null is allowed. */
export type ColumnSpec = 'text' | 'integer' | 'instant' | 'bytes';
export type Columns = Readonly<Record<string, ColumnSpec | `${ColumnSpec}?`>>;

interface TableSpec {
  readonly name: string;
  readonly columns: Columns;
  readonly end: 'keyed' | 'log';
  readonly more?: (table: CreateTableBuilder<string, string>) => CreateTableBuilder<string, string>;
}

/** Starts a table from its column list; keys and references are added by `more`. */
export function createTable(
  build: QueryBuilder,
  dialect: SchemaDialect,
  { name, columns, end, more = (table) => table }: TableSpec,
): Compilable {
  let table: CreateTableBuilder<string, string> = build.schema.createTable(name);
  for (const [column, spec] of Object.entries(columns)) {
    const optional = spec.endsWith('?');
    const type = dataType(spec.replace('?', ''), dialect);
    table = table.addColumn(column, type, (it) => (optional ? it : it.notNull()));
  }
  const finished = more(table);
  const suffix = end === 'keyed' ? dialect.keyedEnd : dialect.logEnd;
  return suffix ? finished.modifyEnd(suffix) : finished;
}

export function dataType(spec: string, dialect: SchemaDialect): ColumnType {
  if (spec === 'instant') return dialect.instant;
  if (spec === 'bytes') return dialect.bytes;
  return spec === 'integer' ? 'integer' : dialect.text;
}
