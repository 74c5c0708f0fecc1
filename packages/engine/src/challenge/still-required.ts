import { bindingsOf, type ContractView, findUser, tokensOf } from '../contract/contract-view.ts';
import { lockAt } from '../lockout/guard.ts';
import { lockOfAll } from '../lockout/lock-scope.ts';
import type { ActRefusal } from '../refusal.ts';
import type { Challenge } from './challenge.ts';
import { factsOfChallenge } from './challenge-details.ts';
import { type ChallengeReason, type DecisionContext, requirementFor } from './decide-challenge.ts';
import { standingObstacle } from './standing-obstacle.ts';

/**
 * Minutes may pass between a question, its proof and the act. What spared a user the code when he was
 * asked must still spare him when he proves and when he acts (ALL-02), and whoever proved a code must
 * still be one whose code would be accepted (S0-09, S0-10).
 */
const sparing: readonly ChallengeReason[] = [
  'grace',
  'not_adopted',
  'not_concerned',
  'registration_required',
];

/**
 * What has come between since the user was spared the code: he registered, or his grace ran out. It
 * asks the whole question again, and needs of the view no more than the user's own part.
 */
export function codeDueByNow(
  view: ContractView,
  challenge: Challenge,
  context: DecisionContext,
): ActRefusal | null {
  if (!sparing.some((reason) => reason === challenge.reason)) return null;
  const { id: challengeId, userId } = challenge;
  const question = { challengeId, userId, facts: factsOfChallenge(challenge) };
  const answer = requirementFor(view, question, context);
  if (!answer.ok) return 'challenge_blocked';
  switch (answer.requirement.required) {
    case 'otp':
    case 'registration':
      return 'challenge_needs_registration';
    case 'blocked':
      return 'challenge_blocked';
    case 'fixed_factors':
    case 'none':
      return null;
  }
}

/**
 * What stops the operation by now whatever was or will be proved: the customer's emergency stop, a
 * lock of the whole service, which stops at once (S2-04), a limit that has fallen.
 */
export function stoppedByNow(
  view: ContractView,
  challenge: Challenge,
  context: DecisionContext,
): ActRefusal | null {
  const user = findUser(view, challenge.userId);
  const facts = factsOfChallenge(challenge);
  return user && standingObstacle(view, user, { ...context, facts }) ? 'challenge_blocked' : null;
}

/** What has come between since a code was proved: a lock, or the end of the binding that proved it. */
export function proofWithdrawn(
  view: ContractView,
  challenge: Challenge,
  now: number,
): ActRefusal | null {
  if (challenge.required !== 'otp') return null;
  const { userId, satisfiedAt } = challenge;
  const guard = findUser(view, userId)?.guard;
  const locked = (guard && lockAt(guard, now)) ?? lockOfAll(tokensOf(view, userId), now);
  if (locked) return 'challenge_blocked';
  const bindings = bindingsOf(view, userId);
  if (bindings.length === 0) return 'challenge_needs_registration';
  return satisfiedAt !== null && bindings.every(({ startedAt }) => startedAt > satisfiedAt)
    ? 'challenge_mismatch'
    : null;
}
