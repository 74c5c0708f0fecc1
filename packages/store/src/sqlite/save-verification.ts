import type { Challenge, FailureGuard, Token, User } from '@warifu/engine';
import type { Changes, Loaded } from '@warifu/service';
import { StaleState } from '../writes/stale-state.ts';
import { changedOne, type HotStatements } from './hot-statements.ts';

/**
 * Saves what a verification changes: the token's mark and counts, the user's counts, the
 * challenge's state. Narrow updates touch no index and no column that has not changed, so they are
 * used only when nothing else has: see `isNarrow`.
 */
export function saveVerification(hot: HotStatements, loaded: Loaded, changes: Changes): void {
  const [tokenBefore] = loaded.candidates;
  for (const token of changes.tokens ?? []) saveToken(hot, token, tokenBefore);
  for (const user of changes.users ?? []) saveUser(hot, user);
  for (const challenge of changes.challenges ?? []) {
    saveChallenge(hot, challenge, loaded.view?.challenges[0]);
  }
}

function saveToken(hot: HotStatements, token: Token, before: Token | undefined): void {
  const { guard, lastAcceptedStep, driftSteps, id, version } = token;
  const { failures, failuresSinceAcceptance, attemptsWhileLocked, lock } = guard;
  // The index of locked tokens is left alone unless a lock comes, goes or stays.
  const saved =
    lock === null && before?.guard.lock === null && before.guard.temporaryLocks === 0
      ? changedOne(
          hot.moveToken,
          lastAcceptedStep,
          driftSteps,
          failures,
          failuresSinceAcceptance,
          attemptsWhileLocked,
          version,
          id,
          version - 1,
          lastAcceptedStep,
        )
      : changedOne(
          hot.moveTokenAndLock,
          lastAcceptedStep,
          driftSteps,
          ...guardValues(guard),
          version,
          id,
          version - 1,
          lastAcceptedStep,
        );
  if (!saved) throw new StaleState('token');
}

function saveUser(hot: HotStatements, { guard, id, version }: User): void {
  if (!changedOne(hot.guardUser, ...guardValues(guard), version, id, version - 1))
    throw new StaleState('user');
}

function saveChallenge(hot: HotStatements, it: Challenge, before: Challenge | undefined): void {
  const factors = JSON.stringify(it.factors);
  const from = before?.state ?? null;
  if (!changedOne(hot.proveChallenge, it.state, factors, it.satisfiedAt, it.id, from))
    throw new StaleState('challenge');
}

function guardValues({
  failures,
  failuresSinceAcceptance,
  attemptsWhileLocked,
  lock,
  temporaryLocks,
}: FailureGuard): (number | string | null)[] {
  const { lockedAt, cause, liftsAt } = lock ?? { lockedAt: null, cause: null, liftsAt: null };
  const counts = [failures, failuresSinceAcceptance, attemptsWhileLocked];
  return [...counts, lockedAt, cause, temporaryLocks, liftsAt];
}

const narrowKinds: ReadonlySet<string> = new Set(['tokens', 'users', 'challenges']);

/** True when the narrow updates hold everything that the decision changed. */
export function isNarrow(loaded: Loaded, changes: Changes): boolean {
  if (Object.keys(changes).some((kind) => !narrowKinds.has(kind))) return false;
  const { view } = loaded;
  const tokens = (changes.tokens ?? []).every((it) => isSame(it, view?.tokens[0], fixedOfToken));
  const users = (changes.users ?? []).every((it) => isSame(it, view?.users[0], fixedOfUser));
  return tokens && users && sameChallenges(changes.challenges, view?.challenges[0]);
}

function sameChallenges(changed: Changes['challenges'], before: Challenge | undefined): boolean {
  return (changed ?? []).every((it) => isSame(it, before, fixedOfChallenge));
}

function isSame<T extends object>(after: T, before: T | undefined, fixed: readonly (keyof T)[]) {
  return before !== undefined && fixed.every((key) => after[key] === before[key]);
}

const fixedOfToken = [
  'id',
  'institutionId',
  'contractId',
  'serial',
  'form',
  'kind',
  'algorithm',
  'digits',
  'stepSeconds',
  'state',
  'retireReason',
  'startsOn',
  'expiresOn',
  'shipmentId',
  'lostReportedAt',
  'issuedAt',
  'deviceId',
  'suspendedAt',
  'returnedAt',
  'mailedCode',
  'outOfStep',
] as const satisfies readonly (keyof Token)[];

const fixedOfUser = [
  'id',
  'contractId',
  'loginId',
  'name',
  'role',
  'permissions',
  'state',
  'mailAddress',
  'optedIn',
  'adoptedAt',
  'lastLoginAt',
  'otpUsedAt',
  'optedOutAt',
  'lastRevokedAt',
  'firstEnrolledAt',
] as const satisfies readonly (keyof User)[];

const fixedOfChallenge = [
  'id',
  'contractId',
  'userId',
  'operation',
  'details',
  'targetUserIds',
  'required',
  'reason',
  'rule',
  'createdAt',
  'expiresAt',
] as const satisfies readonly (keyof Challenge)[];
