import type { DomainEvent } from '../audit/events.ts';
import { bindingsOf, type ContractView, findUser } from '../contract/contract-view.ts';
import type { Policy } from '../policy/policy-schema.ts';
import type { User } from '../user/user.ts';

/**
 * The event of the first code that is accepted after a registration. It is kept only where a
 * registration can be taken back before it (初期化): elsewhere nothing looks at it, and every first
 * code would write the user's whole row.
 */
export function firstUseEvents(
  view: ContractView,
  userId: string,
  { policy, now: at }: { readonly policy: Policy; readonly now: number },
): DomainEvent[] {
  if (policy.revocation.initialise === null) return [];
  const user = findUser(view, userId);
  return user && !hasUsed(view, user) ? [{ type: 'user_otp_used', userId, at }] : [];
}

/** Whether a code of the user was accepted since he registered; of several tokens since the last one. */
export function hasUsed(view: ContractView, user: User): boolean {
  const { otpUsedAt } = user;
  const starts = bindingsOf(view, user.id).map((binding) => binding.startedAt);
  return otpUsedAt !== null && starts.every((startedAt) => otpUsedAt >= startedAt);
}
