/**
 * The failure guard of a user or of a token: how many wrong codes it has seen and whether it is
 * locked. Two counts run side by side (ALL-06):
 *
 *   failures                 since the last acceptance or unlock; reaching the policy's threshold locks
 *   failuresSinceAcceptance  since the last acceptance only; reaching the cap locks for the institution
 *
 * A customer's unlock clears the first and keeps the second, so unlocking hands out no endless guesses.
 */
export type LockCause = 'threshold' | 'cap';

export interface Lock {
  readonly lockedAt: number;
  readonly cause: LockCause;
}

export interface FailureGuard {
  readonly failures: number;
  readonly failuresSinceAcceptance: number;
  /** Attempts refused while locked; they are not evaluated and change no other count. */
  readonly attemptsWhileLocked: number;
  readonly lock: Lock | null;
}

export interface LockLimits {
  readonly threshold: number;
  readonly cap: number;
}

export const cleanGuard: FailureGuard = {
  failures: 0,
  failuresSinceAcceptance: 0,
  attemptsWhileLocked: 0,
  lock: null,
};

/** The guard after one more attempt that was refused; locks at the threshold, or at the cap (ALL-06). */
export function countFailure(guard: FailureGuard, limits: LockLimits, now: number): FailureGuard {
  if (guard.lock) return { ...guard, attemptsWhileLocked: guard.attemptsWhileLocked + 1 };
  const failures = guard.failures + 1;
  const failuresSinceAcceptance = guard.failuresSinceAcceptance + 1;
  const cause = lockCause(failures, failuresSinceAcceptance, limits);
  return {
    ...guard,
    failures,
    failuresSinceAcceptance,
    lock: cause === null ? null : { lockedAt: now, cause },
  };
}

function lockCause(failures: number, sinceAcceptance: number, limits: LockLimits) {
  if (sinceAcceptance >= limits.cap) return 'cap';
  return failures >= limits.threshold ? 'threshold' : null;
}

/** The guard after an acceptance: failures count since the last acceptance (ALL-06). */
export function clearFailures(guard: FailureGuard): FailureGuard {
  const clean = guard.failures === 0 && guard.failuresSinceAcceptance === 0;
  return clean && guard.lock === null ? guard : cleanGuard;
}

/** The guard after a customer's unlock: the cumulative count stays (ALL-06, row 21). */
export function unlockByCustomer(guard: FailureGuard): FailureGuard {
  return { ...guard, failures: 0, lock: null };
}

/** The guard after the institution's unlock: both counts begin anew. */
export function unlockByInstitution(): FailureGuard {
  return cleanGuard;
}
