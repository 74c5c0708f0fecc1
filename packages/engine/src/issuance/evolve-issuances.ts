import type { ContractView } from '../contract/contract-view.ts';
import type { EventOf } from '../contract/view-changes.ts';
import type { Issuance } from './issuance.ts';

type IssuanceEvent = EventOf<
  'activation_refused' | 'software_token_activated' | 'issuance_completed' | 'issuance_cancelled'
>;

/** What events of issues of software tokens change. The row of a new one is made by the service. */
export function applyIssuanceEvent(view: ContractView, event: IssuanceEvent): ContractView {
  const issuances = view.issuances.map((one) =>
    one.id === event.issuanceId ? { ...one, ...changeOf(one, event) } : one,
  );
  return { ...view, issuances };
}

function changeOf(issuance: Issuance, event: IssuanceEvent): Partial<Issuance> {
  switch (event.type) {
    case 'activation_refused':
      return { failures: issuance.failures + 1 };
    case 'software_token_activated':
      return { state: 'activated', tokenId: event.tokenId };
    case 'issuance_completed':
      return { state: 'completed' };
    case 'issuance_cancelled':
      return { state: 'cancelled' };
  }
}
