import type { DomainEvent } from '../audit/events.ts';
import type { ContractView } from '../contract/contract-view.ts';
import { cancellation, shownState } from './issuance-standing.ts';

/**
 * The end of the issues of a contract whose time is over and that nobody has ended, with their tokens
 * that nobody was bound to: such a token would go on taking one of the places on its phone (S1-03).
 */
export function expiredIssues(view: ContractView, now: number): DomainEvent[] {
  return view.issuances
    .filter((issuance) => shownState(issuance, now) === 'expired')
    .flatMap((issuance) => cancellation(view, issuance, 'expired'));
}
