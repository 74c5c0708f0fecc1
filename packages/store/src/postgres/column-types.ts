import type { Tables } from '../tables.ts';
import type { Session, Statement } from './session.ts';

/**
 * Many rows in one statement: each column travels as one array, and `unnest` makes rows of them. The
 * types of the arrays are read from the database, so a new column needs no word here.
 */
export type ColumnTypes = ReadonlyMap<string, string>;

const typesQuery = {
  sql: `SELECT c.relname || '.' || a.attname AS column, format_type(a.atttypid, NULL) AS type
    FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
    WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r'
      AND a.attnum > 0 AND NOT a.attisdropped`,
  parameters: [],
};

/** The types of all columns, by `table.column`. */
export async function readColumnTypes(session: Session): Promise<ColumnTypes> {
  const { rows } = await session.execute(typesQuery);
  const columns = rows as readonly { readonly column: string; readonly type: string }[];
  return new Map(columns.map(({ column, type }) => [column, type]));
}

type TableName = keyof Tables;

/** Rows as arrays of columns, under names of their own. */
export class ColumnArrays {
  readonly #types: ColumnTypes;
  readonly #names: string[] = [];
  readonly #casts: string[] = [];
  readonly parameters: (readonly unknown[])[] = [];

  constructor(types: ColumnTypes) {
    this.#types = types;
  }

  /** Adds an array of values that are compared with, or written into, `table.column`. */
  add(name: string, column: string, values: readonly unknown[]): void {
    const type = this.#types.get(column);
    if (type === undefined) throw new Error(`the database has no column ${column}`);
    this.parameters.push(values);
    this.#names.push(quoted(name));
    this.#casts.push(`$${this.parameters.length}::${type}[]`);
  }

  /** `unnest(…) AS n(…)`, for a FROM clause. */
  get rows(): string {
    return `unnest(${this.#casts.join(', ')}) AS n(${this.#names.join(', ')})`;
  }
}

export function quoted(name: string): string {
  return `"${name}"`;
}

export interface Insertion {
  readonly table: TableName;
  readonly rows: readonly object[];
  /** What to do about rows whose key is there: `ON CONFLICT …`. */
  readonly conflict?: string;
}

/** Inserts rows in their order; all have the columns of the first. */
export function insertion(
  types: ColumnTypes,
  { table, rows, conflict = '' }: Insertion,
): Statement {
  const arrays = new ColumnArrays(types);
  const columns = Object.keys(rows[0] ?? {});
  for (const column of columns)
    arrays.add(
      column,
      `${table}.${column}`,
      rows.map((row) => Reflect.get(row, column)),
    );
  const list = columns.map(quoted).join(', ');
  const sql = `INSERT INTO ${table} (${list}) SELECT * FROM ${arrays.rows} ${conflict}`;
  return { sql, parameters: arrays.parameters };
}
