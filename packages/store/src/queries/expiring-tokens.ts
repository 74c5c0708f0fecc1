import type { BoundToken, Page, PageRequest } from '@warifu/service';
import { type Plan, rowsOf } from '../plan.ts';
import type { QueryBuilder } from '../query-builder.ts';
import { tokenFrom } from '../rows/token-rows.ts';
import { userFrom } from '../rows/user-rows.ts';
import { pageOf } from './paging.ts';
import type { Asked } from './people.ts';

/**
 * Tokens whose time is soon over, with the users whose bindings to them are in force: by the expiry
 * that is printed on them, or by when they were issued where a lifetime in years ends them.
 */
export function* expiringTokensPage(
  build: QueryBuilder,
  asked: Asked<{ readonly expiresFrom: string; readonly expiresTo: string }>,
): Plan<Page<BoundToken>> {
  const { institutionId, filter, page } = asked;
  const { value, tokenId, userId } = placeIn(page.after, filter.expiresFrom);
  const pairs = yield* rowsOf(
    boundTokens(build, institutionId)
      .select('tokens.expires_on as value')
      .where('tokens.expires_on', '>=', value)
      .where('tokens.expires_on', '<=', filter.expiresTo)
      .where(({ or, and, eb }) =>
        or([
          eb('tokens.expires_on', '>', value),
          eb('tokens.id', '>', tokenId),
          and([eb('tokens.id', '=', tokenId), eb('users.id', '>', userId)]),
        ]),
      )
      .orderBy('tokens.expires_on')
      .orderBy('tokens.id')
      .orderBy('users.id')
      .limit(page.limit + 1),
  );
  return yield* withRows(build, pairs, page);
}

export function* tokensByIssuePage(
  build: QueryBuilder,
  asked: Asked<{ readonly issuedFrom: number; readonly issuedTo: number }>,
): Plan<Page<BoundToken>> {
  const { institutionId, filter, page } = asked;
  const place = placeIn(page.after, String(filter.issuedFrom));
  const { tokenId, userId } = place;
  const value = Number(place.value);
  const pairs = yield* rowsOf(
    boundTokens(build, institutionId)
      .select('tokens.issued_at as value')
      .where('tokens.issued_at', '>=', value)
      .where('tokens.issued_at', '<=', filter.issuedTo)
      .where(({ or, and, eb }) =>
        or([
          eb('tokens.issued_at', '>', value),
          eb('tokens.id', '>', tokenId),
          and([eb('tokens.id', '=', tokenId), eb('users.id', '>', userId)]),
        ]),
      )
      .orderBy('tokens.issued_at')
      .orderBy('tokens.id')
      .orderBy('users.id')
      .limit(page.limit + 1),
  );
  return yield* withRows(build, pairs, page);
}

/** Where a page goes on: behind a token and a user of that expiry or issue. */
function placeIn(after: string | null, first: string) {
  const [value = first, tokenId = '', userId = ''] = after?.split(' ') ?? [];
  return { value, tokenId, userId };
}

/**
 * From the tokens to their users. SQLite keeps to the order of a CROSS JOIN; of an inner one it would
 * begin with all bindings of the institution and sort what it found, for every page.
 */
function boundTokens(build: QueryBuilder, institutionId: string) {
  return build
    .selectFrom('tokens')
    .crossJoin('bindings')
    .crossJoin('users')
    .select(['tokens.id as token_id', 'users.id as user_id'])
    .where('tokens.institution_id', '=', institutionId)
    .whereRef('bindings.institution_id', '=', 'tokens.institution_id')
    .whereRef('bindings.token_id', '=', 'tokens.id')
    .whereRef('users.id', '=', 'bindings.user_id')
    .where('tokens.state', '!=', 'retired')
    .where('bindings.ended_at', 'is', null)
    .where('users.state', '=', 'active')
    .where('users.mail_address', 'is not', null);
}

interface Pair {
  readonly token_id: string;
  readonly user_id: string;
  readonly value: string | number | null;
}

/** One query has found the pairs; two fetch their rows, whatever their number. */
function* withRows(
  build: QueryBuilder,
  pairs: readonly Pair[],
  page: PageRequest,
): Plan<Page<BoundToken>> {
  const tokenIds = [...new Set(pairs.map((pair) => pair.token_id))];
  const userIds = [...new Set(pairs.map((pair) => pair.user_id))];
  if (tokenIds.length === 0) return { rows: [], next: null };
  const tokens = yield* rowsOf(build.selectFrom('tokens').selectAll().where('id', 'in', tokenIds));
  const users = yield* rowsOf(build.selectFrom('users').selectAll().where('id', 'in', userIds));
  const tokenById = new Map(tokens.map((row) => [row.id, tokenFrom(row)]));
  const userById = new Map(users.map((row) => [row.id, userFrom(row)]));
  return pageOf(pairs, page, {
    key: (pair) => `${pair.value} ${pair.token_id} ${pair.user_id}`,
    from: (pair) => ({
      token: known(tokenById.get(pair.token_id)),
      user: known(userById.get(pair.user_id)),
    }),
  });
}

function known<T>(row: T | undefined): T {
  if (row === undefined) throw new Error('a row that a join has found is not there');
  return row;
}
