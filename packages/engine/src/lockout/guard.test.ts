import { describe, expect, it } from 'vitest';
import { tokyo } from '../testing/instants.ts';
import {
  cleanGuard,
  clearFailures,
  countFailure,
  type FailureGuard,
  type LockLimits,
  unlockByCustomer,
  unlockByInstitution,
} from './guard.ts';

const now = tokyo('2015-02-01T12:00:00.000');
const limits: LockLimits = {
  threshold: 5,
  cap: 20,
  counting: 'consecutive',
  temporary: null,
  at_registration: 'as_elsewhere',
};

/** The context of a wrong code at the prompt. */
const wrong = (using: LockLimits, at = now) => ({
  limits: using,
  now: at,
  place: 'prompt' as const,
});

/**
 * What happens to a guard: `w` a wrong code, `r` one while an administrator registers tokens, `a` an
 * acceptance, `c` / `i` an unlock by whom.
 */
function play(story: string, changed: Partial<LockLimits> = {}): FailureGuard {
  const using = { ...limits, ...changed };
  return [...story.replaceAll(' ', '')].reduce((guard, act) => {
    if (act === 'w') return countFailure(guard, wrong(using));
    if (act === 'r')
      return countFailure(guard, { ...wrong(using), place: 'administrator_registration' });
    if (act === 'a') return clearFailures(guard, using);
    return act === 'c' ? unlockByCustomer(guard) : unlockByInstitution();
  }, cleanGuard);
}

describe('threshold 5, cap 20', () => {
  const rows: { story: string; failures: number; since: number; lock: string | null }[] = [
    { story: '', failures: 0, since: 0, lock: null },
    { story: 'wwww', failures: 4, since: 4, lock: null },
    { story: 'wwwww', failures: 5, since: 5, lock: 'threshold' },
    { story: 'wwww a wwww', failures: 4, since: 4, lock: null },
    { story: 'wwww a wwwww', failures: 5, since: 5, lock: 'threshold' },
    { story: 'wwwww c', failures: 0, since: 5, lock: null },
    { story: 'wwwww c wwww', failures: 4, since: 9, lock: null },
    { story: 'wwwww c wwwww', failures: 5, since: 10, lock: 'threshold' },
    { story: 'wwwww c wwwww c wwwww c wwww', failures: 4, since: 19, lock: null },
    { story: 'wwwww c wwwww c wwwww c wwwww', failures: 5, since: 20, lock: 'cap' },
    { story: 'wwwww c wwwww c wwwww c ww a wwww', failures: 4, since: 4, lock: null },
    { story: 'wwwww c wwwww c wwwww c wwwww i', failures: 0, since: 0, lock: null },
    { story: 'wwwww i wwwww', failures: 5, since: 5, lock: 'threshold' },
  ];

  it.each(rows)(
    'S0-09 ALL-06 row 21 · "$story": $failures failures, $since in all, lock $lock',
    ({ story, failures, since, lock }) => {
      const guard = play(story);
      expect([guard.failures, guard.failuresSinceAcceptance]).toEqual([failures, since]);
      expect(guard.lock?.cause ?? null).toBe(lock);
    },
  );

  it.each([
    { using: { threshold: 1, cap: 1 }, story: 'w', lock: 'cap' },
    { using: { threshold: 1, cap: 2 }, story: 'w', lock: 'threshold' },
    { using: { threshold: 5, cap: 5 }, story: 'wwwww', lock: 'cap' },
    { using: { threshold: 5, cap: 7 }, story: 'wwwww c ww', lock: 'cap' },
    { using: { threshold: 3, cap: 20 }, story: 'www', lock: 'threshold' },
  ])('ALL-06 · $using and "$story" lock by $lock', ({ using, story, lock }) => {
    expect(play(story, using).lock?.cause).toBe(lock);
  });
});

describe('cumulative: only an unlock clears the count', () => {
  const rows: { story: string; failures: number; since: number; lock: string | null }[] = [
    { story: 'wwww a', failures: 4, since: 0, lock: null },
    { story: 'wwww a w', failures: 5, since: 1, lock: 'threshold' },
    { story: 'w a w a w a w a w', failures: 5, since: 1, lock: 'threshold' },
    { story: 'w a w a w a w a', failures: 4, since: 0, lock: null },
    { story: 'wwww a w c wwww', failures: 4, since: 5, lock: null },
    { story: 'wwww a w i', failures: 0, since: 0, lock: null },
    // The cap counts from the last acceptance whatever the threshold does (ALL-06).
    { story: 'wwwww c wwwww c wwwww c wwwww', failures: 5, since: 20, lock: 'cap' },
    { story: 'wwwww c wwwww c wwwww c wwww a w', failures: 5, since: 1, lock: 'threshold' },
  ];

  it.each(rows)('S0-09 ALL-06 · "$story": $failures, $since, lock $lock', (row) => {
    const guard = play(row.story, { counting: 'cumulative' });
    expect([guard.failures, guard.failuresSinceAcceptance]).toEqual([row.failures, row.since]);
    expect(guard.lock?.cause ?? null).toBe(row.lock);
  });
});

describe('a lock while an administrator registers tokens', () => {
  const institution = { at_registration: 'institution_lifts' as const };
  const rows: { story: string; using: Partial<LockLimits>; lock: string | null }[] = [
    { story: 'rrrrr', using: {}, lock: 'threshold' },
    { story: 'rrrrr', using: institution, lock: 'registration' },
    { story: 'wwwww', using: institution, lock: 'threshold' },
    { story: 'rrrr', using: institution, lock: null },
    // The attempt that locks decides, wherever the ones before it were made.
    { story: 'wwwwr', using: institution, lock: 'registration' },
    { story: 'rrrrw', using: institution, lock: 'threshold' },
    { story: 'rrrrr', using: { ...institution, cap: 5 }, lock: 'cap' },
    {
      story: 'rrrrr',
      using: { ...institution, temporary: { minutes: 30, lasting_after: 3 } },
      lock: 'registration',
    },
    {
      story: 'rrrrr',
      using: { temporary: { minutes: 30, lasting_after: 3 } },
      lock: 'temporary',
    },
  ];

  it.each(rows)('S3-05 · "$story" under $using: $lock', ({ story, using, lock }) => {
    const guard = play(story, using);
    expect(guard.lock?.cause ?? null).toBe(lock);
    if (lock === 'registration') expect(guard.lock?.liftsAt).toBeNull();
  });
});

describe('while locked', () => {
  it('row 12 · further attempts change nothing but their own count, and not the time of the lock', () => {
    const locked = play('wwwww');
    const after = countFailure(
      countFailure(locked, wrong(limits, now + 1)),
      wrong(limits, now + 2),
    );
    expect(after).toEqual({ ...locked, attemptsWhileLocked: 2 });
    expect(after.lock).toEqual({ lockedAt: now, cause: 'threshold', liftsAt: null });
  });

  it('ALL-06 · attempts while locked do not come near the cap', () => {
    const guard = play('wwwww wwwwwwwwwwwwwwwwwwww c');
    expect(guard).toMatchObject({ failures: 0, failuresSinceAcceptance: 5, lock: null });
  });
});

describe('row 21 · 30 days of guessing with an unlock after every lock', () => {
  it('evaluates 20 guesses and no more: P(hit) = 1 − (1 − 3/10^6)^20', () => {
    let guard = cleanGuard;
    let evaluated = 0;
    for (let day = 0; day < 30; day++) {
      for (let attempt = 0; attempt < 50; attempt++) {
        if (!guard.lock) evaluated += 1;
        guard = countFailure(guard, wrong(limits));
      }
      if (guard.lock?.cause === 'threshold') guard = unlockByCustomer(guard);
    }
    expect(evaluated).toBe(20);
    expect(1 - (1 - 3e-6) ** evaluated).toBeCloseTo(6e-5, 8);
  });
});

describe('clearFailures', () => {
  it('keeps the identity of a clean guard, so that an acceptance saves no user for nothing', () => {
    expect(clearFailures(cleanGuard, limits)).toBe(cleanGuard);
    expect(clearFailures(cleanGuard, { ...limits, counting: 'cumulative' })).toBe(cleanGuard);
  });

  it('keeps that of a cumulative count that an acceptance does not change', () => {
    const counted = { ...cleanGuard, failures: 3 };
    expect(clearFailures(counted, { ...limits, counting: 'cumulative' })).toBe(counted);
    expect(clearFailures(counted, limits)).toEqual(cleanGuard);
  });
});
