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
  /** When this user first registered a token, if ever: from then on grace no longer helps him. */
  readonly firstEnrolledAt: number | null;
  /** Wrong codes of this user and the lock that they led to (lock scope `user_otp`). */
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
