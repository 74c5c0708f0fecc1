import type { DueQueries } from '@warifu/service';
import { expiringTokensPage, feesDuePage, usersWithoutToken } from '../queries/due-work.ts';
import type { QueryBuilder } from '../query-builder.ts';
import type { DueWorkRunner } from './due-work-runner.ts';

/** What due work reads, over any adapter. */
export function dueQueries(build: QueryBuilder, { read }: Pick<DueWorkRunner, 'read'>): DueQueries {
  return {
    feesDue: (institutionId, filter, page) =>
      read(feesDuePage(build, { institutionId, filter, page })),
    expiringTokens: (institutionId, filter, page) =>
      read(expiringTokensPage(build, { institutionId, filter, page })),
    usersWithoutToken: (institutionId, contractIds) =>
      read(usersWithoutToken(build, institutionId, contractIds)),
  };
}
