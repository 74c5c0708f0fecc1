import { changedBy, type Plan, rowsOf } from '../plan.ts';
import type { QueryBuilder } from '../query-builder.ts';
import { wholeStore } from './record-range.ts';
import { type AuditFacet, auditFacets, postingsOf, segmentSize } from './segment.ts';

/** Whom a record is about, facet by facet. */
export type Subjects = Readonly<Record<AuditFacet, string | null>>;

/** Writes the postings of one full segment; see `segment.ts`. */
export function* sealSegment(
  build: QueryBuilder,
  segment: number,
  records: readonly Subjects[],
): Plan<void> {
  const rows = auditFacets.map((facet) => {
    return { segment, facet, postings: postingsOf(records.map((record) => record[facet])) };
  });
  yield* changedBy(build.insertInto('audit_segments').values(rows));
}

export interface NumberedSubjects extends Subjects {
  readonly number: number;
}

/** The subjects of the records after a number, in order; at most one segment's worth. */
export function* subjectsAfter(
  build: QueryBuilder,
  number: number,
  through: number = wholeStore.through,
): Plan<readonly NumberedSubjects[]> {
  const rows = yield* rowsOf(
    build
      .selectFrom('audit_records')
      .select(['number', 'institution_id', 'contract_id', 'user_id', 'token_id', 'action'])
      .where('number', '>', number)
      .where('number', '<=', through)
      .orderBy('number')
      .limit(segmentSize),
  );
  return rows.map((row) => ({
    number: row.number,
    institution: row.institution_id,
    contract: row.contract_id,
    user: row.user_id,
    token: row.token_id,
    action: row.action,
  }));
}
