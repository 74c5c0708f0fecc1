import type { AuditRecord, Page, PageRequest, StoreQueries } from '@warifu/service';
import type { AuditSearch } from '../audit/audit-search.ts';
import { loadContractView } from '../loads/contract-view.ts';
import type { Plan } from '../plan.ts';
import type { PlanRunner } from '../plan-runner.ts';
import type { QueryBuilder } from '../query-builder.ts';
import {
  applicationsPage,
  challengeById,
  feesPage,
  issuanceById,
  requestsPage,
  shipmentsPage,
} from './papers.ts';
import { bindingsPage, contractsPage, usersPage } from './people.ts';
import { standingsPage } from './standings.ts';
import { dueForReplacementPage, locksPage, tokensPage, tokenWithSeed } from './token-lists.ts';

/** Each adapter searches its audit records in its own way: docs/adr/0007. */
export type SearchAudit = (search: AuditSearch) => Promise<Page<AuditRecord>>;

/** The port's queries, each one plan. */
export function storeQueries(
  build: QueryBuilder,
  { read }: Pick<PlanRunner, 'read'>,
  searchAudit: SearchAudit,
): StoreQueries {
  const list =
    <Filter, T>(
      plan: (
        build: QueryBuilder,
        asked: { institutionId: string; filter: Filter; page: PageRequest },
      ) => Plan<T>,
    ) =>
    (institutionId: string, filter: Filter, page: PageRequest) =>
      read(plan(build, { institutionId, filter, page }));
  return {
    contract: (institutionId, by) => read(loadContractView(build, { institutionId, by })),
    contracts: list(contractsPage),
    standings: (institutionId, page) =>
      read(standingsPage(build, { institutionId, filter: {}, page })),
    users: list(usersPage),
    tokens: list(tokensPage),
    dueForReplacement: list(dueForReplacementPage),
    applications: list(applicationsPage),
    shipments: list(shipmentsPage),
    bindings: list(bindingsPage),
    fees: list(feesPage),
    requests: list(requestsPage),
    locks: list(locksPage),
    challenge: (institutionId, id) => read(challengeById(build, institutionId, id)),
    issuance: (institutionId, id) => read(issuanceById(build, institutionId, id)),
    tokenWithSeed: (institutionId, id) => read(tokenWithSeed(build, institutionId, id)),
    auditRecords: (institutionId, filter, page) => searchAudit({ institutionId, filter, page }),
  };
}
