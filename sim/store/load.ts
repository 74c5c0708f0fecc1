import type { ContractView, Token } from '@warifu/engine';
import type { ContractRef, Loaded, Scope, SealedSeed, StockPick } from '@warifu/service';
import { byId, type MemoryTables, ofContract } from './tables.ts';

/** What each scope of the port loads, read off its comments and not off the other adapters. */
export function load(tables: MemoryTables, scope: Scope): Loaded {
  const { institutionId } = scope;
  switch (scope.kind) {
    case 'contract':
      return loaded(tables, viewOf(tables, institutionId, scope));
    case 'verification':
      return ofOneUser(tables, scope);
    case 'verification_of_several': {
      const view = viewOf(tables, institutionId, scope);
      const userId = 'userId' in scope.by ? scope.by.userId : view?.challenges[0]?.userId;
      if (!view || userId === undefined) return loaded(tables, undefined);
      return loaded(tables, view, boundTo(view, userId));
    }
    case 'registration':
      return ofRegistration(tables, scope);
    case 'token': {
      const view = viewOf(tables, institutionId, scope);
      const found = tables.tokens.get(scope.by.tokenId);
      return loaded(tables, view, found?.institutionId === institutionId ? [found] : []);
    }
    case 'activation': {
      const { deviceId } = scope;
      const there = loaded(tables, viewOf(tables, institutionId, scope));
      return { ...there, deviceTokens: onDevice(tables, { institutionId, deviceId }) };
    }
    case 'new_token': {
      const { deviceId } = scope;
      const nothing = loaded(tables, undefined);
      return { ...nothing, deviceTokens: onDevice(tables, { institutionId, deviceId }) };
    }
    case 'stock': {
      const by = { contractId: scope.contractId };
      const picked = inStock(tables, institutionId, scope.pick);
      return loaded(tables, viewOf(tables, institutionId, { by }), picked);
    }
    case 'new_contract': {
      const { number, contract } = scope;
      for (const one of tables.contracts.values())
        if (one.institutionId === institutionId && one.number === number)
          return loaded(tables, undefined);
      return loaded(tables, { ...emptyView, contract });
    }
  }
}

const emptyView: Omit<ContractView, 'contract'> = {
  users: [],
  tokens: [],
  bindings: [],
  applications: [],
  shipments: [],
  fees: [],
  issuances: [],
  requests: [],
  challenges: [],
};

interface Named {
  readonly by: ContractRef;
  readonly challengeId?: string | undefined;
}

/** The whole contract; undefined when the institution has none of that name. */
export function viewOf(
  tables: MemoryTables,
  institutionId: string,
  { by, challengeId }: Named,
): ContractView | undefined {
  const id = contractIdOf(tables, by);
  const contract = id === null ? undefined : tables.contracts.get(id);
  if (!contract || contract.institutionId !== institutionId) return undefined;
  const named = challengeId ?? ('challengeId' in by ? by.challengeId : undefined);
  const challenge = named === undefined ? undefined : tables.challenges.get(named);
  return {
    contract,
    users: ofContract(tables.users, contract.id),
    tokens: ofContract(tables.tokens, contract.id),
    bindings: ofContract(tables.bindings, contract.id).filter((one) => one.endedAt === null),
    applications: ofContract(tables.applications, contract.id),
    shipments: ofContract(tables.shipments, contract.id),
    fees: ofContract(tables.fees, contract.id),
    issuances: ofContract(tables.issuances, contract.id).filter(
      ({ state }) => state === 'open' || state === 'activated',
    ),
    requests: ofContract(tables.requests, contract.id).filter((one) => one.state === 'filed'),
    challenges: challenge?.contractId === contract.id ? [challenge] : [],
  };
}

function contractIdOf(tables: MemoryTables, by: ContractRef): string | null {
  if ('contractId' in by) return by.contractId;
  if ('serviceId' in by) {
    for (const one of tables.issuances.values())
      if (one.serviceId === by.serviceId && one.appUserId === by.appUserId) return one.contractId;
    return null;
  }
  return rowNamed(tables, by)?.contractId ?? null;
}

function rowNamed(
  tables: MemoryTables,
  by: Exclude<ContractRef, { readonly contractId: string } | { readonly serviceId: string }>,
) {
  if ('userId' in by) return tables.users.get(by.userId);
  if ('tokenId' in by) return tables.tokens.get(by.tokenId);
  if ('shipmentId' in by) return tables.shipments.get(by.shipmentId);
  if ('feeId' in by) return tables.fees.get(by.feeId);
  if ('requestId' in by) return tables.requests.get(by.requestId);
  if ('issuanceId' in by) return tables.issuances.get(by.issuanceId);
  return tables.challenges.get(by.challengeId);
}

function loaded(
  tables: MemoryTables,
  view: ContractView | undefined,
  candidates: readonly Token[] = [],
): Loaded {
  const seeds = seedsOf(tables, candidates);
  return { view, candidates, seeds, revokedTokenIds: [], deviceTokens: 0 };
}

function seedsOf(tables: MemoryTables, tokens: readonly Token[]): Map<string, SealedSeed> {
  const seeds = new Map<string, SealedSeed>();
  for (const { id } of tokens) {
    const seed = tables.seeds.get(id);
    if (seed) seeds.set(id, seed);
  }
  return seeds;
}

function boundTo({ bindings, tokens }: ContractView, userId: string): Token[] {
  return bindings.flatMap((one) =>
    one.userId === userId ? tokens.filter((token) => token.id === one.tokenId) : [],
  );
}

/** The hot path sees one user, his first binding in force and its token, and the named challenge. */
function ofOneUser(
  tables: MemoryTables,
  { institutionId, by }: Extract<Scope, { kind: 'verification' }>,
): Loaded {
  const challenge = 'challengeId' in by ? tables.challenges.get(by.challengeId) : undefined;
  const user = tables.users.get('userId' in by ? by.userId : (challenge?.userId ?? ''));
  const contract = user && tables.contracts.get(user.contractId);
  if (!user || contract?.institutionId !== institutionId) return loaded(tables, undefined);
  let binding: ContractView['bindings'][number] | undefined;
  for (const one of tables.bindings.values())
    if (one.userId === user.id && one.endedAt === null && (!binding || one.id < binding.id))
      binding = one;
  const bound = binding && tables.tokens.get(binding.tokenId);
  const view: ContractView = {
    ...emptyView,
    contract,
    users: [user],
    tokens: bound ? [bound] : [],
    bindings: binding ? [binding] : [],
    challenges: challenge ? [challenge] : [],
  };
  return loaded(tables, view, view.tokens);
}

const revocations: readonly string[] = ['lost', 'stolen', 'broken', 'revoked'];

function ofRegistration(
  tables: MemoryTables,
  scope: Extract<Scope, { kind: 'registration' }>,
): Loaded {
  const { institutionId, userId, serial, challengeId, forUserIds = [userId] } = scope;
  const view = viewOf(tables, institutionId, { by: { userId }, challengeId });
  const candidates = [...tables.tokens.values()].filter(
    (one) => one.institutionId === institutionId && one.serial === serial,
  );
  const revoked = [...tables.bindings.values()].filter(
    ({ userId: of, endReason }) =>
      forUserIds.includes(of) && endReason !== null && revocations.includes(endReason),
  );
  const revokedTokenIds = view ? [...new Set(revoked.map((one) => one.tokenId))].sort() : [];
  const seeds = seedsOf(tables, [...candidates, ...(view ? boundTo(view, userId) : [])]);
  return { ...loaded(tables, view, candidates), seeds, revokedTokenIds };
}

function onDevice(
  tables: MemoryTables,
  { institutionId, deviceId }: { readonly institutionId: string; readonly deviceId: string },
): number {
  let count = 0;
  for (const one of tables.tokens.values())
    if (one.institutionId === institutionId && one.deviceId === deviceId && one.state !== 'retired')
      count += 1;
  return count;
}

/** By serial; or those that last longest, the ones without an end first, the youngest first. */
function inStock(tables: MemoryTables, institutionId: string, pick: StockPick): Token[] {
  const all = [...tables.tokens.values()].filter((one) => one.institutionId === institutionId);
  if ('serials' in pick)
    return all
      .filter((one) => pick.serials.includes(one.serial))
      .sort((a, b) => (a.serial < b.serial ? -1 : 1));
  const { make, count, expiresOnOrAfter } = pick;
  return all
    .filter((one) => one.state === 'in_stock')
    .filter((one) => one.expiresOn === null || one.expiresOn >= expiresOnOrAfter)
    .filter((one) => !make || Object.entries(make).every(([key, value]) => fits(one, key, value)))
    .sort((a, b) => lasting(b).localeCompare(lasting(a)) || byId(b, a))
    .slice(0, count);
}

function fits(token: Token, key: string, value: unknown): boolean {
  return Object.entries(token).some(([name, own]) => name === key && own === value);
}

function lasting({ expiresOn }: Token): string {
  return expiresOn ?? '9999-12-31';
}
