import { addDays, dateOf } from '../calendar/dates.ts';
import { type ContractView, sharersOf } from '../contract/contract-view.ts';
import type { Policy } from '../policy/policy-schema.ts';
import type { Token } from '../token/token.ts';

/** A token that wants a successor before it expires (S0-12). */
export interface DueReplacement {
  readonly token: Token;
  /** The first day on which the replacement is due. */
  readonly dueFromOn: string;
  readonly expiresOn: string;
}

/** The last expiry date whose replacement is due today, or null when the policy replaces nothing. */
export function replacementHorizon(policy: Policy, now: number): string | null {
  if (policy.replacement.tokens === 'none') return null;
  return addDays(dateOf(now, policy.institution.time_zone), policy.replacement.lead_days);
}

/** The tokens of a contract that expire within the lead time and have no replacement on the way. */
export function dueReplacements(view: ContractView, policy: Policy, now: number): DueReplacement[] {
  const horizon = replacementHorizon(policy, now);
  if (horizon === null) return [];
  const replaced = new Set(view.shipments.map((shipment) => shipment.replacesTokenId));
  return view.tokens.flatMap((token) => {
    const { expiresOn, state } = token;
    const alive = state === 'in_service' || state === 'delivered' || state === 'shipped';
    if (!alive || expiresOn === null || expiresOn > horizon || replaced.has(token.id)) return [];
    // A lost token that nobody uses is reissued for its fee, not replaced for nothing (S0-11).
    if (token.lostReportedAt !== null && sharersOf(view, token.id).length === 0) return [];
    return [{ token, expiresOn, dueFromOn: addDays(expiresOn, -policy.replacement.lead_days) }];
  });
}
