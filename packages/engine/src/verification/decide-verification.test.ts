import { describe, expect, it } from 'vitest';
import { tokyo } from '../testing/instants.ts';
import { policyWith } from '../testing/policies.ts';
import {
  aBinding,
  aHotpToken,
  aToken,
  aUser,
  aView,
  eventTypes,
  lockedGuard,
  outcome,
  sharing,
  viewAfter,
} from '../testing/views.ts';
import type { Token } from '../token/token.ts';
import type { User } from '../user/user.ts';
import { decideVerification } from './decide-verification.ts';

const policy = policyWith();
const now = tokyo('2015-02-02T12:00:00.000');
const centre = now / 60_000;
const context = { policy, now };

function bound(token: Partial<Token>, user: Partial<User> = {}) {
  return aView({
    users: [aUser('u1', user)],
    tokens: [aToken('t1', token)],
    bindings: [aBinding('u1', 't1')],
  });
}

const right = { userId: 'u1', matches: [centre], wellFormed: true };

describe('ALL-01 · the mark moves forward only', () => {
  const rows: { mark: number; matches: number[]; expected: string }[] = [
    { mark: -1, matches: [0], expected: 'accepted' },
    { mark: -1, matches: [1], expected: 'accepted' },
    { mark: 0, matches: [0], expected: 'code_replayed' },
    { mark: -2, matches: [-1], expected: 'accepted' },
    { mark: 0, matches: [-1], expected: 'code_replayed' }, // older, never used
    { mark: 1, matches: [0], expected: 'code_replayed' },
    { mark: 1, matches: [-1], expected: 'code_replayed' },
    { mark: 1, matches: [], expected: 'code_wrong' },
    { mark: 99, matches: [0], expected: 'code_replayed' },
  ];

  it.each(rows)(
    'rows 1, 4 · mark at now $mark, code of now $matches: $expected',
    ({ mark, matches, expected }) => {
      const view = bound({ lastAcceptedStep: centre + mark });
      const steps = matches.map((step) => centre + step);
      const decision = decideVerification(view, { ...right, matches: steps }, context);
      expect(decision.ok ? 'accepted' : decision.reason).toBe(expected);
      const after = viewAfter(view, decision, context).tokens[0]?.lastAcceptedStep;
      expect(after).toBe(expected === 'accepted' ? steps[0] : centre + mark);
    },
  );
});

describe('ALL-01 · one code that two steps of the window show by chance', () => {
  const rows: { kind: string; mark: number; matches: number[]; mark2: number; expected: string }[] =
    [
      // Accepted once, it is spent as both steps; typed again at once, it is a replay.
      { kind: 'totp', mark: -5, matches: [0, 1], mark2: 1, expected: 'ok' },
      { kind: 'totp', mark: -5, matches: [0, -1], mark2: 0, expected: 'ok' },
      { kind: 'totp', mark: 0, matches: [0, 1], mark2: 0, expected: 'code_replayed' },
      { kind: 'totp', mark: 0, matches: [1, 0], mark2: 0, expected: 'code_replayed' },
      { kind: 'totp', mark: -1, matches: [1, -1], mark2: -1, expected: 'code_replayed' },
      // An event-based token would fall out of step: its counter moves to the first (RFC 4226 7.4).
      { kind: 'hotp', mark: -5, matches: [-4, -1], mark2: -4, expected: 'ok' },
    ];

  it.each(rows)(
    'row 4 · $kind, mark $mark, code of $matches: $expected, mark then $mark2',
    ({ kind, mark, matches, mark2, expected }) => {
      const make = kind === 'hotp' ? aHotpToken : aToken;
      const view = {
        ...bound({}),
        tokens: [make('t1', { lastAcceptedStep: centre + mark })],
      };
      const steps = matches.map((step) => centre + step);
      const decision = decideVerification(view, { ...right, matches: steps }, context);
      expect(outcome(decision)).toBe(expected);
      expect(viewAfter(view, decision, context).tokens[0]?.lastAcceptedStep).toBe(centre + mark2);
    },
  );
});

describe('ALL-01 row 1 · a code works once, whoever shares the token', () => {
  it.each(['u1', 'u2', 'u3'])('accepted for u1, replayed by %s', (userId) => {
    const view = sharing(aUser('u1'), aUser('u2'), aUser('u3'));
    const after = viewAfter(view, decideVerification(view, right, context), context);
    const replay = decideVerification(after, { ...right, userId }, context);
    expect(outcome(replay)).toBe('code_replayed');
    const next = { userId, matches: [centre + 1], wellFormed: true };
    expect(outcome(decideVerification(after, next, context))).toBe('ok');
  });
});

describe('what refuses every code, right or wrong', () => {
  const rows: { what: string; token: Partial<Token>; user?: Partial<User>; expected: string }[] = [
    { what: 'token in stock', token: { state: 'in_stock' }, expected: 'token_not_in_service' },
    { what: 'token in the post', token: { state: 'shipped' }, expected: 'token_not_in_service' },
    { what: 'token delivered', token: { state: 'delivered' }, expected: 'token_not_in_service' },
    { what: 'token retired', token: { state: 'retired' }, expected: 'token_not_in_service' },
    { what: 'starts tomorrow', token: { startsOn: '2015-02-03' }, expected: 'token_not_started' },
    { what: 'starts today', token: { startsOn: '2015-02-02' }, expected: 'ok' },
    { what: 'expired yesterday', token: { expiresOn: '2015-02-01' }, expected: 'token_expired' },
    { what: 'expires today', token: { expiresOn: '2015-02-02' }, expected: 'ok' },
    { what: 'locked user', token: {}, user: { guard: lockedGuard() }, expected: 'user_locked' },
    {
      what: 'user locked at the cap',
      token: {},
      user: { guard: lockedGuard('cap') },
      expected: 'user_locked',
    },
    { what: 'locked token', token: { guard: lockedGuard() }, expected: 'token_locked' },
    {
      what: 'locked user with an expired token',
      token: { expiresOn: '2015-02-01' },
      user: { guard: lockedGuard() },
      expected: 'user_locked',
    },
    { what: 'removed user', token: {}, user: { state: 'removed' }, expected: 'user_unknown' },
  ];

  it.each(rows)('S0-02 S0-09 S0-12 row 28 · $what: $expected', ({ token, user, expected }) => {
    const view = bound(token, user);
    const decision = decideVerification(view, right, context);
    expect(outcome(decision)).toBe(expected);
    if (!decision.ok) expect(eventTypes(decision)).not.toContain('otp_accepted');
  });

  it.each([
    { at: '2015-12-31T23:59:59.999', expected: 'ok' },
    { at: '2016-01-01T00:00:00.000', expected: 'token_expired' },
  ])('S0-12 ALL-02 row 34 · printed 31 December, used at $at: $expected', ({ at, expected }) => {
    const decision = decideVerification(bound({ expiresOn: '2015-12-31' }), right, {
      policy,
      now: tokyo(at),
    });
    expect(outcome(decision)).toBe(expected);
  });

  it('row 23 · an unknown user touches no row', () => {
    const decision = decideVerification(bound({}), { ...right, userId: ' ' }, context);
    expect(decision).toEqual({ ok: false, reason: 'user_unknown', events: [] });
  });

  it('S0-10 row 33 · an ended binding verifies nothing', () => {
    const view = {
      ...bound({}),
      bindings: [aBinding('u1', 't1', { endedAt: now, endReason: 'lost' })],
    };
    expect(outcome(decideVerification(view, right, context))).toBe('not_enrolled');
  });
});
