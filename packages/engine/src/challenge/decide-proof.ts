import type { DomainEvent } from '../audit/events.ts';
import { type ContractView, findUser } from '../contract/contract-view.ts';
import { type Decision, decided, refused } from '../decision.ts';
import { graceOf } from '../enrolment/grace.ts';
import type { Policy } from '../policy/policy-schema.ts';
import type { ActRefusal } from '../refusal.ts';
import { decideVerification, type VerifyCode } from '../verification/decide-verification.ts';
import type { Challenge } from './challenge.ts';

/** A fixed factor that the institution's system states to have checked, and when. */
export interface StatedFactor {
  readonly kind: string;
  readonly checkedAt: number;
}

export interface ProveChallenge {
  readonly challengeId: string;
  readonly factors: readonly StatedFactor[];
  /** Undefined when no code was given. */
  readonly code: Pick<VerifyCode, 'matches' | 'wellFormed'> | undefined;
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
  const obstacle = proofObstacle(challenge, context.now) ?? graceObstacle(view, challenge, context);
  if (!challenge || obstacle) return refused(obstacle ?? 'challenge_unknown');
  if (!findUser(view, challenge.userId)) return refused('user_unknown');
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
function proofObstacle(challenge: Challenge | undefined, now: number): ActRefusal | null {
  if (!challenge) return 'challenge_unknown';
  if (now >= challenge.expiresAt) return 'challenge_expired';
  if (challenge.state !== 'open') return 'challenge_not_open';
  if (challenge.required === 'registration') return 'challenge_needs_registration';
  return challenge.required === 'blocked' ? 'challenge_blocked' : null;
}

/** Grace that let a question be answered without a code must still hold when it is (ALL-02). */
function graceObstacle(
  { contract }: ContractView,
  challenge: Challenge | undefined,
  { policy, now }: ProofContext,
): ActRefusal | null {
  if (challenge?.reason !== 'grace') return null;
  return graceOf(contract, policy, now).state === 'over' ? 'challenge_needs_registration' : null;
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

/**
 * Uses a satisfied challenge up for the act that it was made for: the same user, the same operation
 * and the same targets, once (row 9 in the small).
 */
export function decideConsumption(
  view: ContractView,
  command: {
    readonly challengeId: string;
    readonly userId?: string;
    readonly operation?: string;
    readonly targetUserIds?: readonly string[];
  },
  now: number,
): Decision {
  const challenge = view.challenges.find((one) => one.id === command.challengeId);
  if (!challenge) return refused('challenge_unknown');
  if (challenge.state !== 'satisfied') return refused('challenge_not_satisfied');
  if (now >= challenge.expiresAt) return refused('challenge_expired');
  if (!matchesAct(challenge, command)) return refused('challenge_mismatch');
  if (!findUser(view, challenge.userId)) return refused('user_unknown');
  return decided({ type: 'challenge_consumed', challengeId: challenge.id, at: now });
}

function matchesAct(
  challenge: Challenge,
  act: {
    readonly userId?: string;
    readonly operation?: string;
    readonly targetUserIds?: readonly string[];
  },
): boolean {
  if (act.userId !== undefined && act.userId !== challenge.userId) return false;
  if (act.operation !== undefined && act.operation !== challenge.operation) return false;
  return act.targetUserIds === undefined || sameMembers(act.targetUserIds, challenge.targetUserIds);
}

function sameMembers(a: readonly string[], b: readonly string[]): boolean {
  const [left, right] = [new Set(a), new Set(b)];
  return left.size === right.size && [...left].every((one) => right.has(one));
}
