import { setImmediate as nextTurn } from 'node:timers/promises';
import { type SearchState, searchFurther } from '../audit/audit-search.ts';
import { pageOf } from '../queries/paging.ts';
import type { SearchAudit } from '../queries/store-queries.ts';
import type { QueryBuilder } from '../query-builder.ts';
import type { Connection } from './connection.ts';

/** Searches the audit records; a search through many segments lets others work in between. */
export function sqliteSearch(connection: Connection, build: QueryBuilder): SearchAudit {
  return async (search) => {
    let state: SearchState = { found: [], after: numberAfter(search.page.after) };
    while (state.after !== null) {
      const { found, after } = state;
      state = connection.read(searchFurther(build, search, { found, after }));
      if (state.after !== null) await nextTurn();
    }
    const { found } = state;
    return pageOf(found, search.page, {
      key: (row) => String(row.number),
      from: (row) => row.record,
    });
  };
}

/** The number to go on after; a cursor that is none of ours has nothing after it. */
function numberAfter(cursor: string | null): number {
  if (cursor === null) return 0;
  return /^\d{1,15}$/.test(cursor) ? Number(cursor) : Number.MAX_SAFE_INTEGER;
}
