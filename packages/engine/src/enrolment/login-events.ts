import type { DomainEvent } from '../audit/events.ts';
import { operationKindOf } from '../policy/operations.ts';
import type { Policy } from '../policy/policy-schema.ts';

/**
 * The event of a login that was proved. It is kept only where a registration takes effect at the next
 * login: elsewhere nothing looks at it, and every login would write the user's row.
 */
export function loginEvents(
  userId: string,
  operation: string,
  { policy, now: at }: { readonly policy: Policy; readonly now: number },
): DomainEvent[] {
  const isKept = policy.enrolment.takes_effect === 'next_login';
  return isKept && operationKindOf(policy, operation) === 'login'
    ? [{ type: 'user_logged_in', userId, at }]
    : [];
}
