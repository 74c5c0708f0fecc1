import type { FailureGuard } from '../lockout/guard.ts';

/**
 * A user (利用者) of a contract. Roles are the engine's three words; what an institution calls
 * them is a label of its policy.
 */
export type UserRole = 'master' | 'admin' | 'member';

export interface User {
  readonly id: string;
  readonly contractId: string;
  /** Canonical login ID (see `canonicaliseLoginId`): unique within the contract. */
  readonly loginId: string;
  readonly name: string;
  readonly role: UserRole;
  /** Names of the operations of the policy that this user may carry out. */
  readonly permissions: readonly string[];
  readonly state: 'active' | 'removed';
  /** Where notices go, if the institution has said so. */
  readonly mailAddress: string | null;
  /** Whether he asked for OTP himself, where a rule of the policy looks at it. */
  readonly optedIn: boolean;
  /** When OTP became his choice, where it is each user's own; null again after 利用停止 (S4-02, S4-04). */
  readonly adoptedAt: number | null;
  /** His last login, kept where the policy lets a registration take effect at the next one. */
  readonly lastLoginAt: number | null;
  /**
   * When a code of his was first accepted after his last registration, kept where the policy lets a
   * registration be taken back before that (初期化).
   */
  readonly otpUsedAt: number | null;
  /** 利用停止: since when he has stopped using OTP by himself (S4-04). */
  readonly optedOutAt: number | null;
  /** When a token of his was last revoked; a cooldown counts from here (S2-07). */
  readonly lastRevokedAt: number | null;
  /** When this user first registered a token, if ever: from then on grace no longer helps him. */
  readonly firstEnrolledAt: number | null;
  /** Wrong codes of this user and the lock that they led to (lock scopes `user_otp` and `user_service`). */
  readonly guard: FailureGuard;
  readonly version: number;
}

/**
 * One spelling per login ID, so that no alias of a user has a budget of guesses of its own (row 16).
 * NFKC, surrounding white space removed, lower case.
 */
export function canonicaliseLoginId(text: string): string {
  return text.normalize('NFKC').trim().toLowerCase();
}
