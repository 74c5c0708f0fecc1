import type { Token } from '@warifu/engine';
import type { Page } from '@warifu/service';
import { sql } from 'kysely';
import { type Plan, rowsOf } from '../plan.ts';
import type { QueryBuilder } from '../query-builder.ts';
import { tokenFrom } from '../rows/token-rows.ts';
import { pageOf } from './paging.ts';
import type { Asked } from './people.ts';

/** What was begun with software tokens and never brought to an end. */
export function* contractsWithExpiredIssuesPage(
  build: QueryBuilder,
  { institutionId, filter, page }: Asked<{ readonly at: number }>,
): Plan<Page<string>> {
  const rows = yield* rowsOf(
    build
      .selectFrom('issuances')
      .select('contract_id')
      .distinct()
      .where('institution_id', '=', institutionId)
      // As text, as it stands in the words of the index, which holds nothing else.
      .where(sql<boolean>`state in ('open', 'activated')`)
      .where('contract_id', '>', page.after ?? '')
      .where('expires_at', '<=', filter.at)
      .orderBy('contract_id')
      .limit(page.limit + 1),
  );
  const contractId = (row: { readonly contract_id: string }) => row.contract_id;
  return pageOf(rows, page, { key: contractId, from: contractId });
}

export function* unclaimedTokensPage(
  build: QueryBuilder,
  { institutionId, filter, page }: Asked<{ readonly issuedAtOrBefore: number }>,
): Plan<Page<Token>> {
  const rows = yield* rowsOf(
    build
      .selectFrom('tokens')
      .selectAll()
      .where('institution_id', '=', institutionId)
      .where('state', '=', 'issued')
      .where('id', '>', page.after ?? '')
      // Not by the index of contracts: all that is in stock has none either.
      .where(sql<boolean>`contract_id || '' is null`)
      .where('issued_at', '<=', filter.issuedAtOrBefore)
      .orderBy('id')
      .limit(page.limit + 1),
  );
  return pageOf(rows, page, { key: (row) => row.id, from: tokenFrom });
}
