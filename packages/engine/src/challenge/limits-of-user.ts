import { addDays, dateOf, startOfDay } from '../calendar/dates.ts';
import type { ContractView } from '../contract/contract-view.ts';
import type { Policy } from '../policy/policy-schema.ts';
import type { User } from '../user/user.ts';
import { limitOf } from './standing-obstacle.ts';

/** The most that a user may send by an operation, and what it becomes at the next midnight. */
export interface UserLimit {
  readonly operation: string;
  readonly limitYen: number;
  /** Null while the limit stays as it is over the next midnight. */
  readonly next: { readonly from: number; readonly limitYen: number } | null;
}

/**
 * The limits of a user now, one for each operation that the policy limits. Where they rise on the day
 * after a registration, or fall with the end of a token's last day, the next value is known before.
 */
export function limitsOfUser(
  view: ContractView,
  user: User,
  { policy, now }: { readonly policy: Policy; readonly now: number },
): UserLimit[] {
  const zone = policy.institution.time_zone;
  const midnight = startOfDay(addDays(dateOf(now, zone), 1), zone);
  const operations = policy.limits.per_operation.flatMap((one) => one.operations);
  return [...new Set(operations)].flatMap((operation) => {
    const limitYen = limitOf(view, user, { operation, policy, now });
    const then = limitOf(view, user, { operation, policy, now: midnight });
    if (limitYen === null || then === null) return [];
    const next = then === limitYen ? null : { from: midnight, limitYen: then };
    return [{ operation, limitYen, next }];
  });
}
