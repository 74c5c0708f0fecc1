import { describe, expect, it } from 'vitest';
import { tokyo } from '../testing/instants.ts';
import {
  cleanGuard,
  clearFailures,
  countFailure,
  type FailureGuard,
  type LockLimits,
  lockAt,
  unlockByCustomer,
  unlockByInstitution,
} from './guard.ts';

const start = tokyo('2015-02-01T12:00:00.000');
const minute = 60_000;

/** Three wrong codes lock for 30 minutes, twice; the third lock lasts. */
const limits: LockLimits = {
  threshold: 3,
  cap: 20,
  counting: 'consecutive',
  temporary: { minutes: 30, lasting_after: 2 },
  at_registration: 'as_elsewhere',
};

interface Played {
  readonly guard: FailureGuard;
  readonly now: number;
}

/**
 * A story: `w` a wrong code, `a` an acceptance, `c` / `i` an unlock by whom, `-` 30 minutes less a
 * millisecond, `+` one millisecond.
 */
function play(story: string, changed: Partial<LockLimits> = {}): Played {
  const using = { ...limits, ...changed };
  return [...story.replaceAll(' ', '')].reduce<Played>(
    ({ guard, now }, act) => {
      switch (act) {
        case '-':
          return { guard, now: now + 30 * minute - 1 };
        case '+':
          return { guard, now: now + 1 };
        case 'w':
          return { guard: countFailure(guard, { limits: using, now, place: 'prompt' }), now };
        case 'a':
          return { guard: clearFailures(guard, using), now };
        case 'c':
          return { guard: unlockByCustomer(guard), now };
        default:
          return { guard: unlockByInstitution(), now };
      }
    },
    { guard: cleanGuard, now: start },
  );
}

/** The cause of the lock that holds at the end of a story. */
function lockAfter(story: string, changed: Partial<LockLimits> = {}): string | null {
  const { guard, now } = play(story, changed);
  return lockAt(guard, now)?.cause ?? null;
}

describe('a lock that ends by itself', () => {
  const rows: { story: string; lock: string | null }[] = [
    { story: 'ww', lock: null },
    { story: 'www', lock: 'temporary' },
    { story: 'www -', lock: 'temporary' }, // 29:59.999
    { story: 'www - +', lock: null }, // 30:00.000
    { story: 'www - + ww', lock: null }, // the threshold's guesses anew
    { story: 'www - + www', lock: 'temporary' },
    { story: 'www - + www - +', lock: null },
    { story: 'www - + www - + www', lock: 'threshold' }, // after two the third lasts
    { story: 'www - + www - + www - +', lock: 'threshold' },
    { story: 'www - + www - + www - + - + - +', lock: 'threshold' },
    // An acceptance begins the count of temporary locks anew, a customer's unlock does not.
    { story: 'www - + www - + a www', lock: 'temporary' },
    { story: 'www - + www c www', lock: 'threshold' },
    { story: 'www c www', lock: 'temporary' },
    { story: 'www - + www - + www c www', lock: 'threshold' },
    { story: 'www - + www - + www i www', lock: 'temporary' },
    { story: 'www i', lock: null },
  ];

  it.each(rows)('S0-09 ALL-02 ALL-06 · "$story": $lock', ({ story, lock }) => {
    expect(lockAfter(story)).toBe(lock);
  });

  it.each([
    { lastingAfter: 1, locks: ['temporary', 'threshold', 'threshold'] },
    { lastingAfter: 2, locks: ['temporary', 'temporary', 'threshold'] },
    { lastingAfter: 3, locks: ['temporary', 'temporary', 'temporary'] },
  ])('S0-09 · lasting after $lastingAfter: $locks', ({ lastingAfter, locks }) => {
    const using = { temporary: { minutes: 30, lasting_after: lastingAfter } };
    const stories = ['www', 'www - + www', 'www - + www - + www'];
    expect(stories.map((story) => lockAfter(story, using))).toEqual(locks);
  });

  it('ALL-02 · says when it ends, and keeps saying so while it is tried', () => {
    const { guard } = play('www - w');
    expect(guard).toMatchObject({
      attemptsWhileLocked: 1,
      lock: { lockedAt: start, cause: 'temporary', liftsAt: start + 30 * minute },
    });
    expect(play('www - + www - + www').guard.lock?.liftsAt).toBeNull();
  });
});

describe('the cap wins', () => {
  const rows: { story: string; cap: number; lock: string | null }[] = [
    { story: 'www', cap: 3, lock: 'cap' },
    { story: 'www - + ww', cap: 5, lock: 'cap' }, // below the threshold, at the cap
    { story: 'www - + w', cap: 5, lock: null },
    { story: 'www - + www', cap: 6, lock: 'cap' },
    { story: 'www - + ww a ww', cap: 6, lock: null }, // counted since the last acceptance
    { story: 'www - + www - +', cap: 6, lock: 'cap' }, // and it does not run out
  ];

  it.each(rows)('ALL-06 · "$story", cap $cap: $lock', ({ story, cap, lock }) => {
    expect(lockAfter(story, { cap })).toBe(lock);
  });

  it('ALL-06 row 21 · waiting out every lock gives 20 guesses and no more', () => {
    let evaluated = 0;
    let { guard, now } = play('');
    for (let attempt = 0; attempt < 500; attempt += 1) {
      if (!lockAt(guard, now)) evaluated += 1;
      guard = countFailure(guard, { limits: forever, now, place: 'prompt' });
      now += 31 * minute;
    }
    expect(evaluated).toBe(20);
  });
});

const forever: LockLimits = { ...limits, temporary: { minutes: 30, lasting_after: 100 } };

describe('temporary locks where the count is cumulative', () => {
  const rows: { story: string; failures: number; lock: string | null }[] = [
    { story: 'ww a w', failures: 3, lock: 'temporary' },
    { story: 'ww a w - + w', failures: 1, lock: null },
    // Whoever waited the lock out and then proved himself is not worse off than who guessed on.
    { story: 'ww a w - + a w', failures: 1, lock: null },
    { story: 'ww a w - + a ww a w', failures: 3, lock: 'temporary' },
  ];

  it.each(rows)('S0-09 · "$story": $failures failures, $lock', ({ story, failures, lock }) => {
    const cumulative = { counting: 'cumulative' as const };
    expect(play(story, cumulative).guard.failures).toBe(failures);
    expect(lockAfter(story, cumulative)).toBe(lock);
  });
});
