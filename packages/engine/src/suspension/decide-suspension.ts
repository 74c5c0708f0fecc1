import { bindingsOf, type ContractView, findToken, findUser } from '../contract/contract-view.ts';
import { type Decision, decided, refused } from '../decision.ts';
import { isDesk } from '../desk/is-desk.ts';
import type { Policy } from '../policy/policy-schema.ts';
import type { ActRefusal } from '../refusal.ts';
import type { ActingParty } from '../user/acting-party.ts';
import { actorStopped } from '../user/actor-stopped.ts';

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
  // Staff do it for whoever calls: a token that is lost cannot wait for a colleague.
  const allowed: Suspension['resume_by'] = [...policy.suspension.by, 'desk'];
  const obstacle = actorObstacle(view, command, { allowed, policy, now });
  if (obstacle) return refused(obstacle);
  return decided({ type: 'token_suspended', tokenId: token.id, at: now });
}

export function decideResumption(
  view: ContractView,
  command: Suspend,
  { policy, now }: SuspensionContext,
): Decision {
  const token = findToken(view, command.tokenId);
  if (!token) return refused('token_unknown');
  if (token.suspendedAt === null || token.state !== 'in_service') return refused('not_suspended');
  // A policy that no longer offers suspension must not leave a token paused: then the desk resumes it.
  const allowed: Suspension['resume_by'] = policy.suspension?.resume_by ?? ['desk'];
  const obstacle = actorObstacle(view, command, { allowed, policy, now });
  if (obstacle) return refused(obstacle);
  return decided({ type: 'token_resumed', tokenId: token.id });
}

interface Allowing extends SuspensionContext {
  readonly allowed: Suspension['resume_by'];
}

function actorObstacle(
  view: ContractView,
  { tokenId, acting }: Suspend,
  { allowed, policy, now }: Allowing,
): ActRefusal | null {
  if (acting.kind === 'staff')
    return allowed.includes('desk') && isDesk(policy, acting.desk) ? null : 'desk_not_allowed';
  const actor = findUser(view, acting.userId);
  if (!actor) return 'user_unknown';
  const holds = bindingsOf(view, actor.id).some((one) => one.tokenId === tokenId);
  const administers = actor.role === 'master' || actor.role === 'admin';
  const may =
    (holds && allowed.includes('user')) || (administers && allowed.includes('administrator'));
  return may ? actorStopped(view, actor, { policy, now }) : 'role_not_allowed';
}
