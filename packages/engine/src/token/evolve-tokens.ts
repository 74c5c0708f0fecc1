import type { ContractView } from '../contract/contract-view.ts';
import { type EventOf, withToken, withUser } from '../contract/view-changes.ts';
import { isCounted } from '../fee/assess-fees.ts';
import { unlockByCustomer, unlockByInstitution } from '../lockout/guard.ts';

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
    state: 'shipped',
  }));
  if (!event.counted) return shipped;
  const countedTokens = shipped.contract.countedTokens + 1;
  return { ...shipped, contract: { ...shipped.contract, countedTokens } };
}

/** A token that never arrived was no token that the customer had, so it does not count as one (S0-11). */
function retireToken(view: ContractView, event: EventOf<'token_retired'>): ContractView {
  const shipmentId = view.tokens.find((token) => token.id === event.tokenId)?.shipmentId;
  const shipment = view.shipments.find((one) => one.id === shipmentId);
  const retired = withToken(view, event.tokenId, (token) => ({
    ...token,
    state: 'retired',
    retireReason: event.reason,
  }));
  if (!shipment || shipment.deliveredAt !== null || !isCounted(shipment.reason)) return retired;
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
