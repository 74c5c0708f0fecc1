import type { Policy } from '../policy/policy-schema.ts';

/**
 * The failure guard of a user or of a token: how many wrong codes it has seen and whether it is
 * locked. Two counts run side by side (ALL-06):
 *
 *   failures                 since the last acceptance or unlock; reaching the policy's threshold locks
 *   failuresSinceAcceptance  since the last acceptance only; reaching the cap locks for the institution
 *
 * A customer's unlock clears the first and keeps the second, so unlocking hands out no endless guesses.
 * Where the policy counts cumulatively, an acceptance keeps the first.
 *
 * A lock at the threshold lasts, or is temporary and ends at `liftsAt`; after the policy's number of
 * temporary ones the next one lasts. One that came about while an administrator registered tokens may
 * be the institution's alone to lift (S3-05).
 */
export const lockCauses = ['threshold', 'cap', 'registration', 'temporary'] as const;
export type LockCause = (typeof lockCauses)[number];

export interface Lock {
  readonly lockedAt: number;
  readonly cause: LockCause;
  /** When a temporary lock ends by itself; null for a lasting one. */
  readonly liftsAt: number | null;
}

export interface FailureGuard {
  readonly failures: number;
  readonly failuresSinceAcceptance: number;
  /** Attempts refused while locked; they are not evaluated and change no other count. */
  readonly attemptsWhileLocked: number;
  /** Temporary locks since the last acceptance or unlock by the institution. */
  readonly temporaryLocks: number;
  readonly lock: Lock | null;
}

/** The part of the policy that a guard obeys. */
export type LockLimits = Pick<
  Policy['lockout'],
  'threshold' | 'cap' | 'counting' | 'temporary' | 'at_registration'
>;

/** Where an attempt was made: locks may differ for an administrator who registers tokens. */
export type AttemptPlace = 'prompt' | 'administrator_registration';

export const cleanGuard: FailureGuard = {
  failures: 0,
  failuresSinceAcceptance: 0,
  attemptsWhileLocked: 0,
  temporaryLocks: 0,
  lock: null,
};

/** The lock that holds at an instant: a temporary one that has run out does not. */
export function lockAt(guard: FailureGuard, now: number): Lock | null {
  const { lock } = guard;
  return lock !== null && (lock.liftsAt === null || now < lock.liftsAt) ? lock : null;
}

export interface FailureContext {
  readonly limits: LockLimits;
  readonly now: number;
  readonly place: AttemptPlace;
}

/** The guard after one more attempt that was refused; locks at the threshold, or at the cap (ALL-06). */
export function countFailure(guard: FailureGuard, context: FailureContext): FailureGuard {
  if (lockAt(guard, context.now))
    return { ...guard, attemptsWhileLocked: guard.attemptsWhileLocked + 1 };
  // A temporary lock that has run out hands out the threshold's guesses anew, never the cap's.
  const failures = (guard.lock ? 0 : guard.failures) + 1;
  const failuresSinceAcceptance = guard.failuresSinceAcceptance + 1;
  const counted = { ...guard, failures, failuresSinceAcceptance };
  const cause = lockCause(counted, context);
  if (cause === null) return { ...counted, lock: null };
  const temporary = cause === 'temporary' ? context.limits.temporary : null;
  const liftsAt = temporary ? context.now + temporary.minutes * 60_000 : null;
  return {
    ...counted,
    temporaryLocks: counted.temporaryLocks + (temporary ? 1 : 0),
    lock: { lockedAt: context.now, cause, liftsAt },
  };
}

function lockCause(guard: FailureGuard, { limits, place }: FailureContext): LockCause | null {
  if (guard.failuresSinceAcceptance >= limits.cap) return 'cap';
  if (guard.failures < limits.threshold) return null;
  const institutions = limits.at_registration === 'institution_lifts';
  if (place === 'administrator_registration' && institutions) return 'registration';
  const { temporary } = limits;
  return temporary && guard.temporaryLocks < temporary.lasting_after ? 'temporary' : 'threshold';
}

/**
 * The guard after an acceptance: failures count since the last acceptance (ALL-06). A temporary lock
 * that has run out ended a cumulative count too.
 */
export function clearFailures(guard: FailureGuard, limits: LockLimits): FailureGuard {
  const failures = limits.counting === 'cumulative' && !guard.lock ? guard.failures : 0;
  if (isClean(guard, failures)) return guard;
  return { ...cleanGuard, failures };
}

function isClean(guard: FailureGuard, failures: number): boolean {
  const { failuresSinceAcceptance, temporaryLocks, lock } = guard;
  return (
    guard.failures === failures &&
    failuresSinceAcceptance === 0 &&
    temporaryLocks === 0 &&
    lock === null
  );
}

/** The guard after a customer's unlock: the cumulative count stays (ALL-06, row 21). */
export function unlockByCustomer(guard: FailureGuard): FailureGuard {
  return { ...guard, failures: 0, lock: null };
}

/** The guard after the institution's unlock: all counts begin anew. */
export function unlockByInstitution(): FailureGuard {
  return cleanGuard;
}
