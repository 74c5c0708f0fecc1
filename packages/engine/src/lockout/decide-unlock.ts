import type { DomainEvent } from '../audit/events.ts';
import { type ContractView, findToken, findUser, sharersOf } from '../contract/contract-view.ts';
import { type Decision, decided, refused } from '../decision.ts';
import type { Policy } from '../policy/policy-schema.ts';
import type { ActRefusal } from '../refusal.ts';
import { evidenceOf } from '../request/request-evidence.ts';
import type { ActingParty } from '../user/acting-party.ts';
import { lockAt } from './guard.ts';
import { guardOf, type LockSubject, unlockObstacle, usersWhoCanUnlock } from './who-can-unlock.ts';

/** 利用停止解除: a lock is lifted by an administrator, or by the institution's desk (S0-09). */
export interface Unlock {
  readonly userIds: readonly string[];
  readonly tokenIds: readonly string[];
  readonly acting: ActingParty;
}

export interface UnlockContext {
  readonly policy: Policy;
  readonly now: number;
}

/** All targets or none: the first that may not be unlocked refuses the whole. */
export function decideUnlock(
  view: ContractView,
  command: Unlock,
  context: UnlockContext,
): Decision {
  const events: DomainEvent[] = [];
  for (const target of targetsOf(view, command)) {
    if (typeof target === 'string') return refused(target);
    const obstacle = obstacleFor(view, target, { acting: command.acting, ...context });
    if (obstacle) return refused(obstacle);
    events.push(unlocked(target, command.acting));
  }
  const evidence = evidenceOf(view, command.acting, {
    kinds: ['unlock'],
    documents: context.policy.lockout.unlock.documents,
    concerned: helpedBy(view, command),
    now: context.now,
  });
  return evidence.ok ? decided(...events, ...evidence.events) : refused(evidence.reason);
}

/** Whom each lifting helps: the user himself, or all who share a locked token. */
export function helpedBy(
  view: ContractView,
  { userIds, tokenIds }: Pick<Unlock, 'userIds' | 'tokenIds'>,
): readonly (readonly string[])[] {
  const shared = tokenIds.map((id) => sharersOf(view, id).map((user) => user.id));
  return [...userIds.map((id) => [id]), ...shared];
}

function targetsOf(view: ContractView, command: Unlock): (LockSubject | ActRefusal)[] {
  const users = [...new Set(command.userIds)].map((id) => {
    const user = findUser(view, id);
    return user ? { scope: 'user_otp' as const, user } : ('user_unknown' as const);
  });
  const tokens = [...new Set(command.tokenIds)].map((tokenId) => {
    const token = findToken(view, tokenId);
    return token
      ? { scope: 'token' as const, tokenId, guard: token.guard }
      : ('token_unknown' as const);
  });
  return [...users, ...tokens];
}

function obstacleFor(
  view: ContractView,
  target: LockSubject,
  { acting, ...context }: UnlockContext & { readonly acting: ActingParty },
): ActRefusal | null {
  if (!lockAt(guardOf(target), context.now)) return 'not_locked';
  if (acting.kind === 'staff') return deskObstacle(view, target, { desk: acting.desk, ...context });
  const actor = findUser(view, acting.userId);
  if (!actor) return 'user_unknown';
  return unlockObstacle(view, target, { actor, ...context });
}

/** The desk helps when nobody at the customer's can, or always, as the policy says. */
function deskObstacle(
  view: ContractView,
  target: LockSubject,
  { desk, ...context }: UnlockContext & { readonly desk: string },
): ActRefusal | null {
  const { unlock } = context.policy.lockout;
  if (desk !== unlock.desk) return 'desk_not_allowed';
  if (unlock.desk_when === 'always') return null;
  return usersWhoCanUnlock(view, target, context).length > 0 ? 'administrator_can' : null;
}

function unlocked(target: LockSubject, acting: ActingParty): DomainEvent {
  const by = acting.kind === 'staff' ? 'institution' : 'customer';
  return target.scope === 'user_otp'
    ? { type: 'user_unlocked', userId: target.user.id, by }
    : { type: 'token_unlocked', tokenId: target.tokenId, by };
}
