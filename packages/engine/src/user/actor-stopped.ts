import type { ContractView } from '../contract/contract-view.ts';
import { lockAt } from '../lockout/guard.ts';
import { lockScopeOf } from '../lockout/lock-scope.ts';
import type { Policy } from '../policy/policy-schema.ts';
import type { ActRefusal } from '../refusal.ts';
import type { User } from './user.ts';

/**
 * What stops everything that a user does, whatever he proves: the emergency stop of his contract, or a
 * lock of his whole service (S2-04, S3-05). Acts that ask for a challenge meet it there as well; those
 * that the policy asks nothing for meet it only here.
 */
export function actorStopped(
  view: ContractView,
  actor: User,
  { policy, now }: { readonly policy: Policy; readonly now: number },
): ActRefusal | null {
  if (view.contract.stoppedAt !== null && policy.emergency_stop !== null) return 'already_stopped';
  const locked = lockAt(actor.guard, now) !== null;
  return locked && lockScopeOf(view, actor.id, policy) === 'user_service' ? 'actor_locked' : null;
}
