import type { ContractView } from '@warifu/engine';
import type { Loaded, Scope, SealedSeed, StockPick } from '@warifu/service';
import { firstOf, type Plan, rowsOf } from '../plan.ts';
import type { QueryBuilder } from '../query-builder.ts';
import { seedFrom, tokenFrom } from '../rows/token-rows.ts';
import type { TokensTable } from '../token-tables.ts';
import { loadContractView } from './contract-view.ts';
import { emptyView } from './empty-view.ts';

/** Every scope but the hot one, which each adapter reads in its own way. */
export type ColdScope = Exclude<Scope, { kind: 'verification' }>;

/** Loads what a scope names. Everything is bound to the scope's institution (ALL-01). */
export function* loadScope(build: QueryBuilder, scope: ColdScope): Plan<Loaded> {
  switch (scope.kind) {
    case 'contract':
      return loaded(yield* loadContractView(build, scope));
    case 'registration':
      return yield* loadRegistration(build, scope);
    case 'verification_of_several':
      return yield* loadSeveral(build, scope);
    case 'token': {
      const view = yield* loadContractView(build, scope);
      return loaded(view, yield* tokenOfId(build, scope.institutionId, scope.by.tokenId));
    }
    case 'activation': {
      const view = yield* loadContractView(build, scope);
      return { ...loaded(view), deviceTokens: yield* countOnDevice(build, scope) };
    }
    case 'new_token':
      return { ...loaded(undefined), deviceTokens: yield* countOnDevice(build, scope) };
    case 'stock':
      return yield* loadStock(build, scope);
    case 'new_contract':
      return loaded(yield* loadNewContract(build, scope));
  }
}

function loaded(view: ContractView | undefined, rows: readonly TokensTable[] = []): Loaded {
  const seeds = new Map<string, SealedSeed>();
  for (const row of rows) {
    const seed = seedFrom(row);
    if (seed) seeds.set(row.id, seed);
  }
  return { view, candidates: rows.map(tokenFrom), seeds, revokedTokenIds: [], deviceTokens: 0 };
}

function* loadRegistration(
  build: QueryBuilder,
  scope: Extract<Scope, { kind: 'registration' }>,
): Plan<Loaded> {
  const { institutionId, userId, serial, challengeId, forUserIds = [userId] } = scope;
  const view = yield* loadContractView(build, { institutionId, by: { userId }, challengeId });
  const rows = yield* tokensBySerial(build, institutionId, [serial]);
  const revoked = yield* rowsOf(
    build
      .selectFrom('bindings')
      .select('token_id')
      .distinct()
      .where('user_id', 'in', forUserIds)
      .where('institution_id', '=', institutionId)
      .where('ended_at', 'is not', null)
      .where('end_reason', 'in', ['lost', 'stolen', 'broken', 'revoked'])
      .orderBy('token_id'),
  );
  const held = yield* boundTokens(build, institutionId, userId);
  const { seeds } = loaded(view, [...rows, ...held]);
  return { ...loaded(view, rows), seeds, revokedTokenIds: revoked.map((row) => row.token_id) };
}

function* loadSeveral(
  build: QueryBuilder,
  scope: Extract<Scope, { kind: 'verification_of_several' }>,
): Plan<Loaded> {
  const { institutionId, by } = scope;
  const view = yield* loadContractView(build, { institutionId, by });
  const userId = 'userId' in by ? by.userId : view?.challenges[0]?.userId;
  if (userId === undefined) return loaded(undefined);
  return loaded(view, yield* boundTokens(build, institutionId, userId));
}

function* tokenOfId(
  build: QueryBuilder,
  institutionId: string,
  tokenId: string,
): Plan<readonly TokensTable[]> {
  return yield* rowsOf(
    build
      .selectFrom('tokens')
      .selectAll()
      .where('id', '=', tokenId)
      .where('institution_id', '=', institutionId),
  );
}

/** The tokens that a user is bound to now, the first binding first. */
function* boundTokens(
  build: QueryBuilder,
  institutionId: string,
  userId: string,
): Plan<readonly TokensTable[]> {
  return yield* rowsOf(
    build
      .selectFrom('tokens')
      .innerJoin('bindings', 'bindings.token_id', 'tokens.id')
      .selectAll('tokens')
      .where('bindings.user_id', '=', userId)
      .where('bindings.institution_id', '=', institutionId)
      .where('bindings.ended_at', 'is', null)
      .orderBy('bindings.id'),
  );
}

/** How many tokens of the institution a phone holds; retired ones are gone from it. */
function* countOnDevice(
  build: QueryBuilder,
  { institutionId, deviceId }: { readonly institutionId: string; readonly deviceId: string },
): Plan<number> {
  const row = yield* firstOf(
    build
      .selectFrom('tokens')
      .select((it) => it.fn.countAll<number>().as('count'))
      .where('institution_id', '=', institutionId)
      .where('device_id', '=', deviceId)
      .where('state', '!=', 'retired'),
  );
  return Number(row?.count ?? 0);
}

function* loadStock(build: QueryBuilder, scope: Extract<Scope, { kind: 'stock' }>): Plan<Loaded> {
  const { institutionId, contractId, pick } = scope;
  const view = yield* loadContractView(build, { institutionId, by: { contractId } });
  const rows =
    'serials' in pick
      ? yield* tokensBySerial(build, institutionId, pick.serials)
      : yield* tokensFromStock(build, institutionId, pick);
  return loaded(view, rows);
}

const serialsInOneQuery = 500;

function* tokensBySerial(
  build: QueryBuilder,
  institutionId: string,
  serials: readonly string[],
): Plan<readonly TokensTable[]> {
  const found: TokensTable[] = [];
  for (let start = 0; start < serials.length; start += serialsInOneQuery) {
    const some = serials.slice(start, start + serialsInOneQuery);
    const rows = yield* rowsOf(
      build
        .selectFrom('tokens')
        .selectAll()
        .where('institution_id', '=', institutionId)
        .where('serial', 'in', some)
        .orderBy('serial'),
    );
    found.push(...rows);
  }
  return found;
}

/**
 * Tokens without an expiry date outlive all others, so they come first. Two queries instead of one
 * sorted by both keep to the index, however large the stock is.
 */
function* tokensFromStock(
  build: QueryBuilder,
  institutionId: string,
  pick: Extract<StockPick, { readonly count: number }>,
): Plan<readonly TokensTable[]> {
  const { make } = pick;
  const stock = build
    .selectFrom('tokens')
    .selectAll()
    .where('institution_id', '=', institutionId)
    .where('state', '=', 'in_stock')
    .$if(make !== undefined, (all) => all.where((it) => it.and(makeColumns(make))))
    .orderBy('id', 'desc');
  const lasting = yield* rowsOf(stock.where('expires_on', 'is', null).limit(pick.count));
  const rest = pick.count - lasting.length;
  if (rest <= 0) return lasting;
  const expiring = yield* rowsOf(
    stock
      .where('expires_on', '>=', pick.expiresOnOrAfter)
      .clearOrderBy()
      .orderBy('expires_on', 'desc')
      .orderBy('id', 'desc')
      .limit(rest),
  );
  return [...lasting, ...expiring];
}

type Make = Extract<StockPick, { readonly count: number }>['make'];

/** The columns that tell what a token is; an event-based one has no step. */
function makeColumns(make: Make) {
  if (!make) return {};
  const { kind, algorithm, digits, stepSeconds } = make;
  const columns = { kind, algorithm, digits };
  return stepSeconds === null ? columns : { ...columns, step_seconds: stepSeconds };
}

function* loadNewContract(
  build: QueryBuilder,
  scope: Extract<Scope, { kind: 'new_contract' }>,
): Plan<ContractView | undefined> {
  const taken = yield* firstOf(
    build
      .selectFrom('contracts')
      .select('id')
      .where('institution_id', '=', scope.institutionId)
      .where('number', '=', scope.number),
  );
  if (taken) return undefined;
  return emptyView(scope.contract);
}
