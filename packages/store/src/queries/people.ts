import type { Binding, Contract, User } from '@warifu/engine';
import type { Page, PageRequest } from '@warifu/service';
import { type Plan, rowsOf } from '../plan.ts';
import type { QueryBuilder } from '../query-builder.ts';
import { bindingFrom } from '../rows/binding-rows.ts';
import { contractFrom } from '../rows/contract-rows.ts';
import { userFrom } from '../rows/user-rows.ts';
import { pageOf } from './paging.ts';

/** What every list query is given: where, what, and which page of it. */
export interface Asked<Filter> {
  readonly institutionId: string;
  readonly filter: Filter;
  readonly page: PageRequest;
}

const key = (row: { readonly id: string }) => row.id;

export function* contractsPage(
  build: QueryBuilder,
  { institutionId, filter, page }: Asked<{ readonly number?: string }>,
): Plan<Page<Contract>> {
  const { number } = filter;
  const rows = yield* rowsOf(
    build
      .selectFrom('contracts')
      .selectAll()
      .where('institution_id', '=', institutionId)
      .where('id', '>', page.after ?? '')
      .$if(number !== undefined, (it) => it.where('number', '=', number ?? ''))
      .orderBy('id')
      .limit(page.limit + 1),
  );
  return pageOf(rows, page, { key, from: contractFrom });
}

export function* usersPage(
  build: QueryBuilder,
  asked: Asked<{ readonly contractId?: string; readonly loginId?: string }>,
): Plan<Page<User>> {
  const { institutionId, page } = asked;
  const { contractId, loginId } = asked.filter;
  const rows = yield* rowsOf(
    build
      .selectFrom('users')
      .selectAll()
      .where('institution_id', '=', institutionId)
      .where('id', '>', page.after ?? '')
      .$if(contractId !== undefined, (it) => it.where('contract_id', '=', contractId ?? ''))
      .$if(loginId !== undefined, (it) => it.where('login_id', '=', loginId ?? ''))
      .orderBy('id')
      .limit(page.limit + 1),
  );
  return pageOf(rows, page, { key, from: userFrom });
}

export interface BindingFilter {
  readonly contractId?: string;
  readonly userId?: string;
  readonly tokenId?: string;
  /** In force at this instant: begun, and not yet ended. */
  readonly at?: number;
}

export function* bindingsPage(
  build: QueryBuilder,
  { institutionId, filter, page }: Asked<BindingFilter>,
): Plan<Page<Binding>> {
  const { contractId, userId, tokenId, at } = filter;
  const rows = yield* rowsOf(
    build
      .selectFrom('bindings')
      .selectAll()
      .where('institution_id', '=', institutionId)
      .where('id', '>', page.after ?? '')
      .$if(contractId !== undefined, (it) => it.where('contract_id', '=', contractId ?? ''))
      .$if(userId !== undefined, (it) => it.where('user_id', '=', userId ?? ''))
      .$if(tokenId !== undefined, (it) => it.where('token_id', '=', tokenId ?? ''))
      .$if(at !== undefined, (it) =>
        it
          .where('started_at', '<=', at ?? 0)
          .where((or) => or.or([or('ended_at', 'is', null), or('ended_at', '>', at ?? 0)])),
      )
      .orderBy('id')
      .limit(page.limit + 1),
  );
  return pageOf(rows, page, { key, from: bindingFrom });
}
