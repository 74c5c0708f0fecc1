import type { DueQueries } from '@warifu/service';
import {
  contractsInUse,
  feesOfMonth,
  feesOfShipments,
  unreturnedExchangesPage,
} from '../queries/charges.ts';
import { feesDuePage, usersWithoutToken } from '../queries/due-work.ts';
import { contractsWithExpiredIssuesPage, unclaimedTokensPage } from '../queries/ended-issues.ts';
import { expiringTokensPage, tokensByIssuePage } from '../queries/expiring-tokens.ts';
import type { QueryBuilder } from '../query-builder.ts';
import type { DueWorkRunner } from './due-work-runner.ts';

/** What due work reads, over any adapter. */
export function dueQueries(build: QueryBuilder, { read }: Pick<DueWorkRunner, 'read'>): DueQueries {
  return {
    feesDue: (institutionId, filter, page) =>
      read(feesDuePage(build, { institutionId, filter, page })),
    expiringTokens: (institutionId, filter, page) =>
      read(expiringTokensPage(build, { institutionId, filter, page })),
    tokensByIssue: (institutionId, filter, page) =>
      read(tokensByIssuePage(build, { institutionId, filter, page })),
    usersWithoutToken: (institutionId, contractIds) =>
      read(usersWithoutToken(build, institutionId, contractIds)),
    contractsWithExpiredIssues: (institutionId, filter, page) =>
      read(contractsWithExpiredIssuesPage(build, { institutionId, filter, page })),
    unclaimedTokens: (institutionId, filter, page) =>
      read(unclaimedTokensPage(build, { institutionId, filter, page })),
    unreturnedExchanges: (institutionId, filter, page) =>
      read(unreturnedExchangesPage(build, { institutionId, filter, page })),
    contractsInUse: (institutionId, contractIds, startedAtOrBefore) =>
      read(contractsInUse(build, { institutionId, contractIds }, startedAtOrBefore)),
    feesOfMonth: (institutionId, contractIds, month) =>
      read(feesOfMonth(build, { institutionId, contractIds }, month)),
    feesOfShipments: (institutionId, shipmentIds, kind) =>
      read(feesOfShipments(build, { institutionId, shipmentIds, kind })),
  };
}
