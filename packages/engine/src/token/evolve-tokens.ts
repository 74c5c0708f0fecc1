import type { ContractView } from '../contract/contract-view.ts';
import { type EventOf, withToken, withUser } from '../contract/view-changes.ts';
import { isCounted } from '../fee/assess-fees.ts';
import { unlockByCustomer, unlockByInstitution } from '../lockout/guard.ts';
import type { BindingEndReason } from './binding.ts';

/** What events of tokens change. */
export function applyTokenEvent(
  view: ContractView,
  event: EventOf<
    | 'token_shipped'
    | 'token_put_in_service'
    | 'token_loss_reported'
    | 'token_retired'
    | 'token_locked'
    | 'token_unlocked'
    | 'token_suspended'
    | 'token_resumed'
    | 'token_resynchronised'
    | 'token_returned'
    | 'token_extended'
    | 'token_claimed'
    | 'code_mailed'
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
      return retireToken(view, event);
    case 'token_locked':
      return view;
    case 'token_suspended':
      return withToken(view, event.tokenId, (token) => ({ ...token, suspendedAt: event.at }));
    case 'token_resumed':
      return withToken(view, event.tokenId, (token) => ({ ...token, suspendedAt: null }));
    case 'token_resynchronised':
      return withToken(view, event.tokenId, (token) => ({
        ...token,
        lastAcceptedStep: Math.max(token.lastAcceptedStep, event.step),
        driftSteps: event.driftSteps,
        outOfStep: false,
      }));
    case 'token_returned':
      return withToken(view, event.tokenId, (token) => ({ ...token, returnedAt: event.at }));
    case 'token_extended':
      return withToken(view, event.tokenId, (token) => ({ ...token, issuedAt: event.at }));
    case 'token_claimed':
      return withToken(view, event.tokenId, (token) => ({
        ...token,
        contractId: view.contract.id,
      }));
    case 'code_mailed':
      return withToken(view, event.tokenId, (token) => ({
        ...token,
        mailedCode: { counter: event.counter, sentAt: event.at, ofTheDay: event.ofTheDay },
      }));
    case 'token_unlocked':
      return withToken(view, event.tokenId, (token) => ({
        ...token,
        guard: event.by === 'customer' ? unlockByCustomer(token.guard) : unlockByInstitution(),
      }));
  }
}

/** The token comes from stock, so the service puts it into the view before the event is applied. */
function shipToken(view: ContractView, event: EventOf<'token_shipped'>): ContractView {
  const contractId = view.contract.id;
  const shipped = withToken(view, event.tokenId, (token) => ({
    ...token,
    contractId,
    shipmentId: event.shipmentId,
    issuedAt: view.shipments.find((one) => one.id === event.shipmentId)?.postedAt ?? null,
    state: 'shipped',
  }));
  if (!event.counted) return shipped;
  const countedTokens = shipped.contract.countedTokens + 1;
  return { ...shipped, contract: { ...shipped.contract, countedTokens } };
}

/** A token that never arrived was no token that the customer had, so it does not count as one (S0-11). */
function retireToken(view: ContractView, event: EventOf<'token_retired'>): ContractView {
  const was = view.tokens.find((token) => token.id === event.tokenId);
  const shipment = view.shipments.find((one) => one.id === was?.shipmentId);
  const retired = withToken(view, event.tokenId, (token) => ({
    ...token,
    state: 'retired',
    retireReason: event.reason,
  }));
  // What somebody has registered has arrived, whether or not its delivery is on record.
  const neverArrived = was?.state === 'shipped' && shipment?.deliveredAt === null;
  if (!neverArrived || !isCounted(shipment.reason)) return retired;
  const countedTokens = retired.contract.countedTokens - 1;
  return { ...retired, contract: { ...retired.contract, countedTokens } };
}

/** What events of bindings change. */
export function applyBindingEvent(
  view: ContractView,
  event: EventOf<'binding_started' | 'binding_ended'>,
): ContractView {
  if (event.type === 'binding_ended') {
    const bindings = view.bindings.map((binding) =>
      binding.id === event.bindingId
        ? { ...binding, endedAt: event.at, endReason: event.reason }
        : binding,
    );
    const ended = { ...view, bindings };
    if (event.reason === 'initialised') return asBeforeRegistration(ended, event);
    if (!isRevocation(event.reason)) return ended;
    return withUser(ended, event.userId, (user) => ({ ...user, lastRevokedAt: event.at }));
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
  const { contract } = enrolled;
  return {
    ...enrolled,
    contract:
      contract.firstEnrolledAt === null ? { ...contract, firstEnrolledAt: event.at } : contract,
    bindings: [...enrolled.bindings, binding],
  };
}

/** What was registered and never used was never registered: grace goes on as if it had not been. */
function asBeforeRegistration(
  view: ContractView,
  { bindingId, userId }: EventOf<'binding_ended'>,
): ContractView {
  const startedAt = view.bindings.find((one) => one.id === bindingId)?.startedAt;
  const without = (firstEnrolledAt: number | null) =>
    firstEnrolledAt === startedAt ? null : firstEnrolledAt;
  const { contract } = view;
  const others = view.bindings.some((one) => one.endedAt === null);
  const back = withUser(view, userId, (user) => ({
    ...user,
    firstEnrolledAt: without(user.firstEnrolledAt),
  }));
  if (others || contract.firstEnrolledAt !== startedAt) return back;
  return { ...back, contract: { ...contract, firstEnrolledAt: null } };
}

/** Ends that a cooldown counts from: the token was taken away, not exchanged for another (S2-07). */
function isRevocation(reason: BindingEndReason): boolean {
  return reason === 'lost' || reason === 'stolen' || reason === 'broken' || reason === 'revoked';
}
