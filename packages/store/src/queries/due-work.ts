import type { Fee, User } from '@warifu/engine';
import type { Page } from '@warifu/service';
import { type Plan, rowsOf } from '../plan.ts';
import type { QueryBuilder } from '../query-builder.ts';
import { feeFrom } from '../rows/paper-rows.ts';
import { userFrom } from '../rows/user-rows.ts';
import { pageOf } from './paging.ts';
import type { Asked } from './people.ts';

/** Fees whose debit day has come and that stand on no list of a run. */
export function* feesDuePage(
  build: QueryBuilder,
  asked: Asked<{ readonly dueOnOrBefore: string; readonly list: string }>,
): Plan<Page<Fee>> {
  const { institutionId, filter, page } = asked;
  const rows = yield* rowsOf(
    build
      .selectFrom('fees')
      .selectAll()
      .where('institution_id', '=', institutionId)
      .where('due_on', '<=', filter.dueOnOrBefore)
      .where('id', '>', page.after ?? '')
      .where(({ not, exists, selectFrom }) =>
        not(
          exists(
            selectFrom('job_items')
              .select('subject')
              .whereRef('job_items.institution_id', '=', 'fees.institution_id')
              .where('job_items.list', '=', filter.list)
              .whereRef('job_items.subject', '=', 'fees.id'),
          ),
        ),
      )
      .orderBy('id')
      .limit(page.limit + 1),
  );
  return pageOf(rows, page, { key: (row) => row.id, from: feeFrom });
}

/** Active users with an address who never registered, of some contracts. */
export function* usersWithoutToken(
  build: QueryBuilder,
  institutionId: string,
  contractIds: readonly string[],
): Plan<readonly User[]> {
  const rows = yield* rowsOf(
    build
      .selectFrom('users')
      .selectAll()
      .where('institution_id', '=', institutionId)
      .where('contract_id', 'in', contractIds)
      .where('state', '=', 'active')
      .where('mail_address', 'is not', null)
      .where('first_enrolled_at', 'is', null)
      .orderBy('contract_id')
      .orderBy('id'),
  );
  return rows.map(userFrom);
}
