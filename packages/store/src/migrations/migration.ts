import {
  type ColumnDataType,
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

/** The few words in which the databases differ; everything else of the schema is the same text. */
export interface SchemaDialect {
  readonly bytes: ColumnDataType;
  readonly instant: ColumnDataType;
  /** Ends a table that is read by its text key. */
  readonly keyedEnd: RawBuilder<unknown> | undefined;
  /** Ends a table that only grows, with an integer key. */
  readonly logEnd: RawBuilder<unknown> | undefined;
}

/**
 * STRICT makes SQLite keep its word about types. A table read by its text key is stored in that key's
 * own tree (WITHOUT ROWID): one descent instead of two. A log keeps its integer key, because only
 * there SQLite appends without splitting pages in the middle (3.3 µs a record instead of 11).
 */
export const sqliteDialect: SchemaDialect = {
  bytes: 'blob',
  instant: 'integer',
  keyedEnd: sql`strict, without rowid`,
  logEnd: sql`strict`,
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

function dataType(spec: string, dialect: SchemaDialect): ColumnDataType {
  if (spec === 'instant') return dialect.instant;
  if (spec === 'bytes') return dialect.bytes;
  return spec === 'integer' ? 'integer' : 'text';
}
