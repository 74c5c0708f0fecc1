import { describe, expect, it } from 'vitest';
import type { ContractView } from '../contract/contract-view.ts';
import { tokyo } from '../testing/instants.ts';
import { policyWith } from '../testing/policies.ts';
import {
  aChallenge,
  aUser,
  eventTypes,
  lockedGuard,
  outcome,
  sharing,
  viewAfter,
} from '../testing/views.ts';
import type { User } from '../user/user.ts';
import type { Challenge } from './challenge.ts';
import { decideProof, type ProveChallenge } from './decide-proof.ts';

/** The challenge of `aChallenge` was opened at 12:00:00.000 and ends at 12:05:00.000. */
const now = tokyo('2015-02-02T12:01:00.000');
const centre = now / 60_000;
const policy = policyWith(); // fixed factors are good for 120 s
const rightCode = { matches: [centre], wellFormed: true };
const wrongCode = { matches: [], wellFormed: true };

function asked(challenge: Partial<Challenge> = {}, user: Partial<User> = {}): ContractView {
  return { ...sharing(aUser('u1', user)), challenges: [aChallenge('x', challenge)] };
}

function prove(view: ContractView, parts: Partial<ProveChallenge> = {}, at = now) {
  const context = { policy, now: at };
  const pin = { kind: 'pin', checkedAt: at };
  const command = { challengeId: 'x', factors: [pin], code: rightCode, ...parts };
  const decision = decideProof(view, command, context);
  return { decision, after: viewAfter(view, decision, context) };
}

describe('the state of the challenge', () => {
  const rows: { what: string; challenge: Partial<Challenge>; expected: string }[] = [
    { what: 'open', challenge: {}, expected: 'ok' },
    { what: 'satisfied', challenge: { state: 'satisfied' }, expected: 'challenge_not_open' },
    { what: 'consumed', challenge: { state: 'consumed' }, expected: 'challenge_not_open' },
    {
      what: 'asks nothing',
      challenge: { state: 'satisfied', required: 'none', factors: [] },
      expected: 'challenge_not_open',
    },
    {
      what: 'asks for registration',
      challenge: { required: 'registration' },
      expected: 'challenge_needs_registration',
    },
    { what: 'blocked', challenge: { required: 'blocked' }, expected: 'challenge_blocked' },
    { what: 'of another id', challenge: { id: 'y' }, expected: 'challenge_unknown' },
    { what: 'of a removed user', challenge: { userId: 'u9' }, expected: 'user_unknown' },
    {
      what: 'of a removed user, fixed factors only',
      challenge: { userId: 'u9', required: 'fixed_factors', factors: ['pin'] },
      expected: 'user_unknown',
    },
  ];

  it.each(rows)('S0-06 row 9 · $what: $expected', ({ challenge, expected }) => {
    const { decision, after } = prove(asked(challenge));
    expect(outcome(decision)).toBe(expected);
    // Only a proof spends the code.
    expect(after.tokens[0]?.lastAcceptedStep).toBe(expected === 'ok' ? centre : -1);
    expect(after.users[0]?.guard.failures).toBe(0);
  });

  it.each([
    { at: '2015-02-02T12:04:59.999', expected: 'ok' },
    { at: '2015-02-02T12:05:00.000', expected: 'challenge_expired' },
    { at: '2015-02-02T12:05:00.001', expected: 'challenge_expired' },
  ])('ALL-02 · proved at $at: $expected', ({ at, expected }) => {
    const instant = tokyo(at);
    const code = { matches: [Math.floor(instant / 60_000)], wellFormed: true };
    expect(outcome(prove(asked(), { code }, instant).decision)).toBe(expected);
  });
});

describe('fixed factors come before the code', () => {
  const factor = (kind: string, ageMs: number) => ({ kind, checkedAt: now - ageMs });
  const rows: { what: string; factors: ProveChallenge['factors']; expected: string }[] = [
    { what: 'none stated', factors: [], expected: 'factors_missing' },
    { what: 'another kind', factors: [factor('login_credential', 0)], expected: 'factors_missing' },
    { what: 'just checked', factors: [factor('pin', 0)], expected: 'ok' },
    { what: '120,000 ms old', factors: [factor('pin', 120_000)], expected: 'ok' },
    { what: '120,001 ms old', factors: [factor('pin', 120_001)], expected: 'factors_missing' },
    { what: 'a clock 5 s ahead', factors: [factor('pin', -5_000)], expected: 'ok' },
    {
      what: 'a clock 5.001 s ahead',
      factors: [factor('pin', -5_001)],
      expected: 'factors_missing',
    },
    { what: 'otp as a factor', factors: [factor('otp', 0)], expected: 'factors_missing' },
    {
      what: 'stale and fresh',
      factors: [factor('pin', 500_000), factor('pin', 1)],
      expected: 'ok',
    },
    {
      what: 'more than asked',
      factors: [factor('confirmation_password', 0), factor('pin', 0)],
      expected: 'ok',
    },
  ];

  it.each(rows)('S0-06 · the PIN, $what: $expected', ({ factors, expected }) => {
    expect(outcome(prove(asked(), { factors }).decision)).toBe(expected);
  });

  it.each(rows.filter((row) => row.expected === 'factors_missing'))(
    'row 18 row 23 · $what: a code beside it is neither spent nor counted',
    ({ factors }) => {
      for (const code of [rightCode, wrongCode, { matches: [], wellFormed: false }]) {
        const view = asked();
        const { decision } = prove(view, { factors, code });
        expect(decision).toEqual({ ok: false, reason: 'factors_missing', events: [] });
      }
    },
  );

  it('S0-06 · the factors alone do not prove what asks for a code', () => {
    const { decision } = prove(asked(), { code: undefined });
    expect(decision).toEqual({ ok: false, reason: 'factors_missing', events: [] });
  });

  it('S0-03 · where fixed factors are all, a code beside them is not looked at', () => {
    const view = asked({ required: 'fixed_factors', factors: ['pin'] });
    for (const code of [undefined, rightCode, wrongCode]) {
      const { decision } = prove(view, { code });
      expect(eventTypes(decision)).toEqual(['challenge_satisfied']);
    }
  });
});

describe('the code', () => {
  const rows: {
    what: string;
    code: NonNullable<ProveChallenge['code']>;
    user?: Partial<User>;
    expected: string;
  }[] = [
    { what: 'right', code: rightCode, expected: 'ok' },
    { what: 'wrong', code: wrongCode, expected: 'code_wrong' },
    { what: 'malformed', code: { matches: [], wellFormed: false }, expected: 'code_malformed' },
    {
      what: 'right, but he was locked meanwhile',
      code: rightCode,
      user: { guard: lockedGuard() },
      expected: 'user_locked',
    },
  ];

  it.each(rows)('S0-06 rows 13, 19 · $what: $expected', ({ code, user, expected }) => {
    const { decision, after } = prove(asked({}, user), { code });
    expect(outcome(decision)).toBe(expected);
    expect(after.challenges[0]?.state).toBe(decision.ok ? 'satisfied' : 'open');
  });

  it('S0-06 · a proof is the acceptance and then the satisfaction, at this instant', () => {
    const { decision, after } = prove(asked());
    expect(eventTypes(decision)).toEqual(['otp_accepted', 'challenge_satisfied']);
    expect(after.challenges[0]).toMatchObject({ state: 'satisfied', satisfiedAt: now });
  });

  it('row 9 · the code of one challenge does not prove another', () => {
    const view = { ...asked(), challenges: [aChallenge('x'), aChallenge('y')] };
    const { after } = prove(view);
    expect(outcome(prove(after, { challengeId: 'y' }).decision)).toBe('code_replayed');
  });

  it('row 15 · new challenges give no new budget', () => {
    const challenges = Array.from({ length: 8 }, (_, index) => aChallenge(`x${index}`));
    let view: ContractView = { ...sharing(aUser('u1')), challenges };
    const reasons = challenges.map(({ id }) => {
      const { decision, after } = prove(view, { challengeId: id, code: wrongCode });
      view = after;
      return outcome(decision);
    });
    expect(reasons.filter((reason) => reason === 'code_wrong')).toHaveLength(5);
    expect(reasons.filter((reason) => reason === 'user_locked')).toHaveLength(3);
  });
});

describe('what spared him the code must still do so at the proof', () => {
  const details = JSON.stringify({ approval: 'none', stage: 'commit' });
  const adopted = { firstDeliveredAt: tokyo('2015-01-15') };
  const rows: {
    what: string;
    reason: string;
    contract: Partial<ContractView['contract']>;
    enrolled?: boolean;
    user?: Partial<User>;
    expected: string;
  }[] = [
    { what: 'in grace', reason: 'grace', contract: adopted, expected: 'ok' },
    {
      what: 'grace is over',
      reason: 'grace',
      contract: { firstDeliveredAt: tokyo('2015-01-02') },
      expected: 'challenge_needs_registration',
    },
    {
      what: 'he registered meanwhile',
      reason: 'grace',
      contract: adopted,
      enrolled: true,
      expected: 'challenge_needs_registration',
    },
    { what: 'not adopted', reason: 'not_adopted', contract: { adoptedAt: null }, expected: 'ok' },
    { what: 'adopted since', reason: 'not_adopted', contract: adopted, expected: 'ok' },
    {
      what: 'adopted since, and his binding ended',
      reason: 'not_adopted',
      contract: adopted,
      user: { firstEnrolledAt: 5 },
      expected: 'challenge_needs_registration',
    },
    {
      what: 'concerned since',
      reason: 'not_concerned',
      contract: { firstDeliveredAt: tokyo('2015-01-02') },
      expected: 'challenge_needs_registration',
    },
    {
      what: 'he may not any more',
      reason: 'grace',
      contract: adopted,
      user: { permissions: [] },
      expected: 'challenge_blocked',
    },
  ];

  it.each(rows)('S0-03 S0-04 ALL-02 · $what: $expected', (row) => {
    const fixed = { required: 'fixed_factors', factors: ['pin'], reason: row.reason } as const;
    const whole = asked({ ...fixed, details }, row.user);
    const bindings = row.enrolled ? whole.bindings : [];
    // The hot path loads no shipments, applications or other users.
    const view = { ...whole, bindings, contract: { ...whole.contract, ...row.contract } };
    expect(outcome(prove(view, { code: undefined }).decision)).toBe(row.expected);
  });
});
