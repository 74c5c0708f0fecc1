import type { Token } from '@warifu/engine';
import type { LockRow, Page, PageRequest, SealedSeed } from '@warifu/service';
import { type SelectQueryBuilder, sql } from 'kysely';
import { firstOf, type Plan, rowsOf } from '../plan.ts';
import type { QueryBuilder } from '../query-builder.ts';
import { seedFrom, tokenFrom } from '../rows/token-rows.ts';
import { userFrom } from '../rows/user-rows.ts';
import type { Tables } from '../tables.ts';
import type { TokensTable } from '../token-tables.ts';
import { pageOf } from './paging.ts';
import type { Asked } from './people.ts';

const key = (row: { readonly id: string }) => row.id;

export interface TokenFilter {
  readonly id?: string;
  readonly contractId?: string;
  readonly state?: string;
  readonly serial?: string;
  readonly expiresOnOrBefore?: string;
}

/** In the order of their ids; with an expiry date, in the order of expiry, which the index gives. */
export function* tokensPage(
  build: QueryBuilder,
  { institutionId, filter, page }: Asked<TokenFilter>,
): Plan<Page<Token>> {
  const { id, contractId, state, serial, expiresOnOrBefore } = filter;
  const tokens = build
    .selectFrom('tokens')
    .selectAll()
    .where('institution_id', '=', institutionId)
    .$if(id !== undefined, (it) => it.where('id', '=', id ?? ''))
    .$if(contractId !== undefined, (it) => it.where('contract_id', '=', contractId ?? ''))
    .$if(state !== undefined, (it) =>
      // One contract has few tokens: with it, the index of states must not be what is searched.
      contractId === undefined
        ? it.where('state', '=', (state ?? '') as Token['state'])
        : it.where(sql<string>`tokens.state || ''`, '=', state ?? ''),
    )
    .$if(serial !== undefined, (it) => it.where('serial', '=', serial ?? ''));
  if (expiresOnOrBefore !== undefined) return yield* byExpiry(tokens, expiresOnOrBefore, page);
  const inOrder = tokens.where('id', '>', page.after ?? '').orderBy('id');
  const rows = yield* rowsOf(inOrder.limit(page.limit + 1));
  return pageOf(rows, page, { key, from: tokenFrom });
}

type TokenQuery = SelectQueryBuilder<Tables, 'tokens', TokensTable>;

const lengthOfDate = 'YYYY-MM-DD'.length;

/** Tokens that expire on or before a date, those that expire first first. */
function* byExpiry(
  tokens: TokenQuery,
  expiresOnOrBefore: string,
  page: PageRequest,
): Plan<Page<Token>> {
  const date = (page.after ?? '').slice(0, lengthOfDate);
  const id = (page.after ?? '').slice(lengthOfDate);
  const rows = yield* rowsOf(
    tokens
      .where('expires_on', '<=', expiresOnOrBefore)
      .where('expires_on', '>=', date)
      .where((it) => it.or([it('expires_on', '>', date), it('id', '>', id)]))
      .orderBy('expires_on')
      .orderBy('id')
      .limit(page.limit + 1),
  );
  const keyOf = (row: TokensTable) => `${row.expires_on}${row.id}`;
  return pageOf(rows, page, { key: keyOf, from: tokenFrom });
}

export interface DueFilter {
  readonly expiresOnOrBefore: string;
  readonly freeTokensOnly?: boolean;
}

/** Tokens with a contract, not retired, that expire by then and that no shipment replaces (S0-12). */
export function* dueForReplacementPage(
  build: QueryBuilder,
  { institutionId, filter, page }: Asked<DueFilter>,
): Plan<Page<Token>> {
  const due = build
    .selectFrom('tokens')
    .selectAll()
    .where('institution_id', '=', institutionId)
    .where('contract_id', 'is not', null)
    // A lost token that nobody uses any more is reissued for its fee, not replaced for nothing (S0-11).
    .where(({ or, eb, exists, selectFrom }) =>
      or([
        eb('lost_reported_at', 'is', null),
        exists(
          selectFrom('bindings')
            .select('bindings.id')
            .whereRef('bindings.institution_id', '=', 'tokens.institution_id')
            .whereRef('bindings.token_id', '=', 'tokens.id')
            .where('bindings.ended_at', 'is', null),
        ),
      ]),
    )
    .where('state', 'in', ['shipped', 'delivered', 'in_service'])
    .$if(filter.freeTokensOnly === true, (it) => it.where(isFree))
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('shipments')
            .innerJoin('tokens as sent', 'sent.shipment_id', 'shipments.id')
            .select('shipments.id')
            .whereRef('shipments.replaces_token_id', '=', 'tokens.id')
            // What was lost in the post is due again.
            .where(({ or, eb }) =>
              or([eb('sent.state', '!=', 'retired'), eb('shipments.delivered_at', 'is not', null)]),
            ),
        ),
      ),
    );
  return yield* byExpiry(due, filter.expiresOnOrBefore, page);
}

/**
 * A free token or a successor of one: nothing was assessed as additional for any token of its line
 * (S3-07). Whatever replaced another was counted when the first of the line was posted, so looking at
 * all of them finds what looking at the first one would.
 */
const isFree = sql<boolean>`not exists (
  with recursive line (token_id) as (
    select tokens.id
    union
    select shipments.replaces_token_id
    from line
    inner join tokens as held on held.id = line.token_id
    inner join shipments on shipments.id = held.shipment_id
    where shipments.replaces_token_id is not null
  )
  select 1
  from fees
  inner join line on line.token_id = fees.token_id
  where fees.institution_id = tokens.institution_id
    and fees.contract_id = tokens.contract_id
    and fees.kind = 'additional'
)`;

interface KeyedLock {
  readonly key: string;
  readonly lock: LockRow;
}

/** Locked tokens and then locked users; the key says in which of the two the page ended. */
export function* locksPage(
  build: QueryBuilder,
  asked: Asked<{ readonly contractId?: string }>,
): Plan<Page<LockRow>> {
  const { page } = asked;
  const [scope, id] = (page.after ?? 'token:').split(/:(.*)/s);
  const wanted = page.limit + 1;
  const tokens =
    scope === 'token' ? yield* lockedTokens(build, asked, { after: id ?? '', wanted }) : [];
  const users = yield* lockedUsers(build, asked, {
    after: scope === 'user' ? (id ?? '') : '',
    wanted: wanted - tokens.length,
  });
  const rows = [...tokens, ...users];
  return pageOf(rows, page, { key: (row) => row.key, from: (row) => row.lock });
}

interface Part {
  readonly after: string;
  readonly wanted: number;
}

function* lockedTokens(
  build: QueryBuilder,
  { institutionId, filter }: Asked<{ readonly contractId?: string }>,
  { after, wanted }: Part,
): Plan<KeyedLock[]> {
  const { contractId } = filter;
  const rows = yield* rowsOf(
    build
      .selectFrom('tokens')
      .selectAll()
      .where('institution_id', '=', institutionId)
      .where('locked_at', 'is not', null)
      .where('id', '>', after)
      .where('contract_id', 'is not', null)
      .$if(contractId !== undefined, (it) => it.where('contract_id', '=', contractId ?? ''))
      .orderBy('id')
      .limit(wanted),
  );
  return rows.map((row) => ({
    key: `token:${row.id}`,
    lock: { scope: 'token', contractId: row.contract_id ?? '', token: tokenFrom(row) },
  }));
}

function* lockedUsers(
  build: QueryBuilder,
  { institutionId, filter }: Asked<{ readonly contractId?: string }>,
  { after, wanted }: Part,
): Plan<KeyedLock[]> {
  if (wanted <= 0) return [];
  const { contractId } = filter;
  const rows = yield* rowsOf(
    build
      .selectFrom('users')
      .selectAll()
      .where('institution_id', '=', institutionId)
      .where('locked_at', 'is not', null)
      .where('id', '>', after)
      .$if(contractId !== undefined, (it) => it.where('contract_id', '=', contractId ?? ''))
      .orderBy('id')
      .limit(wanted),
  );
  return rows.map((row) => ({
    key: `user:${row.id}`,
    lock: { scope: 'user_otp', contractId: row.contract_id, user: userFrom(row) },
  }));
}

/** One token with its sealed seed. */
export function* tokenWithSeed(
  build: QueryBuilder,
  institutionId: string,
  id: string,
): Plan<{ readonly token: Token; readonly seed: SealedSeed } | undefined> {
  const row = yield* firstOf(
    build
      .selectFrom('tokens')
      .selectAll()
      .where('id', '=', id)
      .where('institution_id', '=', institutionId),
  );
  const seed = row && seedFrom(row);
  return row && seed && { token: tokenFrom(row), seed };
}
