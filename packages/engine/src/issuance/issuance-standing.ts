import type { DomainEvent } from '../audit/events.ts';
import type { ContractView } from '../contract/contract-view.ts';
import type { Issuance } from './issuance.ts';

/** Whether an issue can still be gone on with: begun, not ended, and within its time. */
export function isGoingOn(issuance: Issuance, now: number): boolean {
  const { state, expiresAt } = issuance;
  return (state === 'open' || state === 'activated') && now < expiresAt;
}

/** What the customer is shown: an issue whose time is over has expired, whether or not somebody said so. */
export function shownState(issuance: Issuance, now: number): Issuance['state'] | 'expired' {
  const { state, expiresAt } = issuance;
  const waits = state === 'open' || state === 'activated';
  return waits && now >= expiresAt ? 'expired' : state;
}

type CancelReason = Extract<DomainEvent, { type: 'issuance_cancelled' }>['reason'];

/** The end of an issue that was not completed, and of the token that nobody was bound to yet. */
export function cancellation(
  view: ContractView,
  { id: issuanceId, tokenId }: Issuance,
  reason: CancelReason,
): DomainEvent[] {
  const cancelled: DomainEvent = { type: 'issuance_cancelled', issuanceId, reason };
  const unbound = view.tokens.some((one) => one.id === tokenId && one.state === 'issued');
  if (tokenId === null || !unbound) return [cancelled];
  return [cancelled, { type: 'token_retired', tokenId, reason: 'cancelled' }];
}
