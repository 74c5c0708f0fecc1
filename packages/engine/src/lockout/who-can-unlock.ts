import { bindingsOf, type ContractView, sharersOf, tokensOf } from '../contract/contract-view.ts';
import type { Policy } from '../policy/policy-schema.ts';
import type { ActRefusal } from '../refusal.ts';
import { actorStopped } from '../user/actor-stopped.ts';
import type { User } from '../user/user.ts';
import { type FailureGuard, lockAt } from './guard.ts';
import { lockOfAll } from './lock-scope.ts';

/** What is locked: one user (his OTP or his whole service, as the policy says), or a token and with it everyone who shares it. */
export type LockSubject =
  | { readonly scope: 'user_otp'; readonly user: User }
  | { readonly scope: 'token'; readonly tokenId: string; readonly guard: FailureGuard };

export function guardOf(subject: LockSubject): FailureGuard {
  return subject.scope === 'user_otp' ? subject.user.guard : subject.guard;
}

/** Why a user may not lift this lock, or null when he may (S0-09, ALL-06). */
export function unlockObstacle(
  view: ContractView,
  subject: LockSubject,
  { actor, policy, now }: { readonly actor: User; readonly policy: Policy; readonly now: number },
): ActRefusal | null {
  const { unlock } = policy.lockout;
  if (!mayUnlock(actor, unlock)) return 'role_not_allowed';
  const own = isOwn(view, subject, actor);
  if (own && !unlock.oneself) return 'not_oneself';
  if (!unlock.sharers_of_token && sharesToken(view, subject, actor)) return 'shares_token';
  // A right that cannot be used is none: else the desk would send a customer to somebody who is stopped too.
  const stopped = actorStopped(view, actor, { policy, now });
  if (stopped) return stopped;
  // Whoever may lift his own lock is locked when he does.
  if (!own && !unlock.while_locked && isLocked(view, actor, now)) return 'actor_locked';
  const cause = guardOf(subject).lock?.cause;
  return cause === 'cap' || cause === 'registration' ? 'institution_only' : null;
}

/** By role, or by a permission that the policy lets delegate. */
function mayUnlock(actor: User, { roles, permission }: Policy['lockout']['unlock']): boolean {
  if (roles.includes(actor.role)) return true;
  return permission !== undefined && actor.permissions.includes(permission);
}

/** The users who could lift this lock now; when there is none, only the institution can. */
export function usersWhoCanUnlock(
  view: ContractView,
  subject: LockSubject,
  { policy, now }: { readonly policy: Policy; readonly now: number },
): User[] {
  return view.users.filter(
    (actor) =>
      actor.state === 'active' && unlockObstacle(view, subject, { actor, policy, now }) === null,
  );
}

function isOwn(view: ContractView, subject: LockSubject, actor: User): boolean {
  return subject.scope === 'user_otp'
    ? subject.user.id === actor.id
    : bindingsOf(view, actor.id).some((one) => one.tokenId === subject.tokenId);
}

function sharesToken(view: ContractView, subject: LockSubject, actor: User): boolean {
  if (subject.scope === 'user_otp' && subject.user.id === actor.id) return false;
  const tokenIds =
    subject.scope === 'token'
      ? [subject.tokenId]
      : bindingsOf(view, subject.user.id).map((one) => one.tokenId);
  return tokenIds.some((id) => sharersOf(view, id).some((user) => user.id === actor.id));
}

function isLocked(view: ContractView, actor: User, now: number): boolean {
  return lockAt(actor.guard, now) !== null || lockOfAll(tokensOf(view, actor.id), now) !== null;
}
