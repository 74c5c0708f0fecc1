import type { AuditAnchor } from '@warifu/service';
import { type Plan, rowsOf } from '../plan.ts';
import type { QueryBuilder } from '../query-builder.ts';
import type { AuditRecordsTable } from '../tables.ts';

/** A whole chain is read in pieces of so many records. */
export const recordsAtOnce = 500;

/** From below zero: a record that somebody put before the first one must be seen as well. */
export const beforeAll: number = Number.MIN_SAFE_INTEGER;

export interface Piece {
  readonly records: readonly AuditRecordsTable[];
  /** Read together with the last records, so that both are of one moment. */
  readonly heads: readonly AuditAnchor[];
}

/** The next records in the order of their numbers, and the heads of all chains. */
export function* pieceAfter(build: QueryBuilder, after: number): Plan<Piece> {
  const records = yield* rowsOf(
    build
      .selectFrom('audit_records')
      .selectAll()
      .where('number', '>', after)
      .orderBy('number')
      .limit(recordsAtOnce),
  );
  return { records, heads: yield* allHeads(build) };
}

/** The heads of all chains. */
export function* allHeads(build: QueryBuilder): Plan<readonly AuditAnchor[]> {
  return yield* rowsOf(
    build.selectFrom('audit_heads').select(['chain', 'sequence', 'hash', 'mac']).orderBy('chain'),
  );
}
