import type { AuditRecord, PageRequest } from '@warifu/service';
import { firstOf, type Plan, rowsOf } from '../plan.ts';
import type { QueryBuilder } from '../query-builder.ts';
import type { AuditRecordsTable } from '../tables.ts';
import { type RecordRange, segmentsOf, wholeStore } from './record-range.ts';
import { recordFrom } from './record-text.ts';
import { type AuditFacet, auditFacets, offsetsOf, segmentSize } from './segment.ts';

export interface AuditSearch {
  readonly institutionId: string;
  readonly filter: {
    readonly contractId?: string;
    readonly userId?: string;
    readonly tokenId?: string;
    readonly action?: string;
  };
  readonly page: PageRequest;
  /** The chain to search; the whole store by default. */
  readonly range?: RecordRange;
}

/** How far a search has come; a long one is done in pieces so that it holds nobody up. */
export interface SearchState {
  readonly found: readonly FoundRecord[];
  /** The number after which to go on; null when the search is over. */
  readonly after: number | null;
}

export interface FoundRecord {
  readonly number: number;
  readonly record: AuditRecord;
}

const segmentsAtOnce = 64;
const numbersAtOnce = 500;

/** Goes on with a search by at most a few segments, or through the records that are in none yet. */
export function* searchFurther(
  build: QueryBuilder,
  search: AuditSearch,
  state: { readonly found: readonly FoundRecord[]; readonly after: number },
): Plan<SearchState> {
  const wanted = search.page.limit + 1;
  const found = [...state.found];
  let { after } = state;
  const sealed = yield* sealedThrough(build, search.range);
  for (let turn = 0; turn < segmentsAtOnce && found.length < wanted && after < sealed; turn += 1) {
    const segment = Math.floor(after / segmentSize);
    const numbers = yield* candidatesIn(build, search, segment);
    const later = numbers.filter((number) => number > after);
    found.push(
      ...(yield* recordsAt(build, search, { numbers: later, wanted: wanted - found.length })),
    );
    after = (segment + 1) * segmentSize;
  }
  if (found.length >= wanted) return { found, after: null };
  if (after < sealed) return { found, after };
  found.push(...(yield* unsealedRecords(build, search, { after, wanted: wanted - found.length })));
  return { found, after: null };
}

/** The number of the last record of a range that is in a segment. */
export function* sealedThrough(build: QueryBuilder, range: RecordRange = wholeStore): Plan<number> {
  const { from, below } = segmentsOf(range);
  const last = yield* firstOf(
    build
      .selectFrom('audit_segments')
      .select('segment')
      .where('segment', '>=', from)
      .where('segment', '<', below)
      .orderBy('segment', 'desc')
      .limit(1),
  );
  return last ? (last.segment + 1) * segmentSize : range.after;
}

/** The narrowest facet that the search names; the rows are filtered by all the others. */
function facetOf({ institutionId, filter }: AuditSearch): { facet: AuditFacet; subject: string } {
  const subjects: Record<AuditFacet, string | undefined> = {
    token: filter.tokenId,
    user: filter.userId,
    contract: filter.contractId,
    action: filter.action,
    institution: institutionId,
  };
  const facet = auditFacets.find((name) => subjects[name] !== undefined) ?? 'institution';
  return { facet, subject: subjects[facet] ?? institutionId };
}

function* candidatesIn(
  build: QueryBuilder,
  search: AuditSearch,
  segment: number,
): Plan<readonly number[]> {
  const { facet, subject } = facetOf(search);
  const row = yield* firstOf(
    build
      .selectFrom('audit_segments')
      .select('postings')
      .where('segment', '=', segment)
      .where('facet', '=', facet),
  );
  const first = segment * segmentSize + 1;
  // Postings are a finding aid: without them the segment is searched record by record.
  if (!row) return Array.from({ length: segmentSize }, (_, offset) => first + offset);
  return offsetsOf(row.postings, subject).map((offset) => first + offset);
}

function* recordsAt(
  build: QueryBuilder,
  search: AuditSearch,
  { numbers, wanted }: { readonly numbers: readonly number[]; readonly wanted: number },
): Plan<readonly FoundRecord[]> {
  const found: FoundRecord[] = [];
  for (let start = 0; start < numbers.length && found.length < wanted; start += numbersAtOnce) {
    const some = numbers.slice(start, start + numbersAtOnce);
    const rows = yield* rowsOf(
      matching(build, search)
        .where('number', 'in', some)
        .limit(wanted - found.length),
    );
    found.push(...rows.map(foundRecord));
  }
  return found;
}

function* unsealedRecords(
  build: QueryBuilder,
  search: AuditSearch,
  { after, wanted }: { readonly after: number; readonly wanted: number },
): Plan<readonly FoundRecord[]> {
  const { through } = search.range ?? wholeStore;
  const rows = yield* rowsOf(
    matching(build, search)
      .where('number', '>', after)
      .where('number', '<=', through)
      .limit(wanted),
  );
  return rows.map(foundRecord);
}

function matching(build: QueryBuilder, { institutionId, filter }: AuditSearch) {
  const { contractId, userId, tokenId, action } = filter;
  return build
    .selectFrom('audit_records')
    .select(['number', 'chain', 'sequence', 'record', 'hash'])
    .where('institution_id', '=', institutionId)
    .$if(contractId !== undefined, (it) => it.where('contract_id', '=', contractId ?? null))
    .$if(userId !== undefined, (it) => it.where('user_id', '=', userId ?? null))
    .$if(tokenId !== undefined, (it) => it.where('token_id', '=', tokenId ?? null))
    .$if(action !== undefined, (it) => it.where('action', '=', action ?? ''))
    .orderBy('number');
}

function foundRecord(
  row: Pick<AuditRecordsTable, 'number' | 'chain' | 'sequence' | 'record' | 'hash'>,
): FoundRecord {
  return { number: row.number, record: recordFrom(row) };
}
