import { addDays, dateOf } from '../calendar/dates.ts';
import type { Policy } from '../policy/policy-schema.ts';

/**
 * The last expiry date whose replacement is due today, or null when nothing is due by itself: the
 * policy replaces nothing, or only what the customer applies for.
 */
export function replacementHorizon(policy: Policy, now: number): string | null {
  const { tokens, lead_days: leadDays } = policy.replacement;
  if (tokens === 'none' || tokens === 'on_application') return null;
  return addDays(dateOf(now, policy.institution.time_zone), leadDays);
}

/** Which tokens are due for a successor today; null when none is by itself (S0-12, S3-07). */
export function dueReplacements(
  policy: Policy,
  now: number,
): { readonly expiresOnOrBefore: string; readonly freeTokensOnly: boolean } | null {
  const expiresOnOrBefore = replacementHorizon(policy, now);
  if (expiresOnOrBefore === null) return null;
  return { expiresOnOrBefore, freeTokensOnly: policy.replacement.tokens === 'free_tokens' };
}
