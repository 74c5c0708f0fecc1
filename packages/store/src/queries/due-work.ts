import type { Fee, User } from '@warifu/engine';
import type { BoundToken, Page } from '@warifu/service';
import { type Plan, rowsOf } from '../plan.ts';
import type { QueryBuilder } from '../query-builder.ts';
import { feeFrom } from '../rows/paper-rows.ts';
import { tokenFrom } from '../rows/token-rows.ts';
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

const lengthOfDate = 'YYYY-MM-DD'.length;

/**
 * Tokens by expiry, with the users whose bindings to them are in force. One query finds the pairs
 * and two fetch their rows, whatever their number.
 */
export function* expiringTokensPage(
  build: QueryBuilder,
  asked: Asked<{ readonly expiresFrom: string; readonly expiresTo: string }>,
): Plan<Page<BoundToken>> {
  const { institutionId, filter, page } = asked;
  const pairs = yield* rowsOf(
    pairsQuery(build, institutionId, filter, page.after).limit(page.limit + 1),
  );
  const tokenIds = [...new Set(pairs.map((pair) => pair.token_id))];
  const userIds = [...new Set(pairs.map((pair) => pair.user_id))];
  if (tokenIds.length === 0) return { rows: [], next: null };
  const tokens = yield* rowsOf(build.selectFrom('tokens').selectAll().where('id', 'in', tokenIds));
  const users = yield* rowsOf(build.selectFrom('users').selectAll().where('id', 'in', userIds));
  const tokenById = new Map(tokens.map((row) => [row.id, tokenFrom(row)]));
  const userById = new Map(users.map((row) => [row.id, userFrom(row)]));
  return pageOf(pairs, page, {
    key: (pair) => `${pair.expires_on}${pair.token_id} ${pair.user_id}`,
    from: (pair) => ({
      token: known(tokenById.get(pair.token_id)),
      user: known(userById.get(pair.user_id)),
    }),
  });
}

function pairsQuery(
  build: QueryBuilder,
  institutionId: string,
  { expiresFrom, expiresTo }: { readonly expiresFrom: string; readonly expiresTo: string },
  after: string | null,
) {
  const date = after === null ? expiresFrom : after.slice(0, lengthOfDate);
  const [tokenId = '', userId = ''] = (after ?? '').slice(lengthOfDate).split(' ');
  return build
    .selectFrom('tokens')
    .innerJoin('bindings', (join) =>
      join
        .onRef('bindings.institution_id', '=', 'tokens.institution_id')
        .onRef('bindings.token_id', '=', 'tokens.id'),
    )
    .innerJoin('users', 'users.id', 'bindings.user_id')
    .select(['tokens.id as token_id', 'tokens.expires_on', 'users.id as user_id'])
    .where('tokens.institution_id', '=', institutionId)
    .where('tokens.expires_on', '>=', date)
    .where('tokens.expires_on', '<=', expiresTo)
    .where('tokens.state', '!=', 'retired')
    .where('bindings.ended_at', 'is', null)
    .where('users.state', '=', 'active')
    .where('users.mail_address', 'is not', null)
    .where(({ or, and, eb }) =>
      or([
        eb('tokens.expires_on', '>', date),
        eb('tokens.id', '>', tokenId),
        and([eb('tokens.id', '=', tokenId), eb('users.id', '>', userId)]),
      ]),
    )
    .orderBy('tokens.expires_on')
    .orderBy('tokens.id')
    .orderBy('users.id');
}

function known<T>(row: T | undefined): T {
  if (row === undefined) throw new Error('a row that a join has found is not there');
  return row;
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
      .orderBy('id'),
  );
  return rows.map(userFrom);
}
