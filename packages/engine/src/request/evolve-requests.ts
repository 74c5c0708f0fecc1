import type { ContractView } from '../contract/contract-view.ts';
import type { EventOf } from '../contract/view-changes.ts';

/** What filing and carrying out requests changes. */
export function applyRequestEvent(
  view: ContractView,
  event: EventOf<'request_filed' | 'request_closed'>,
): ContractView {
  if (event.type === 'request_closed') {
    const requests = view.requests.map((one) =>
      one.id === event.requestId ? { ...one, state: event.outcome, closedAt: event.at } : one,
    );
    return { ...view, requests };
  }
  const request = {
    id: event.requestId,
    contractId: view.contract.id,
    userId: event.userId,
    kind: event.kind,
    channel: event.channel,
    filedOn: event.filedOn,
    documents: event.documents,
    state: 'filed' as const,
    expectedFromOn: event.expectedFromOn,
    expectedToOn: event.expectedToOn,
    receivedAt: event.at,
    closedAt: null,
    version: 0,
  };
  return { ...view, requests: [...view.requests, request] };
}
