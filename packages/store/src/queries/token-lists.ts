import type { Token } from '@warifu/engine';
import type { LockRow, Page } from '@warifu/service';
import { type Plan, rowsOf } from '../plan.ts';
import type { QueryBuilder } from '../query-builder.ts';
import { tokenFrom } from '../rows/token-rows.ts';
import { userFrom } from '../rows/user-rows.ts';
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

export function* tokensPage(
  build: QueryBuilder,
  { institutionId, filter, page }: Asked<TokenFilter>,
): Plan<Page<Token>> {
  const { id, contractId, state, serial, expiresOnOrBefore } = filter;
  const rows = yield* rowsOf(
    build
      .selectFrom('tokens')
      .selectAll()
      .where('institution_id', '=', institutionId)
      .where('id', '>', page.after ?? '')
      .$if(id !== undefined, (it) => it.where('id', '=', id ?? ''))
      .$if(contractId !== undefined, (it) => it.where('contract_id', '=', contractId ?? ''))
      .$if(state !== undefined, (it) => it.where('state', '=', (state ?? '') as Token['state']))
      .$if(serial !== undefined, (it) => it.where('serial', '=', serial ?? ''))
      .$if(expiresOnOrBefore !== undefined, (it) =>
        it.where('expires_on', '<=', expiresOnOrBefore ?? ''),
      )
      .orderBy('id')
      .limit(page.limit + 1),
  );
  return pageOf(rows, page, { key, from: tokenFrom });
}

/** Tokens with a contract, not retired, that expire by then and that no shipment replaces (S0-12). */
export function* dueForReplacementPage(
  build: QueryBuilder,
  { institutionId, filter, page }: Asked<{ readonly expiresOnOrBefore: string }>,
): Plan<Page<Token>> {
  const rows = yield* rowsOf(
    build
      .selectFrom('tokens')
      .selectAll()
      .where('institution_id', '=', institutionId)
      .where('id', '>', page.after ?? '')
      .where('contract_id', 'is not', null)
      // A lost token that nobody uses any more is reissued for its fee, not replaced for nothing (S0-11).
      .where(({ or, eb, exists, selectFrom }) =>
        or([
          eb('lost_reported_at', 'is', null),
          exists(
            selectFrom('bindings')
              .select('bindings.id')
              .whereRef('bindings.token_id', '=', 'tokens.id')
              .where('bindings.ended_at', 'is', null),
          ),
        ]),
      )
      .where('state', 'in', ['shipped', 'delivered', 'in_service'])
      .where('expires_on', '<=', filter.expiresOnOrBefore)
      .where(({ not, exists, selectFrom }) =>
        not(
          exists(
            selectFrom('shipments')
              .select('shipments.id')
              .whereRef('shipments.replaces_token_id', '=', 'tokens.id'),
          ),
        ),
      )
      .orderBy('id')
      .limit(page.limit + 1),
  );
  return pageOf(rows, page, { key, from: tokenFrom });
}

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
      // A lost token that nobody uses any more is reissued for its fee, not replaced for nothing (S0-11).
      .where(({ or, eb, exists, selectFrom }) =>
        or([
          eb('lost_reported_at', 'is', null),
          exists(
            selectFrom('bindings')
              .select('bindings.id')
              .whereRef('bindings.token_id', '=', 'tokens.id')
              .where('bindings.ended_at', 'is', null),
          ),
        ]),
      )
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
