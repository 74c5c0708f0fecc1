import type { StatedFactor } from '../challenge/decide-proof.ts';
import { type ContractView, findUser } from '../contract/contract-view.ts';
import { type Decision, decided, refused } from '../decision.ts';
import type { AttemptPlace } from '../lockout/guard.ts';
import type { ActRefusal } from '../refusal.ts';
import type { User } from '../user/user.ts';
import { acceptance, type VerificationContext } from '../verification/decide-verification.ts';
import { assignmentObstacle } from './assignment.ts';
import { type Presented, provePossession } from './possession.ts';
import { adoptionObstacle, cooldownObstacle, proofObstacle } from './registration-obstacles.ts';
import { bindingEvents, type Target } from './start-bindings.ts';

/**
 * Registration binds a user to a token that he holds, proved by its serial and a live code (S0-05).
 * Registering another token ends the old binding in the same step (ALL-06). Where the policy lets only
 * administrators register, see `decideRegistrationForUsers`; before signing in, `decideSelfService`.
 */
export interface RegisterToken extends Presented {
  readonly userId: string;
  readonly bindingId: string;
  /** Token IDs that were revoked for this user before. */
  readonly revokedTokenIds: readonly string[];
  /** Which of his tokens it replaces, where he may have several. */
  readonly replacesTokenId?: string | undefined;
  /** Fixed factors that the institution's system has checked; the policy may ask some. */
  readonly factors?: readonly StatedFactor[] | undefined;
}

/** The user registers a token for himself, after he has signed in. */
export function decideRegistration(
  view: ContractView,
  command: RegisterToken,
  context: VerificationContext,
): Decision {
  const user = findUser(view, command.userId);
  if (!user) return refused('user_unknown');
  const closed =
    whoObstacle(context) ??
    adoptionObstacle(view, context.policy) ??
    cooldownObstacle([user], context) ??
    proofObstacle(command, context);
  if (closed) return refused(closed);
  const { userId, bindingId } = command;
  return registration(
    view,
    { ...command, typing: user, place: 'prompt', targets: [{ userId, bindingId }] },
    context,
  );
}

/** Whether users who have signed in register for themselves at all (S3-02, S4-02). */
function whoObstacle({ policy }: VerificationContext): ActRefusal | null {
  const { who_registers: who } = policy.enrolment;
  if (who.includes('each_user')) return null;
  return who.includes('administrator') ? 'registration_by_administrator' : 'enrolment_not_offered';
}

export interface Registering extends Presented {
  /** Who types the code, and on whom a wrong one counts. */
  readonly typing: User;
  readonly place: AttemptPlace;
  readonly targets: readonly Target[];
  readonly revokedTokenIds: readonly string[];
  readonly replacesTokenId?: string | undefined;
  readonly endReason?: 'exchanged' | undefined;
  /** What else may be told openly once the code was right. */
  readonly openObstacle?: ActRefusal | null | undefined;
}

/**
 * What every form of registration comes to: the code is looked at, and when it was right, whether the
 * users may have the token.
 */
export function registration(
  view: ContractView,
  registering: Registering,
  context: VerificationContext,
): Decision {
  const { typing, place, targets, revokedTokenIds, replacesTokenId, endReason } = registering;
  const proof = provePossession(view, registering, { typing, place, context });
  if (!proof.ok) return proof.decision;
  const { token, step } = proof;
  const assigning = { token, targets, revokedTokenIds, replacesTokenId, endReason };
  const open = assignmentObstacle(view, assigning, context) ?? registering.openObstacle;
  // The code was shown to be right, so it is spent although the registration is refused. It clears no
  // count: a token that may not be registered must not buy new guesses at another (row 21).
  if (open) return refused(open, { type: 'otp_spent', userId: typing.id, tokenId: token.id, step });
  return decided(
    acceptance(typing.id, token, { step, context }),
    ...bindingEvents(view, assigning, context),
  );
}
