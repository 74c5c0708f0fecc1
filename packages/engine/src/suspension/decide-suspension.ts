import { bindingsOf, type ContractView, findToken, findUser } from '../contract/contract-view.ts';
import { type Decision, decided, refused } from '../decision.ts';
import type { Policy } from '../policy/policy-schema.ts';
import type { ActRefusal } from '../refusal.ts';
import type { ActingParty } from '../user/acting-party.ts';

/**
 * 停止中: a user who cannot find his token pauses it, and goes on with it when it turns up again. A
 * paused token verifies nothing for anybody who shares it.
 */
export interface Suspend {
  readonly tokenId: string;
  readonly acting: ActingParty;
}

export interface SuspensionContext {
  readonly policy: Policy;
  readonly now: number;
}

type Suspension = NonNullable<Policy['suspension']>;

export function decideSuspension(
  view: ContractView,
  command: Suspend,
  { policy, now }: SuspensionContext,
): Decision {
  if (policy.suspension === null) return refused('suspension_not_offered');
  const token = findToken(view, command.tokenId);
  if (!token) return refused('token_unknown');
  if (token.state !== 'in_service') return refused('not_in_service');
  if (token.suspendedAt !== null) return refused('already_suspended');
  const obstacle = actorObstacle(view, command, { allowed: policy.suspension.by, policy });
  if (obstacle) return refused(obstacle);
  return decided({ type: 'token_suspended', tokenId: token.id, at: now });
}

export function decideResumption(
  view: ContractView,
  command: Suspend,
  { policy }: SuspensionContext,
): Decision {
  const token = findToken(view, command.tokenId);
  if (!token) return refused('token_unknown');
  if (token.suspendedAt === null) return refused('not_suspended');
  // The desk always can: a policy that no longer offers suspension must not leave a token paused.
  const allowed: Suspension['resume_by'] = policy.suspension?.resume_by ?? ['desk'];
  const obstacle = actorObstacle(view, command, { allowed, policy });
  if (obstacle) return refused(obstacle);
  return decided({ type: 'token_resumed', tokenId: token.id });
}

function actorObstacle(
  view: ContractView,
  { tokenId, acting }: Suspend,
  { allowed, policy }: { readonly allowed: Suspension['resume_by']; readonly policy: Policy },
): ActRefusal | null {
  if (acting.kind === 'staff')
    return policy.desks.some((desk) => desk.id === acting.desk) ? null : 'desk_not_allowed';
  const actor = findUser(view, acting.userId);
  if (!actor) return 'user_unknown';
  const holds = bindingsOf(view, actor.id).some((one) => one.tokenId === tokenId);
  if (holds && allowed.includes('user')) return null;
  const administers = actor.role === 'master' || actor.role === 'admin';
  return administers && allowed.includes('administrator') ? null : 'role_not_allowed';
}
