import type { DomainEvent } from '../audit/events.ts';
import {
  clearFailures,
  countFailure,
  type LockLimits,
  unlockByCustomer,
  unlockByInstitution,
} from '../lockout/guard.ts';
import type { Token } from '../token/token.ts';
import type { User } from '../user/user.ts';
import type { ContractView } from './contract-view.ts';

/** What evolving needs beside the events themselves: the instant, and the limits of the policy. */
export interface EvolveContext {
  readonly now: number;
  readonly limits: LockLimits;
  readonly lockScope: 'user_otp' | 'token';
}

/**
 * The view after the events. Rows that no event touches keep their identity, so that a caller finds
 * what to save by comparing references (`changesBetween`).
 */
export function evolve(
  view: ContractView,
  events: readonly DomainEvent[],
  context: EvolveContext,
): ContractView {
  return events.reduce((before, event) => applyEvent(before, event, context), view);
}

function applyEvent(view: ContractView, event: DomainEvent, context: EvolveContext): ContractView {
  switch (event.type) {
    case 'user_added':
    case 'user_changed':
    case 'user_removed':
    case 'user_locked':
    case 'user_unlocked':
      return applyUserEvent(view, event);
    case 'otp_accepted':
    case 'otp_spent':
    case 'otp_refused':
      return applyAttempt(view, event, context);
    case 'token_shipped':
    case 'token_put_in_service':
    case 'token_loss_reported':
    case 'token_retired':
    case 'token_locked':
    case 'token_unlocked':
      return applyTokenEvent(view, event);
    case 'binding_started':
    case 'binding_ended':
      return applyBindingEvent(view, event);
    case 'fee_assessed':
    case 'fee_reversed':
      return applyFeeEvent(view, event);
    case 'application_recorded':
    case 'shipment_posted':
    case 'shipment_delivered':
      return applyPostEvent(view, event);
    case 'challenge_satisfied':
    case 'challenge_consumed':
      return applyChallengeEvent(view, event);
    case 'contract_opened':
    case 'challenge_created':
    case 'enrolment_skipped':
      return view;
  }
}

type Of<T extends DomainEvent['type']> = Extract<DomainEvent, { type: T }>;

function withUser(view: ContractView, id: string, change: (user: User) => User): ContractView {
  return { ...view, users: view.users.map((user) => (user.id === id ? change(user) : user)) };
}

function withToken(view: ContractView, id: string, change: (token: Token) => Token): ContractView {
  return { ...view, tokens: view.tokens.map((token) => (token.id === id ? change(token) : token)) };
}

function applyUserEvent(
  view: ContractView,
  event: Of<'user_added' | 'user_changed' | 'user_removed' | 'user_locked' | 'user_unlocked'>,
): ContractView {
  switch (event.type) {
    case 'user_added':
      return { ...view, users: [...view.users, newUser(view.contract.id, event)] };
    case 'user_changed': {
      const { name, role, permissions } = event;
      return withUser(view, event.userId, (user) => ({ ...user, name, role, permissions }));
    }
    case 'user_removed':
      return withUser(view, event.userId, (user) => ({ ...user, state: 'removed' }));
    case 'user_locked':
      // The guard was locked when the refused attempt was counted; the event is for the record.
      return view;
    case 'user_unlocked':
      return withUser(view, event.userId, (user) => ({
        ...user,
        guard: event.by === 'customer' ? unlockByCustomer(user.guard) : unlockByInstitution(),
      }));
  }
}

function newUser(contractId: string, event: Of<'user_added'>): User {
  return {
    id: event.userId,
    contractId,
    loginId: event.loginId,
    name: event.name,
    role: event.role,
    permissions: event.permissions,
    state: 'active',
    firstEnrolledAt: null,
    guard: unlockByInstitution(),
    version: 0,
  };
}

/** An acceptance moves the token's mark and clears the counts; a refusal counts where the policy says. */
function applyAttempt(
  view: ContractView,
  event: Of<'otp_accepted' | 'otp_spent' | 'otp_refused'>,
  context: EvolveContext,
): ContractView {
  if (event.type === 'otp_spent')
    return withToken(view, event.tokenId, (token) => ({
      ...token,
      lastAcceptedStep: Math.max(token.lastAcceptedStep, event.step),
    }));
  if (event.type === 'otp_accepted') {
    const marked = withToken(view, event.tokenId, (token) => ({
      ...token,
      lastAcceptedStep: Math.max(token.lastAcceptedStep, event.step),
      driftSteps: event.driftSteps,
      guard: clearFailures(token.guard),
    }));
    return withUser(marked, event.userId, (user) => {
      const guard = clearFailures(user.guard);
      return guard === user.guard ? user : { ...user, guard };
    });
  }
  const count = <T extends User | Token>(row: T): T => ({
    ...row,
    guard: countFailure(row.guard, context.limits, context.now),
  });
  if (context.lockScope === 'token' && event.tokenId !== null)
    return withToken(view, event.tokenId, count);
  return withUser(view, event.userId, count);
}

function applyTokenEvent(
  view: ContractView,
  event: Of<
    | 'token_shipped'
    | 'token_put_in_service'
    | 'token_loss_reported'
    | 'token_retired'
    | 'token_locked'
    | 'token_unlocked'
  >,
): ContractView {
  switch (event.type) {
    case 'token_shipped':
      return shipToken(view, event);
    case 'token_put_in_service':
      return withToken(view, event.tokenId, (token) => ({ ...token, state: 'in_service' }));
    case 'token_loss_reported':
      return withToken(view, event.tokenId, (token) => ({ ...token, lostReportedAt: event.at }));
    case 'token_retired':
      return withToken(view, event.tokenId, (token) => ({
        ...token,
        state: 'retired',
        retireReason: event.reason,
      }));
    case 'token_locked':
      return view;
    case 'token_unlocked':
      return withToken(view, event.tokenId, (token) => ({
        ...token,
        guard: event.by === 'customer' ? unlockByCustomer(token.guard) : unlockByInstitution(),
      }));
  }
}

/** The token comes from stock, so the service puts it into the view before the event is applied. */
function shipToken(view: ContractView, event: Of<'token_shipped'>): ContractView {
  const contractId = view.contract.id;
  const shipped = withToken(view, event.tokenId, (token) => ({
    ...token,
    contractId,
    shipmentId: event.shipmentId,
    state: 'shipped',
  }));
  if (!event.counted) return shipped;
  const countedTokens = shipped.contract.countedTokens + 1;
  return { ...shipped, contract: { ...shipped.contract, countedTokens } };
}

function applyBindingEvent(
  view: ContractView,
  event: Of<'binding_started' | 'binding_ended'>,
): ContractView {
  if (event.type === 'binding_ended') {
    const bindings = view.bindings.map((binding) =>
      binding.id === event.bindingId
        ? { ...binding, endedAt: event.at, endReason: event.reason }
        : binding,
    );
    return { ...view, bindings };
  }
  const binding = {
    id: event.bindingId,
    contractId: view.contract.id,
    userId: event.userId,
    tokenId: event.tokenId,
    startedAt: event.at,
    endedAt: null,
    endReason: null,
  };
  const enrolled = withUser(view, event.userId, (user) => ({
    ...user,
    firstEnrolledAt: user.firstEnrolledAt ?? event.at,
  }));
  return { ...enrolled, bindings: [...enrolled.bindings, binding] };
}

function applyFeeEvent(
  view: ContractView,
  event: Of<'fee_assessed' | 'fee_reversed'>,
): ContractView {
  const reversal = event.type === 'fee_reversed';
  const fee = {
    id: event.feeId,
    contractId: view.contract.id,
    kind: reversal ? ('reversal' as const) : event.kind,
    amountYen: event.amountYen,
    tokenId: reversal ? null : event.tokenId,
    shipmentId: reversal ? null : event.shipmentId,
    reversesFeeId: reversal ? event.reversesFeeId : null,
    note: reversal ? event.note : null,
    assessedAt: event.at,
  };
  return { ...view, fees: [...view.fees, fee] };
}

function applyPostEvent(
  view: ContractView,
  event: Of<'application_recorded' | 'shipment_posted' | 'shipment_delivered'>,
): ContractView {
  switch (event.type) {
    case 'application_recorded':
      return recordApplication(view, event);
    case 'shipment_posted':
      return postShipment(view, event);
    case 'shipment_delivered':
      return deliverShipment(view, event);
  }
}

function recordApplication(view: ContractView, event: Of<'application_recorded'>): ContractView {
  const application = {
    id: event.applicationId,
    contractId: view.contract.id,
    kind: event.kind,
    tokenCount: event.tokenCount,
    filedOn: event.filedOn,
    recordedAt: event.at,
  };
  const contract = { ...view.contract, adoptedAt: view.contract.adoptedAt ?? event.at };
  return { ...view, contract, applications: [...view.applications, application] };
}

function postShipment(view: ContractView, event: Of<'shipment_posted'>): ContractView {
  const shipment = {
    id: event.shipmentId,
    contractId: view.contract.id,
    applicationId: event.applicationId,
    reason: event.reason,
    replacesTokenId: event.replacesTokenId,
    postedAt: event.at,
    deliveredAt: null,
  };
  // Tokens that the institution sends unasked adopt the contract as an application would.
  const contract = { ...view.contract, adoptedAt: view.contract.adoptedAt ?? event.at };
  return { ...view, contract, shipments: [...view.shipments, shipment] };
}

function deliverShipment(view: ContractView, event: Of<'shipment_delivered'>): ContractView {
  const shipments = view.shipments.map((shipment) =>
    shipment.id === event.shipmentId ? { ...shipment, deliveredAt: event.at } : shipment,
  );
  const tokens = view.tokens.map((token) =>
    token.shipmentId === event.shipmentId && token.state === 'shipped'
      ? { ...token, state: 'delivered' as const }
      : token,
  );
  const firstDeliveredAt = view.contract.firstDeliveredAt ?? event.at;
  return { ...view, contract: { ...view.contract, firstDeliveredAt }, shipments, tokens };
}

function applyChallengeEvent(
  view: ContractView,
  event: Of<'challenge_satisfied' | 'challenge_consumed'>,
): ContractView {
  const challenges = view.challenges.map((challenge) => {
    if (challenge.id !== event.challengeId) return challenge;
    if (event.type === 'challenge_consumed') return { ...challenge, state: 'consumed' as const };
    return { ...challenge, state: 'satisfied' as const, satisfiedAt: event.at };
  });
  return { ...view, challenges };
}
