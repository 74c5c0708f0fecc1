import type { DomainEvent } from '../audit/events.ts';
import { type ContractView, findUser } from '../contract/contract-view.ts';
import { type Decision, decided, refused } from '../decision.ts';
import type { Policy } from '../policy/policy-schema.ts';
import type { ActRefusal } from '../refusal.ts';
import { decideVerification, type VerifyCode } from '../verification/decide-verification.ts';
import type { Challenge } from './challenge.ts';
import { codeDueByNow, stoppedByNow } from './still-required.ts';

/** A fixed factor that the institution's system states to have checked, and when. */
export interface StatedFactor {
  readonly kind: string;
  readonly checkedAt: number;
}

export interface ProveChallenge {
  readonly challengeId: string;
  readonly factors: readonly StatedFactor[];
  /** Undefined when no code was given. */
  readonly code: Pick<VerifyCode, 'tokenId' | 'matches' | 'wellFormed'> | undefined;
}

export interface ProofContext {
  readonly policy: Policy;
  readonly now: number;
}

/**
 * Proves a challenge with what it requires. Fixed factors are looked at before the code, so that a
 * code is never spent, nor counted, on a request that could not have succeeded.
 */
export function decideProof(
  view: ContractView,
  command: ProveChallenge,
  context: ProofContext,
): Decision {
  const challenge = view.challenges.find((one) => one.id === command.challengeId);
  if (!challenge) return refused('challenge_unknown');
  const obstacle = proofObstacle(challenge, context.now);
  if (obstacle) return refused(obstacle);
  if (!findUser(view, challenge.userId)) return refused('user_unknown');
  const codeDue = codeDueByNow(view, challenge, context);
  if (codeDue) return refused(codeDue);
  // Where a code is asked, the verification itself is what a stop or a lock refuses (ALL-07).
  const stop =
    challenge.required === 'fixed_factors' ? stoppedByNow(view, challenge, context) : null;
  if (stop) return refused(stop);
  if (!hasFactors(challenge.factors, command.factors, context)) return refused('factors_missing');
  const satisfied: DomainEvent = {
    type: 'challenge_satisfied',
    challengeId: challenge.id,
    at: context.now,
  };
  if (challenge.required === 'fixed_factors') return decided(satisfied);
  if (!command.code) return refused('factors_missing');
  const decision = decideVerification(view, { userId: challenge.userId, ...command.code }, context);
  return decision.ok ? decided(...decision.events, satisfied) : decision;
}

/** A challenge can be proved once, before it expires, and only if something is left to prove. */
function proofObstacle(challenge: Challenge, now: number): ActRefusal | null {
  if (now >= challenge.expiresAt) return 'challenge_expired';
  if (challenge.state !== 'open') return 'challenge_not_open';
  if (challenge.required === 'registration') return 'challenge_needs_registration';
  return challenge.required === 'blocked' ? 'challenge_blocked' : null;
}

/** Every fixed factor is stated, was checked recently, and not in the future. */
export function hasFactors(
  required: readonly string[],
  stated: readonly StatedFactor[],
  { policy, now }: ProofContext,
): boolean {
  const maxAgeMs = policy.challenge.fixed_factor_max_age_seconds * 1_000;
  return required
    .filter((kind) => kind !== 'otp')
    .every((kind) =>
      stated.some((one) => {
        const ageMs = now - one.checkedAt;
        return one.kind === kind && ageMs >= -5_000 && ageMs <= maxAgeMs;
      }),
    );
}
