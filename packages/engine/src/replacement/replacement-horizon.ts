import { addDays, dateOf } from '../calendar/dates.ts';
import type { Policy } from '../policy/policy-schema.ts';

/** The last expiry date whose replacement is due today, or null when the policy replaces nothing. */
export function replacementHorizon(policy: Policy, now: number): string | null {
  if (policy.replacement.tokens === 'none') return null;
  return addDays(dateOf(now, policy.institution.time_zone), policy.replacement.lead_days);
}
