import { type ContractView, findUser } from '../contract/contract-view.ts';
import { type Decision, decided, refused } from '../decision.ts';
import type { ActRefusal } from '../refusal.ts';
import type { Challenge } from './challenge.ts';
import {
  hasSameMembers,
  isSameUserChange,
  type UserChange,
  userChangeOf,
} from './challenge-details.ts';
import type { DecisionContext } from './decide-challenge.ts';
import { codeDueByNow, proofWithdrawn, stoppedByNow } from './still-required.ts';

/** The act that is carried out; what is not stated is not compared. */
export interface ConsumedFor {
  readonly userId?: string;
  readonly operation?: string;
  readonly targetUserIds?: readonly string[];
  /** What is done to a user; null when the act changes nothing of him but removes him. */
  readonly userChange?: UserChange | null;
}

/**
 * Uses a satisfied challenge up for the act that it was made for: the same user, the same operation,
 * the same targets and the same change, once (row 9 in the small). What may have changed since the
 * proof is looked at again: see `codeDueByNow`, `stoppedByNow` and `proofWithdrawn`.
 */
export function decideConsumption(
  view: ContractView,
  command: ConsumedFor & { readonly challengeId: string },
  context: DecisionContext,
): Decision {
  const { now } = context;
  const challenge = view.challenges.find((one) => one.id === command.challengeId);
  if (!challenge) return refused('challenge_unknown');
  const obstacle = stateObstacle(challenge, now);
  if (obstacle) return refused(obstacle);
  if (!matchesAct(challenge, command)) return refused('challenge_mismatch');
  if (!findUser(view, challenge.userId)) return refused('user_unknown');
  const change =
    proofWithdrawn(view, challenge, now) ??
    stoppedByNow(view, challenge, context) ??
    codeDueByNow(view, challenge, context);
  if (change) return refused(change);
  return decided({ type: 'challenge_consumed', challengeId: challenge.id, at: now });
}

function stateObstacle(challenge: Challenge, now: number): ActRefusal | null {
  if (challenge.state === 'consumed') return 'challenge_consumed';
  if (challenge.state !== 'satisfied') return 'challenge_not_satisfied';
  return now >= challenge.expiresAt ? 'challenge_expired' : null;
}

function matchesAct(challenge: Challenge, act: ConsumedFor): boolean {
  const { userId, operation, targetUserIds, userChange } = act;
  if (userId !== undefined && userId !== challenge.userId) return false;
  if (operation !== undefined && operation !== challenge.operation) return false;
  if (targetUserIds && !hasSameMembers(targetUserIds, challenge.targetUserIds)) return false;
  return userChange === undefined || approves(challenge, userChange);
}

function approves(challenge: Challenge, change: UserChange | null): boolean {
  const approved = userChangeOf(challenge);
  if (!approved || !change) return !approved && !change;
  return isSameUserChange(approved, change);
}
