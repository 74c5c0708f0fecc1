import type { FailureGuard } from '@warifu/engine';
import type { GuardColumns } from '../people-tables.ts';

export function guardFrom(row: GuardColumns): FailureGuard {
  return {
    failures: row.failures,
    failuresSinceAcceptance: row.failures_since_acceptance,
    attemptsWhileLocked: row.attempts_while_locked,
    temporaryLocks: row.temporary_locks,
    lock:
      row.locked_at === null || row.lock_cause === null
        ? null
        : { lockedAt: row.locked_at, cause: row.lock_cause, liftsAt: row.lock_lifts_at },
  };
}

export function guardColumns(guard: FailureGuard): GuardColumns {
  return {
    failures: guard.failures,
    failures_since_acceptance: guard.failuresSinceAcceptance,
    attempts_while_locked: guard.attemptsWhileLocked,
    locked_at: guard.lock?.lockedAt ?? null,
    lock_cause: guard.lock?.cause ?? null,
    temporary_locks: guard.temporaryLocks,
    lock_lifts_at: guard.lock?.liftsAt ?? null,
  };
}
