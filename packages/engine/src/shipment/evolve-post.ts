import type { ContractView } from '../contract/contract-view.ts';
import type { EventOf } from '../contract/view-changes.ts';

/** What applications and shipments change. */
export function applyPostEvent(
  view: ContractView,
  event: EventOf<'application_recorded' | 'shipment_posted' | 'shipment_delivered'>,
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

function recordApplication(
  view: ContractView,
  event: EventOf<'application_recorded'>,
): ContractView {
  const application = {
    id: event.applicationId,
    contractId: view.contract.id,
    kind: event.kind,
    tokenCount: event.tokenCount,
    filedOn: event.filedOn,
    authenticator: event.authenticator,
    recordedAt: event.at,
  };
  const contract = {
    ...view.contract,
    adoptedAt: view.contract.adoptedAt ?? event.at,
    authenticator: chosenBy(event) ?? view.contract.authenticator,
  };
  return { ...view, contract, applications: [...view.applications, application] };
}

/** Only the adoption and a change of method choose for the contract; a further token of a kind does not. */
function chosenBy({ kind, authenticator }: EventOf<'application_recorded'>): string | null {
  return kind === 'adoption' || kind === 'method_change' ? authenticator : null;
}

function postShipment(view: ContractView, event: EventOf<'shipment_posted'>): ContractView {
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

function deliverShipment(view: ContractView, event: EventOf<'shipment_delivered'>): ContractView {
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
