import {
  type Binding,
  type Challenge,
  type Contract,
  type Fee,
  noSameDayFacts,
  type Token,
  type User,
} from '@warifu/engine';
import type {
  AuditDraft,
  Changes,
  Loaded,
  RunResult,
  Scope,
  SealedSeed,
  Store,
  Work,
} from '@warifu/service';

/** Rows and acts for the conformance suite. Nothing here is meant to be clever. */
export const t0 = Date.UTC(2026, 10, 22);

export const cleanGuard = {
  failures: 0,
  failuresSinceAcceptance: 0,
  attemptsWhileLocked: 0,
  temporaryLocks: 0,
  lock: null,
} as const;

export function aContract(id: string, institutionId = 'bank-a'): Contract {
  return {
    id,
    institutionId,
    number: `N-${id}`,
    kind: 'corporate',
    openedOn: '2026-04-01',
    adoptedAt: null,
    setUpAt: null,
    firstDeliveredAt: null,
    firstEnrolledAt: null,
    authenticator: null,
    stoppedAt: null,
    sameDay: noSameDayFacts,
    countedTokens: 0,
    version: 0,
  };
}

export function aUser(id: string, contractId: string): User {
  return {
    id,
    contractId,
    loginId: `login-${id}`,
    name: '割符 太郎',
    role: 'master',
    permissions: ['one_off_transfer', 'payroll'],
    state: 'active',
    mailAddress: null,
    optedIn: false,
    adoptedAt: null,
    lastLoginAt: null,
    otpUsedAt: null,
    optedOutAt: null,
    lastRevokedAt: null,
    firstEnrolledAt: null,
    guard: cleanGuard,
    version: 0,
  };
}

export function aToken(id: string, institutionId = 'bank-a'): Token {
  return {
    id,
    institutionId,
    contractId: null,
    serial: `S-${id}`,
    form: 'hardware',
    kind: 'totp',
    algorithm: 'SHA1',
    digits: 6,
    stepSeconds: 60,
    state: 'in_stock',
    retireReason: null,
    startsOn: null,
    expiresOn: '2030-03-31',
    issuedAt: null,
    deviceId: null,
    shipmentId: null,
    lostReportedAt: null,
    suspendedAt: null,
    returnedAt: null,
    mailedCode: null,
    lastAcceptedStep: -1,
    driftSteps: 0,
    outOfStep: false,
    guard: cleanGuard,
    version: 0,
  };
}

export function aSeed(fill: number): SealedSeed {
  return {
    sealed: new Uint8Array(36).fill(fill),
    nonce: new Uint8Array(12).fill(fill + 1),
    keyVersion: 1,
    epoch: 1,
  };
}

export function aBinding(user: User, token: Token): Binding {
  return {
    id: `b-${user.id}-${token.id}`,
    contractId: user.contractId,
    userId: user.id,
    tokenId: token.id,
    startedAt: t0,
    endedAt: null,
    endReason: null,
  };
}

export function aChallenge(id: string, user: User): Challenge {
  return {
    id,
    contractId: user.contractId,
    userId: user.id,
    operation: 'one_off_transfer',
    details: '{"amount_yen":1000}',
    targetUserIds: [],
    required: 'otp',
    reason: 'rule',
    rule: 'r1',
    factors: ['otp'],
    state: 'open',
    createdAt: t0,
    expiresAt: t0 + 300_000,
    satisfiedAt: null,
  };
}

export function aFee(contractId: string, tokenId: string, kind: Fee['kind']): Fee {
  return {
    id: `f-${tokenId}`,
    contractId,
    kind,
    amountYen: 2_200,
    taxYen: 0,
    dueOn: '2027-01-29',
    tokenId,
    shipmentId: null,
    month: null,
    reversesFeeId: null,
    note: null,
    assessedAt: t0,
  };
}

export function aDraft(part: Partial<AuditDraft> = {}): AuditDraft {
  return {
    at: t0,
    institutionId: 'bank-a',
    contractId: null,
    userId: null,
    tokenId: null,
    action: 'do_something',
    outcome: 'done',
    reason: null,
    actor: { kind: 'api_key', id: 'key-1' },
    source: '127.0.0.1',
    factors: [],
    policyVersion: 1,
    events: [],
    ...part,
  };
}

/** Saves changes under a scope, whatever was loaded. */
export function save(
  store: Store,
  scope: Scope,
  changes: Changes | ((loaded: Loaded) => Changes),
): Promise<RunResult> {
  return store.run({
    scope,
    decide: (loaded) => ({
      changes: typeof changes === 'function' ? changes(loaded) : changes,
      audit: aDraft({ institutionId: scope.institutionId }),
      answer: { status: 200, body: '{}' },
    }),
  });
}

export async function openContract(store: Store, contract: Contract): Promise<void> {
  const { institutionId, number } = contract;
  const scope = { kind: 'new_contract', institutionId, number, contract } as const;
  await save(store, scope, { contracts: [contract] });
}

/** Puts tokens into stock the way they come: from a file. */
export async function stockTokens(store: Store, tokens: readonly Token[]): Promise<void> {
  const [first] = tokens;
  if (!first) return;
  const { institutionId } = first;
  const id = `import-${first.id}`;
  const file = { id, institutionId, fileSha256: id, fileName: 'tokens.xml', startedAt: t0 };
  await store.imports.begin(file);
  await store.imports.stage(
    id,
    tokens.map((token, index) => ({ token, seed: aSeed(index) })),
  );
  await store.imports.publish(id, aDraft({ institutionId, action: 'import_tokens' }));
}

export interface Customer {
  readonly contract: Contract;
  readonly user: User;
  readonly token: Token;
  readonly binding: Binding;
}

/** One contract with one user whose token is in service. */
export async function aCustomer(
  store: Store,
  name: string,
  institutionId = 'bank-a',
): Promise<Customer> {
  const contract = aContract(`c-${name}`, institutionId);
  const user = aUser(`u-${name}`, contract.id);
  const stocked = aToken(`t-${name}`, institutionId);
  await openContract(store, contract);
  await stockTokens(store, [stocked]);
  const token: Token = {
    ...stocked,
    contractId: contract.id,
    state: 'in_service',
    version: stocked.version + 1,
  };
  const binding = aBinding(user, token);
  const scope = {
    kind: 'contract',
    institutionId,
    by: { contractId: contract.id },
  } as const;
  await save(store, scope, { users: [user], tokens: [token], bindings: [binding] });
  return { contract, user, token, binding };
}

export const lockAt = 5;

export interface Attempt {
  readonly userId: string;
  /** The step that the code is of; a code is right when its step is later than the last accepted. */
  readonly step: number | 'wrong';
  readonly institutionId?: string;
  readonly key?: string;
  readonly input?: string;
  readonly at?: number;
}

/** A verification with the smallest decision that has all of its duties: mark, count, lock. */
export function attempt({
  userId,
  step,
  institutionId = 'bank-a',
  key,
  input,
  at = t0,
}: Attempt): Work {
  const inputMac = new TextEncoder().encode((input ?? `${userId} ${step}`).padEnd(32).slice(0, 32));
  return {
    scope: { kind: 'verification', institutionId, by: { userId } },
    idempotency: key === undefined ? undefined : { institutionId, key, inputMac, at },
    decide: (loaded) => {
      const token = loaded.view?.tokens[0];
      const result = token === undefined ? 'refused' : resultFor(token, step);
      return {
        changes: token === undefined ? {} : { tokens: [tokenAfter(token, step)] },
        audit: aDraft({
          institutionId,
          contractId: loaded.view?.contract.id ?? null,
          userId: loaded.view?.users[0]?.id ?? null,
          tokenId: token?.id ?? null,
          action: 'verify_otp',
          outcome: result === 'accepted' ? 'accepted' : 'refused',
        }),
        answer: { status: 201, body: JSON.stringify({ result }) },
      };
    },
  };
}

function resultFor(token: Token, step: number | 'wrong'): 'accepted' | 'refused' | 'locked' {
  if (token.guard.lock) return 'locked';
  return step !== 'wrong' && step > token.lastAcceptedStep ? 'accepted' : 'refused';
}

function tokenAfter(token: Token, step: number | 'wrong'): Token {
  const version = token.version + 1;
  const { guard } = token;
  if (guard.lock) {
    const attemptsWhileLocked = guard.attemptsWhileLocked + 1;
    return { ...token, guard: { ...guard, attemptsWhileLocked }, version };
  }
  if (step !== 'wrong' && step > token.lastAcceptedStep)
    return { ...token, lastAcceptedStep: step, guard: cleanGuard, version };
  const failures = guard.failures + 1;
  const lock =
    failures >= lockAt ? ({ lockedAt: t0, cause: 'threshold', liftsAt: null } as const) : null;
  return {
    ...token,
    guard: { ...guard, failures, failuresSinceAcceptance: failures, lock },
    version,
  };
}

/** The `result` member of an answer; what kind of result it was if it is no answer. */
export function resultOf(result: RunResult): string {
  return result.kind === 'done' ? JSON.parse(result.answer.body).result : result.kind;
}

/** The only token of a contract, as it is stored now. */
export async function tokenNow(store: Store, { contract }: Customer): Promise<Token> {
  const view = await store.queries.contract(contract.institutionId, { contractId: contract.id });
  const [token] = view?.tokens ?? [];
  if (!token) throw new Error('the contract has no token');
  return token;
}

/** All audit records of an institution, page by page. */
export async function auditOf(store: Store, institutionId = 'bank-a') {
  const records = [];
  let after: string | null = null;
  do {
    const page = await store.queries.auditRecords(institutionId, {}, { limit: 100, after });
    records.push(...page.rows);
    after = page.next;
  } while (after !== null);
  return records;
}
