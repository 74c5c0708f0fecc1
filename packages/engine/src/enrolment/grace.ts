import { dateOf, endOfPeriod, startOfDay } from '../calendar/dates.ts';
import type { Contract } from '../contract/contract.ts';
import type { Policy } from '../policy/policy-schema.ts';

/**
 * Grace is the time in which a contract that has adopted OTP may still work with the old factors,
 * because its tokens are on their way (登録の省略). There is one per contract; reissue, revocation
 * and later users do not begin it again (ALL-02).
 *
 *   not_adopted ──application──▶ not_begun ──counted event──▶ running ──23:59:59 of the last day──▶ over
 *
 * Counted from delivery it never ends while no token was delivered (S0-04); counted from the
 * application it begins with its recording (S1-07), counted from the institution's set-up with that.
 * `none`: the policy gives no grace, or none to the kind of token that the contract has chosen (S1-04).
 */
export type Grace =
  | { readonly state: 'not_adopted'; readonly endsAt: null }
  | { readonly state: 'none'; readonly endsAt: null }
  | { readonly state: 'not_begun'; readonly endsAt: null }
  | { readonly state: 'running'; readonly endsAt: number }
  | { readonly state: 'over'; readonly endsAt: number };

/** The contract's grace at an instant. `endsAt` is the last millisecond in which grace still holds. */
export function graceOf(contract: Contract, policy: Policy, now: number): Grace {
  if (contract.adoptedAt === null) return { state: 'not_adopted', endsAt: null };
  const { grace } = policy.enrolment;
  if (grace === null || !isFor(grace.authenticators, contract.authenticator))
    return { state: 'none', endsAt: null };
  const timeZone = policy.institution.time_zone;
  const from = countedFrom(contract, grace, timeZone);
  if (from === null) return { state: 'not_begun', endsAt: null };
  const endsAt = endOfPeriod(from, grace.length, timeZone);
  return { state: now <= endsAt ? 'running' : 'over', endsAt };
}

type GraceRule = NonNullable<Policy['enrolment']['grace']>;

function countedFrom(contract: Contract, grace: GraceRule, timeZone: string): number | null {
  switch (grace.count_from) {
    case 'application':
      return contract.adoptedAt;
    case 'set_up':
      return contract.setUpAt;
    case 'delivery':
      return contract.firstDeliveredAt;
    case 'fixed_date':
      return grace.fixed_on === undefined ? null : startOfDay(grace.fixed_on, timeZone);
  }
}

/** A contract that has chosen no kind yet has the grace of those who may still choose one. */
function isFor(authenticators: readonly string[] | undefined, chosen: string | null): boolean {
  return authenticators === undefined || chosen === null || authenticators.includes(chosen);
}

/** Whole days left after today, in the institution's calendar: 0 on the last day. */
export function daysLeft(endsAt: number, now: number, timeZone: string): number {
  const days = Date.parse(dateOf(endsAt, timeZone)) - Date.parse(dateOf(now, timeZone));
  return Math.max(0, Math.round(days / 86_400_000));
}
