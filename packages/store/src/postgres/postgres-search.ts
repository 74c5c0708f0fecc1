import type { AuditRecord, Page } from '@warifu/service';
import {
  type AuditSearch,
  type FoundRecord,
  type SearchState,
  searchFurther,
} from '../audit/audit-search.ts';
import { type RecordRange, rangeOfChain } from '../audit/record-range.ts';
import type { SearchAudit } from '../queries/store-queries.ts';
import type { QueryBuilder } from '../query-builder.ts';
import { chainRanges } from './chain-place.ts';
import type { ReadPool } from './connections.ts';
import type { Session } from './session.ts';

/**
 * Searches the chains of all nodes and merges what it finds by time. In one chain the order is that
 * of its links, whatever its clock did. The cursor tells how far each chain was read, so pages follow
 * each other without a gap or a repeat while every node goes on writing.
 */
export function postgresSearch(pool: ReadPool, build: QueryBuilder): SearchAudit {
  return async (search) => {
    const positions = positionsOf(search.page.after);
    if (!positions) return { rows: [], next: null };
    return pool.use(async (session) => {
      const lists = [];
      for (const { after: base } of (await session.run(chainRanges(build))).values()) {
        const range = rangeOfChain(ordinalOf(base));
        const found = await searchChain(session, build, { search, range, positions });
        lists.push({ base, found });
      }
      return merged(lists, positions, search.page.limit);
    });
  };
}

/** How many records of each chain were read, by the chain's ordinal. */
type Positions = ReadonlyMap<number, number>;

interface ChainSearch {
  readonly search: AuditSearch;
  readonly range: RecordRange;
  readonly positions: Positions;
}

async function searchChain(
  session: Session,
  build: QueryBuilder,
  { search, range, positions }: ChainSearch,
): Promise<readonly FoundRecord[]> {
  const start = range.after + (positions.get(ordinalOf(range.after)) ?? 0);
  let state: SearchState = { found: [], after: start };
  while (state.after !== null) {
    const { found, after } = state;
    state = await session.run(searchFurther(build, { ...search, range }, { found, after }));
  }
  return state.found;
}

interface ChainList {
  /** The number before the chain's first. */
  readonly base: number;
  readonly found: readonly FoundRecord[];
}

function merged(lists: readonly ChainList[], before: Positions, limit: number): Page<AuditRecord> {
  const rows: AuditRecord[] = [];
  const positions = new Map(before);
  const waiting = lists.map(({ base, found }) => ({ base, found: [...found] }));
  while (rows.length < limit) {
    const [first] = waiting.filter(({ found }) => found.length > 0).toSorted(byTime);
    const next = first?.found.shift();
    if (!first || !next) break;
    rows.push(next.record);
    positions.set(ordinalOf(first.base), next.number - first.base);
  }
  const more = waiting.some(({ found }) => found.length > 0);
  return { rows, next: more ? cursorOf(positions) : null };
}

function byTime(left: ChainList, right: ChainList): number {
  const [a, b] = [left.found[0]?.record.at ?? 0, right.found[0]?.record.at ?? 0];
  return a === b ? left.base - right.base : a - b;
}

const chainSize = rangeOfChain(1).after;

function ordinalOf(base: number): number {
  return base / chainSize;
}

function cursorOf(positions: Positions): string {
  return [...positions].map(([ordinal, read]) => `${ordinal}-${read}`).join('_');
}

const cursorForm = /^\d{1,4}-\d{1,13}(_\d{1,4}-\d{1,13})*$/;

/** Undefined for a cursor that is none of ours: nothing comes after it. */
function positionsOf(cursor: string | null): Positions | undefined {
  if (cursor === null) return new Map();
  if (!cursorForm.test(cursor)) return undefined;
  const pairs = cursor.split('_').map((pair) => pair.split('-').map(Number));
  return new Map(pairs.map(([ordinal = 0, read = 0]) => [ordinal, read]));
}
