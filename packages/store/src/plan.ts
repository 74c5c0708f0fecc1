import type { Compilable, CompiledQuery } from 'kysely';

/**
 * A plan is a sequence of queries written once for every adapter: it yields a compiled query and
 * goes on with its outcome. The SQLite adapter drives a plan synchronously inside one transaction,
 * so that no other request sees what is not committed; an adapter with a network in between drives
 * the same plan asynchronously.
 */
export type Plan<T> = Generator<CompiledQuery, T, QueryOutcome>;

export interface QueryOutcome {
  readonly rows: readonly unknown[];
  /** Rows inserted, updated or deleted. */
  readonly changed: number;
}

/** All rows of a query. The row type is what Kysely derived from the table types. */
export function* rowsOf<Row>(query: Compilable<Row>): Plan<readonly Row[]> {
  const outcome = yield query.compile();
  return outcome.rows as readonly Row[];
}

/** The first row of a query, if there is one. */
export function* firstOf<Row>(query: Compilable<Row>): Plan<Row | undefined> {
  const rows = yield* rowsOf(query);
  return rows[0];
}

/** How many rows a statement changed. */
export function* changedBy(query: Compilable<unknown>): Plan<number> {
  const outcome = yield query.compile();
  return outcome.changed;
}
