import {
  type ActingParty,
  type ActRefusal,
  type ContractView,
  type Decision,
  findUser,
  isDesk,
  mayDo,
  operationOf,
  refused,
  type User,
  type UserChange,
} from '@warifu/engine';
import { challengeNamed, lacksChallenge, type OnChallenge, onChallenge } from './on-challenge.ts';
import type { ActInput, ActOutput } from './perform.ts';

/**
 * Who adds, changes or removes a user. A user of the contract acts with the proof that the policy asks
 * of him (S0-07); a member of staff acts at a desk. Without both the institution acts on its own account.
 */
export interface ByParty extends OnChallenge {
  readonly acting?: ActingParty | undefined;
}

/** The user, and the contract with what is known of his token, as a reader wants to see him. */
export interface UserInContract {
  readonly user: User;
  readonly view: ContractView;
}

interface UserAct {
  readonly by: ByParty;
  readonly operation: 'add_user' | 'change_user' | 'change_contact';
  readonly decision: Decision;
  /** What is done to the user; null when he is removed. */
  readonly userChange: UserChange | null;
  /** Whom the challenge must name as its only target; an added user has no ID before. */
  readonly targetUserIds?: readonly string[];
}

/** The output of an act on the user with that ID. */
export function userAct(input: ActInput, userId: string, act: UserAct): ActOutput<UserInContract> {
  return {
    decision: decisionOf(input, userId, act),
    userId,
    challenge: challengeNamed(input.view, act.by.challengeId),
    value: (after: ContractView) => {
      const user = after.users.find((one) => one.id === userId);
      if (!user) throw new Error('the user that was just decided on is not in the view');
      return { user, view: after };
    },
  };
}

function decisionOf(
  input: ActInput,
  userId: string,
  { by, operation, decision, ...rest }: UserAct,
): Decision {
  const { view, policy, now } = input;
  const { challengeId } = by;
  const acting = by.acting ?? challengeUser(view, challengeId);
  const obstacle = acting && actorObstacle(input, acting, { operation, userId });
  if (obstacle) return refused(obstacle);
  if (!decision.ok) return decision;
  if (acting && lacksChallenge(input, { acting, challengeId, operation }))
    return refused('challenge_required');
  return onChallenge(view, decision, { challengeId, operation, acting, ...rest, policy, now });
}

/** Whoever gives a challenge acts for its user. */
function challengeUser(
  view: ContractView,
  challengeId: string | undefined,
): ActingParty | undefined {
  const userId = challengeNamed(view, challengeId)?.userId;
  return userId === undefined ? undefined : { kind: 'user', userId };
}

function actorObstacle(
  { view, policy }: ActInput,
  acting: ActingParty,
  { operation, userId }: { readonly operation: string; readonly userId: string },
): ActRefusal | null {
  if (acting.kind === 'staff') return isDesk(policy, acting.desk) ? null : 'desk_not_allowed';
  const actor = findUser(view, acting.userId);
  if (!actor) return 'user_unknown';
  // Of others only an administrator changes where notices go, or a thief would silence them (row 31).
  const forOther = operation === 'change_contact' && actor.id !== userId;
  if (forOther && actor.role === 'member') return 'role_not_allowed';
  if (!operationOf(policy, operation)) return null;
  return mayDo(actor, operation, policy) ? null : 'role_not_allowed';
}
