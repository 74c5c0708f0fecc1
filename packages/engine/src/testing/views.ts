import type { Application } from '../application/application.ts';
import type { Challenge } from '../challenge/challenge.ts';
import { type Contract, noSameDayFacts } from '../contract/contract.ts';
import type { ContractView } from '../contract/contract-view.ts';
import { evolve } from '../contract/evolve.ts';
import type { Decision } from '../decision.ts';
import { cleanGuard, type FailureGuard } from '../lockout/guard.ts';
import type { Policy } from '../policy/policy-schema.ts';
import type { Shipment } from '../shipment/shipment.ts';
import type { Binding } from '../token/binding.ts';
import type { Token } from '../token/token.ts';
import type { User } from '../user/user.ts';
import { tokyo } from './instants.ts';

const contractId = 'c1';

/** An adopted contract whose tokens arrived on 5 January 2015, unless a test says otherwise. */
export function aContract(parts: Partial<Contract> = {}): Contract {
  return {
    id: contractId,
    institutionId: 'sample',
    number: '0001',
    kind: 'corporate',
    openedOn: '2014-04-01',
    adoptedAt: tokyo('2014-12-20T10:00:00.000'),
    setUpAt: null,
    firstDeliveredAt: tokyo('2015-01-05T11:00:00.000'),
    firstEnrolledAt: null,
    authenticator: null,
    stoppedAt: null,
    sameDay: noSameDayFacts,
    countedTokens: 0,
    version: 0,
    ...parts,
  };
}

/** A member who may make one-off transfers. */
export function aUser(id: string, parts: Partial<User> = {}): User {
  return {
    id,
    contractId,
    loginId: id,
    name: id,
    role: 'member',
    permissions: ['one_off_transfer'],
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

/** A time-based token of the contract, in service and never used. */
export function aToken(id: string, parts: Partial<Token> = {}): Token {
  return {
    id,
    institutionId: 'sample',
    contractId,
    serial: `S${id}`,
    form: 'hardware',
    kind: 'totp',
    algorithm: 'SHA1',
    digits: 6,
    stepSeconds: 60,
    state: 'in_service',
    retireReason: null,
    startsOn: null,
    expiresOn: null,
    issuedAt: null,
    deviceId: null,
    shipmentId: 's1',
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

/** An event-based token of the contract. */
export function aHotpToken(id: string, parts: Partial<Token> = {}): Token {
  return aToken(id, { kind: 'hotp', stepSeconds: null, ...parts });
}

/** A token as it lies in the institution's stock. */
export function stockToken(id: string, parts: Partial<Token> = {}): Token {
  return aToken(id, { state: 'in_stock', contractId: null, shipmentId: null, ...parts });
}

export function aBinding(userId: string, tokenId: string, parts: Partial<Binding> = {}): Binding {
  return {
    id: `${userId}-${tokenId}`,
    contractId,
    userId,
    tokenId,
    startedAt: tokyo('2015-01-06'),
    endedAt: null,
    endReason: null,
    ...parts,
  };
}

export function aShipment(id: string, parts: Partial<Shipment> = {}): Shipment {
  return {
    id,
    contractId,
    applicationId: null,
    reason: 'adoption',
    replacesTokenId: null,
    postedAt: tokyo('2014-12-29'),
    deliveredAt: null,
    ...parts,
  };
}

export function anApplication(id: string, parts: Partial<Application> = {}): Application {
  return {
    id,
    contractId,
    kind: 'adoption',
    tokenCount: 3,
    filedOn: '2014-12-19',
    authenticator: null,
    recordedAt: tokyo('2014-12-20'),
    ...parts,
  };
}

/** An open challenge of `u1` for a one-off transfer, created at noon on 2 February 2015. */
export function aChallenge(id: string, parts: Partial<Challenge> = {}): Challenge {
  return {
    id,
    contractId,
    userId: 'u1',
    operation: 'one_off_transfer',
    details: '{}',
    targetUserIds: [],
    required: 'otp',
    reason: 'rule',
    rule: 'transfer_rest',
    factors: ['pin', 'otp'],
    state: 'open',
    createdAt: tokyo('2015-02-02T12:00:00.000'),
    expiresAt: tokyo('2015-02-02T12:05:00.000'),
    satisfiedAt: null,
    ...parts,
  };
}

/** A guard locked after `failures` wrong codes. */
export function lockedGuard(cause: 'threshold' | 'cap' = 'threshold', failures = 5): FailureGuard {
  return {
    failures,
    failuresSinceAcceptance: cause === 'cap' ? 20 : failures,
    attemptsWhileLocked: 0,
    temporaryLocks: 0,
    lock: { lockedAt: tokyo('2015-02-01'), cause, liftsAt: null },
  };
}

export function aView(parts: Partial<ContractView> = {}): ContractView {
  return {
    contract: aContract(),
    users: [],
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

/** Users `u1` … who share one token `t1`. */
export function sharing(...users: readonly User[]): ContractView {
  return aView({
    users,
    tokens: [aToken('t1')],
    bindings: users.map((user) => aBinding(user.id, 't1')),
  });
}

/** The view after a decision, as the service would save it. */
export function viewAfter(
  view: ContractView,
  decision: Decision,
  { policy, now }: { readonly policy: Policy; readonly now: number },
): ContractView {
  const { lockout } = policy;
  return evolve(view, decision.events, { now, limits: lockout });
}

/** `ok`, or the reason of the refusal: what the last column of a decision table holds. */
export function outcome(decision: Decision): string {
  return decision.ok ? 'ok' : decision.reason;
}

/** The types of a decision's events, in order. */
export function eventTypes(decision: Decision): string[] {
  return decision.events.map((event) => event.type);
}
