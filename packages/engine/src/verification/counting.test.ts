import { describe, expect, it } from 'vitest';
import type { ContractView } from '../contract/contract-view.ts';
import { tokyo } from '../testing/instants.ts';
import { policyWith } from '../testing/policies.ts';
import { aUser, aView, eventTypes, lockedGuard, sharing, viewAfter } from '../testing/views.ts';
import { decideVerification } from './decide-verification.ts';

const now = tokyo('2015-02-02T12:00:00.000');
const centre = now / 60_000;

type Scope = 'user_otp' | 'token';

function scoped(scope: Scope) {
  const policy = policyWith(({ lockout }) => {
    lockout.scope = scope;
  });
  return { policy, now };
}

const wrong = { matches: [], wellFormed: true };
const malformed = { matches: [], wellFormed: false };
const replay = { matches: [centre - 9], wellFormed: true };
const right = { matches: [centre], wellFormed: true };

/** Three users share a token whose mark stands at `centre − 1`. */
function three(): ContractView {
  const view = sharing(aUser('u1'), aUser('u2'), aUser('u3'));
  return {
    ...view,
    tokens: view.tokens.map((token) => ({ ...token, lastAcceptedStep: centre - 1 })),
  };
}

function counts(view: ContractView) {
  return [...view.users, ...view.tokens].map((row) => row.guard.failures);
}

describe('everything refused at the prompt counts once', () => {
  const rows: { scope: Scope; what: string; attempt: typeof replay; after: number[] }[] = [
    { scope: 'user_otp', what: 'a wrong code', attempt: wrong, after: [0, 1, 0, 0] },
    { scope: 'user_otp', what: 'a malformed code', attempt: malformed, after: [0, 1, 0, 0] },
    { scope: 'user_otp', what: 'a spent code', attempt: replay, after: [0, 1, 0, 0] },
    { scope: 'user_otp', what: 'a right code', attempt: right, after: [0, 0, 0, 0] },
    { scope: 'token', what: 'a wrong code', attempt: wrong, after: [0, 0, 0, 1] },
    { scope: 'token', what: 'a malformed code', attempt: malformed, after: [0, 0, 0, 1] },
    { scope: 'token', what: 'a spent code', attempt: replay, after: [0, 0, 0, 1] },
    { scope: 'token', what: 'a right code', attempt: right, after: [0, 0, 0, 0] },
  ];

  it.each(rows)(
    'row 7 row 24 · scope $scope, $what of u2: u1 u2 u3 token have $after',
    ({ scope, attempt, after }) => {
      const context = scoped(scope);
      const view = three();
      const decision = decideVerification(view, { userId: 'u2', ...attempt }, context);
      expect(counts(viewAfter(view, decision, context))).toEqual(after);
    },
  );
});

describe('the fifth wrong code locks', () => {
  const rows: { scope: Scope; who: string[]; locked: string[] }[] = [
    { scope: 'user_otp', who: ['u1', 'u1', 'u1', 'u1', 'u1'], locked: ['u1'] },
    { scope: 'user_otp', who: ['u1', 'u1', 'u2', 'u2', 'u3'], locked: [] },
    { scope: 'user_otp', who: ['u1', 'u1', 'u1', 'u1'], locked: [] },
    { scope: 'token', who: ['u1', 'u1', 'u2', 'u2', 'u3'], locked: ['u1', 'u2', 'u3'] },
    { scope: 'token', who: ['u1', 'u1', 'u2', 'u2'], locked: [] },
  ];

  it.each(rows)(
    'S0-09 row 24 · scope $scope, wrong codes of $who: right codes refused for $locked',
    ({ scope, who, locked }) => {
      const context = scoped(scope);
      const view = who.reduce(
        (before, userId) =>
          viewAfter(before, decideVerification(before, { userId, ...wrong }, context), context),
        three(),
      );
      const refused = ['u1', 'u2', 'u3'].filter(
        (userId) => !decideVerification(view, { userId, ...right }, context).ok,
      );
      expect(refused).toEqual(locked);
    },
  );

  it.each([
    { scope: 'user_otp' as const, event: 'user_locked' },
    { scope: 'token' as const, event: 'token_locked' },
  ])('ALL-04 · scope $scope: the lock is an event, $event, once', ({ scope, event }) => {
    const context = scoped(scope);
    let view = three();
    const seen: string[] = [];
    for (let attempt = 0; attempt < 7; attempt++) {
      const decision = decideVerification(view, { userId: 'u1', ...wrong }, context);
      seen.push(eventTypes(decision).join('+'));
      view = viewAfter(view, decision, context);
    }
    const refused = 'otp_refused';
    const four = [refused, refused, refused, refused];
    expect(seen).toEqual([...four, `${refused}+${event}`, refused, refused]);
  });
});

describe('between two acceptances', () => {
  it('row 12 · of 200 guesses, the right code last, five are evaluated', () => {
    const context = scoped('user_otp');
    let view = three();
    const reasons: string[] = [];
    for (let guess = 0; guess < 200; guess++) {
      const attempt = guess < 5 ? wrong : right;
      const decision = decideVerification(view, { userId: 'u1', ...attempt }, context);
      reasons.push(decision.ok ? 'ok' : decision.reason);
      view = viewAfter(view, decision, context);
    }
    expect(reasons.filter((reason) => reason !== 'user_locked')).toHaveLength(5);
    expect(view.users[0]?.guard).toMatchObject({ failures: 5, attemptsWhileLocked: 195 });
  });

  it('ALL-06 · an acceptance clears the count', () => {
    const context = scoped('user_otp');
    const attempts = [wrong, wrong, wrong, wrong, right, wrong, wrong, wrong, wrong];
    const view = attempts.reduce(
      (before, attempt) =>
        viewAfter(
          before,
          decideVerification(before, { userId: 'u1', ...attempt }, context),
          context,
        ),
      three(),
    );
    expect(view.users[0]?.guard).toMatchObject({ failures: 4, lock: null });
  });
});

describe('who has no token', () => {
  it('row 23 · counts on the user, whatever the scope, since there is nothing else', () => {
    for (const scope of ['user_otp', 'token'] as const) {
      const context = scoped(scope);
      const view = aView({ users: [aUser('u1')] });
      const decision = decideVerification(view, { userId: 'u1', ...wrong }, context);
      expect(decision).toMatchObject({ ok: false, reason: 'not_enrolled' });
      expect(viewAfter(view, decision, context).users[0]?.guard.failures).toBe(1);
    }
  });
});

describe('scope token, and a user who is locked himself', () => {
  it('row 12 row 24 · his attempts are not evaluated and do not count on the shared token', () => {
    const context = scoped('token');
    const before = three();
    const locked = aUser('u1', { guard: lockedGuard() });
    let view: ContractView = { ...before, users: [locked, ...before.users.slice(1)] };
    for (let attempt = 0; attempt < 6; attempt++)
      view = viewAfter(
        view,
        decideVerification(view, { userId: 'u1', ...wrong }, context),
        context,
      );
    expect(view.users[0]?.guard.attemptsWhileLocked).toBe(6);
    expect(view.tokens[0]?.guard.failures).toBe(0);
    expect(decideVerification(view, { userId: 'u2', ...right }, context).ok).toBe(true);
  });
});
