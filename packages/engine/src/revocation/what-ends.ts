import type { DomainEvent } from '../audit/events.ts';
import { type ContractView, findToken } from '../contract/contract-view.ts';
import type { Binding } from '../token/binding.ts';

/** What ends with a binding: the same for a revocation and for the removal of its user. */
export function bindingsOfTokens(view: ContractView, tokenIds: readonly string[]): Binding[] {
  return view.bindings.filter((one) => one.endedAt === null && tokenIds.includes(one.tokenId));
}

export function tokenIdsOf(bindings: readonly Binding[]): string[] {
  return [...new Set(bindings.map((binding) => binding.tokenId))];
}

/**
 * A software token lives in one app and is made anew for the next phone, so it ends with the last of
 * its bindings.
 */
export function softwareLeft(view: ContractView, ending: readonly Binding[]): string[] {
  return tokenIdsOf(ending).filter((id) => {
    const form = findToken(view, id)?.form;
    if (form === undefined || form === 'hardware') return false;
    return bindingsOfTokens(view, [id]).every((one) => ending.includes(one));
  });
}

/** An issue that is under way for somebody whose token is taken away does not go on behind it. */
export function openIssues(view: ContractView, userIds: readonly string[]): DomainEvent[] {
  return view.issuances
    .filter((one) => userIds.includes(one.userId))
    .map(({ id: issuanceId }) => ({
      type: 'issuance_cancelled',
      issuanceId,
      reason: 'revoked',
    }));
}
