import {
  type Binding,
  type Contract,
  type ContractView,
  cleanGuard,
  type Decision,
  evolve,
  noSameDayFacts,
  type Policy,
  parsePolicy,
  type Token,
  type User,
} from '@warifu/engine';
import { type DemoInstitutionId, demoPolicy } from '../index.ts';

/** The policy of a demo institution, parsed as the server parses it. */
export function policyOf(id: DemoInstitutionId): Policy {
  const parsed = parsePolicy(demoPolicy(id));
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
  return parsed.policy;
}

/** A wall-clock time in Japan. */
export function tokyo(wallClock: string): number {
  return Date.parse(`${wallClock.includes('T') ? wallClock : `${wallClock}T00:00:00.000`}+09:00`);
}

/** A corporate contract that has not applied for anything. */
export function aContract(parts: Partial<Contract> = {}): Contract {
  return {
    id: 'c1',
    institutionId: 'demo',
    number: '0001',
    kind: 'corporate',
    openedOn: '2014-04-01',
    adoptedAt: null,
    setUpAt: null,
    firstDeliveredAt: null,
    firstEnrolledAt: null,
    authenticator: null,
    stoppedAt: null,
    sameDay: noSameDayFacts,
    countedTokens: 0,
    version: 0,
    ...parts,
  };
}

export function person(id: string, parts: Partial<User> = {}): User {
  return {
    id,
    contractId: 'c1',
    loginId: id,
    name: id,
    role: 'member',
    permissions: ['one_off_transfer', 'registered_transfer'],
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
    ...parts,
  };
}

/** A key fob as it lies in stock. */
export function fob(id: string, parts: Partial<Token> = {}): Token {
  return {
    id,
    institutionId: 'demo',
    contractId: null,
    serial: id,
    form: 'hardware',
    kind: 'totp',
    algorithm: 'SHA1',
    digits: 6,
    stepSeconds: 60,
    state: 'in_stock',
    retireReason: null,
    startsOn: null,
    expiresOn: '2019-12-31',
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
    ...parts,
  };
}

/** A key fob in service at the contract. */
export function fobInService(id: string, parts: Partial<Token> = {}): Token {
  return fob(id, { contractId: 'c1', state: 'in_service', ...parts });
}

/** An app on a phone, in service at the contract. */
export function app(id: string, parts: Partial<Token> = {}): Token {
  return fobInService(id, { form: 'phone_app', expiresOn: null, ...parts });
}

/** A contract of a master, an admin and two members, which has not applied for anything. */
export function company(parts: Partial<ContractView> = {}): ContractView {
  return {
    contract: aContract(),
    users: [
      person('master', { role: 'master' }),
      person('admin', { role: 'admin' }),
      person('member'),
      person('clerk', { permissions: ['registered_transfer'] }),
    ],
    tokens: [],
    bindings: [],
    applications: [],
    shipments: [],
    fees: [],
    issuances: [],
    requests: [],
    challenges: [],
    ...parts,
  };
}

/** The view in which these users are bound to this token, since the beginning of 2015 or as said. */
export function bind(
  view: ContractView,
  token: Token,
  {
    users,
    startedAt = tokyo('2015-01-01'),
  }: { readonly users: readonly string[]; readonly startedAt?: number },
): ContractView {
  const bindings = users.map(
    (userId): Binding => ({
      id: `b-${userId}-${token.id}`,
      contractId: 'c1',
      userId,
      tokenId: token.id,
      startedAt,
      endedAt: null,
      endReason: null,
    }),
  );
  return {
    ...view,
    tokens: [...view.tokens, token],
    bindings: [...view.bindings, ...bindings],
  };
}

/** The view with one user changed. */
export function withPerson(view: ContractView, id: string, parts: Partial<User>): ContractView {
  const users = view.users.map((user) => (user.id === id ? { ...user, ...parts } : user));
  return { ...view, users };
}

/** The view after a decision, as the service would save it. */
export function afterUnder(
  view: ContractView,
  decision: Decision,
  { policy, now }: { readonly policy: Policy; readonly now: number },
): ContractView {
  return evolve(view, decision.events, { now, limits: policy.lockout });
}

export function outcome(decision: Decision): string {
  return decision.ok ? 'ok' : decision.reason;
}
