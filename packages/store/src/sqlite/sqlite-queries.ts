import { setImmediate as nextTurn } from 'node:timers/promises';
import type { AuditRecord, Page, StoreQueries } from '@warifu/service';
import { type AuditSearch, type SearchState, searchFurther } from '../audit/audit-search.ts';
import { loadContractView } from '../loads/contract-view.ts';
import type { Plan } from '../plan.ts';
import { pageOf } from '../queries/paging.ts';
import { applicationsPage, challengeById, feesPage, shipmentsPage } from '../queries/papers.ts';
import { bindingsPage, contractsPage, usersPage } from '../queries/people.ts';
import { dueForReplacementPage, locksPage, tokensPage } from '../queries/token-lists.ts';
import type { QueryBuilder } from '../query-builder.ts';
import type { Connection } from './connection.ts';

/** The port's queries: each plan is run at once, between transactions, so it sees what is committed. */
export function sqliteQueries(connection: Connection, build: QueryBuilder): StoreQueries {
  const read = async <T>(plan: Plan<T>): Promise<T> => connection.read(plan);
  const list =
    <Filter, T>(
      plan: (
        build: QueryBuilder,
        asked: { institutionId: string; filter: Filter; page: AuditSearch['page'] },
      ) => Plan<T>,
    ) =>
    (institutionId: string, filter: Filter, page: AuditSearch['page']) =>
      read(plan(build, { institutionId, filter, page }));
  return {
    contract: (institutionId, by) => read(loadContractView(build, { institutionId, by })),
    contracts: list(contractsPage),
    users: list(usersPage),
    tokens: list(tokensPage),
    dueForReplacement: list(dueForReplacementPage),
    applications: list(applicationsPage),
    shipments: list(shipmentsPage),
    bindings: list(bindingsPage),
    fees: list(feesPage),
    locks: list(locksPage),
    challenge: (institutionId, id) => read(challengeById(build, institutionId, id)),
    auditRecords: (institutionId, filter, page) =>
      searchAudit(connection, build, { institutionId, filter, page }),
  };
}

/** A search through many segments lets others work in between. */
async function searchAudit(
  connection: Connection,
  build: QueryBuilder,
  search: AuditSearch,
): Promise<Page<AuditRecord>> {
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
}

/** The number to go on after; a cursor that is none of ours has nothing after it. */
function numberAfter(cursor: string | null): number {
  if (cursor === null) return 0;
  return /^\d{1,15}$/.test(cursor) ? Number(cursor) : Number.MAX_SAFE_INTEGER;
}
