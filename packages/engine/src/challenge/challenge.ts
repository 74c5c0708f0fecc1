/**
 * A challenge is one question: may this user do this operation with these details now? It is
 * answered when it is created (what is required) and proved by a verification.
 *
 *   open ──factors proved──▶ satisfied ──act carried out──▶ consumed
 *
 * A challenge that requires nothing is satisfied at once. Expiry follows from `expiresAt`.
 */
export type ChallengeState = 'open' | 'satisfied' | 'consumed';

export type Required = 'none' | 'fixed_factors' | 'otp' | 'registration' | 'blocked';

export interface Challenge {
  readonly id: string;
  readonly contractId: string;
  readonly userId: string;
  readonly operation: string;
  /** Canonical JSON of the details; what is approved is what was shown. */
  readonly details: string;
  /** The users whom the operation is about, where it is about users (revocation, unlocking). */
  readonly targetUserIds: readonly string[];
  readonly required: Required;
  /** Why: a closed code; see `ChallengeReason`. */
  readonly reason: string;
  readonly rule: string | null;
  readonly factors: readonly string[];
  readonly state: ChallengeState;
  readonly createdAt: number;
  readonly expiresAt: number;
  readonly satisfiedAt: number | null;
}
