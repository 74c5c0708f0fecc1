import { describe, expect, it } from 'vitest';
import type { ContractView } from '../contract/contract-view.ts';
import type { Policy } from '../policy/policy-schema.ts';
import { staff, user } from '../testing/cast.ts';
import { tokyo } from '../testing/instants.ts';
import { policyWith } from '../testing/policies.ts';
import {
  aBinding,
  aContract,
  aHotpToken,
  aToken,
  aUser,
  aView,
  eventTypes,
  lockedGuard,
  outcome,
  viewAfter,
} from '../testing/views.ts';
import type { Token } from '../token/token.ts';
import { decideVerification } from '../verification/decide-verification.ts';
import { decideResynchronisation, type Resynchronise } from './decide-resynchronisation.ts';

const now = tokyo('2015-02-10T12:00:00.000');
const step = now / 60_000;
const policy = policyWith();

function company(token: Partial<Token> = {}, counter = false): ContractView {
  const make = counter ? aHotpToken : aToken;
  return aView({
    users: [aUser('u1'), aUser('u2'), aUser('free')],
    tokens: [make('t1', { lastAcceptedStep: counter ? 10 : step - 5, ...token })],
    bindings: [aBinding('u1', 't1'), aBinding('u2', 't1')],
  });
}

function resync(command: Partial<Resynchronise>, view = company(), by: Policy = policy) {
  const full: Resynchronise = {
    tokenId: 't1',
    acting: user('u1'),
    first: [step + 20],
    second: [step + 21],
    ...command,
  };
  const decision = decideResynchronisation(view, full, { policy: by, now });
  return { decision, after: viewAfter(view, decision, { policy: by, now }) };
}

describe('which pairs are consecutive and unspent', () => {
  const mark = step - 5;
  const rows: { what: string; first: number[]; second: number[]; expected: string }[] = [
    { what: 'consecutive, ahead', first: [step + 20], second: [step + 21], expected: 'ok' },
    { what: 'consecutive, behind now', first: [mark + 1], second: [mark + 2], expected: 'ok' },
    { what: 'the same twice', first: [step + 20], second: [step + 20], expected: 'code_wrong' },
    { what: 'one between', first: [step + 20], second: [step + 22], expected: 'code_wrong' },
    {
      what: 'the wrong way round',
      first: [step + 21],
      second: [step + 20],
      expected: 'code_wrong',
    },
    { what: 'the first is none', first: [], second: [step + 21], expected: 'code_wrong' },
    { what: 'the second is none', first: [step + 20], second: [], expected: 'code_wrong' },
    { what: 'both spent', first: [mark - 1], second: [mark], expected: 'code_wrong' },
    { what: 'the first spent', first: [mark], second: [mark + 1], expected: 'code_wrong' },
    {
      what: 'a chance match beside the pair',
      first: [step - 2, step + 20],
      second: [step + 21],
      expected: 'ok',
    },
    {
      what: 'two pairs that fit',
      first: [step + 20, step + 40],
      second: [step + 21, step + 41],
      expected: 'code_wrong',
    },
    {
      what: 'two pairs, one of them spent',
      first: [mark - 3, step + 40],
      second: [mark - 2, step + 41],
      expected: 'ok',
    },
  ];
  it.each(rows)('row 6 · $what: $expected', ({ first, second, expected }) => {
    const { decision, after } = resync({ first, second });
    expect(outcome(decision)).toBe(expected);
    if (!decision.ok) {
      expect(after.tokens[0]?.lastAcceptedStep).toBe(mark);
      expect(after.users[0]?.guard.failures).toBe(1);
    }
  });

  it('row 6 ALL-01 · both are spent, and the drift is what they have shown', () => {
    const { decision, after } = resync({});
    expect(eventTypes(decision)).toEqual(['token_resynchronised', 'otp_accepted']);
    expect(after.tokens[0]).toMatchObject({ lastAcceptedStep: step + 21, driftSteps: 21 });
    for (const [matches, expected] of [
      [[step + 20], 'code_replayed'],
      [[step + 21], 'code_replayed'],
      [[step + 22], 'ok'],
    ] as const) {
      const code = { userId: 'u2', matches, wellFormed: true };
      expect(outcome(decideVerification(after, code, { policy, now }))).toBe(expected);
    }
    expect(outcome(resync({}, after).decision)).toBe('code_wrong');
  });

  it('row 5 · a counter moves to the second and has no drift', () => {
    const { after } = resync({ first: [40], second: [41] }, company({}, true));
    expect(after.tokens[0]).toMatchObject({ lastAcceptedStep: 41, driftSteps: 0 });
    const spent = resync({ first: [9], second: [10] }, company({}, true));
    expect(outcome(spent.decision)).toBe('code_wrong');
  });

  it('ALL-06 · two right codes end the count of wrong ones', () => {
    const guard = { ...aUser('u1').guard, failures: 4, failuresSinceAcceptance: 9 };
    const view = { ...company(), users: [aUser('u1', { guard }), aUser('u2', { guard })] };
    const { after } = resync({}, view);
    expect(after.users.map((one) => one.guard.failuresSinceAcceptance)).toEqual([0, 9]);
  });
});

describe('who corrects whose token', () => {
  const by = (...who: ('user' | 'staff')[]) =>
    policyWith(({ authenticators }) => {
      for (const one of authenticators) one.resynchronisation.by = who;
    });
  const rows: { what: string; command: Partial<Resynchronise>; rule: Policy; expected: string }[] =
    [
      { what: 'his user', command: {}, rule: policy, expected: 'ok' },
      { what: 'a sharer', command: { acting: user('u2') }, rule: policy, expected: 'ok' },
      {
        what: 'another',
        command: { acting: user('free') },
        rule: policy,
        expected: 'not_in_service',
      },
      {
        what: 'nobody known',
        command: { acting: user('u9') },
        rule: policy,
        expected: 'not_in_service',
      },
      {
        what: 'a token that is none',
        command: { tokenId: 't9' },
        rule: policy,
        expected: 'token_unknown',
      },
      { what: 'staff', command: { acting: staff() }, rule: policy, expected: 'ok' },
      {
        what: 'staff for a sharer',
        command: { acting: staff(), userId: 'u2' },
        rule: policy,
        expected: 'ok',
      },
      {
        what: 'staff for another',
        command: { acting: staff(), userId: 'free' },
        rule: policy,
        expected: 'not_in_service',
      },
      {
        what: 'no desk',
        command: { acting: staff('other') },
        rule: policy,
        expected: 'desk_not_allowed',
      },
      {
        what: 'a user where staff do it',
        command: {},
        rule: by('staff'),
        expected: 'resynchronisation_not_offered',
      },
      {
        what: 'staff where users do it',
        command: { acting: staff() },
        rule: by('user'),
        expected: 'resynchronisation_not_offered',
      },
      {
        what: 'anybody where nobody does',
        command: {},
        rule: by(),
        expected: 'resynchronisation_not_offered',
      },
    ];
  it.each(rows)('$what: $expected', ({ command, rule, expected }) => {
    expect(outcome(resync(command, company(), rule).decision)).toBe(expected);
  });

  it('row 17 · wrong pairs count on whose codes they are', () => {
    const wrong = { first: [], second: [] };
    const failures = (view: ContractView) => view.users.map((one) => one.guard.failures);
    expect(failures(resync({ ...wrong, acting: user('u2') }).after)).toEqual([0, 1, 0]);
    expect(failures(resync({ ...wrong, acting: staff(), userId: 'u2' }).after)).toEqual([0, 1, 0]);
    expect(failures(resync({ ...wrong, acting: staff() }).after)).toEqual([1, 0, 0]);
  });

  it('row 72 · after a restore staff always can', () => {
    const view = company({ outOfStep: true }, true);
    const pair = { first: [40], second: [41], acting: staff() };
    const { decision, after } = resync(pair, view, by());
    expect(outcome(decision)).toBe('ok');
    expect(after.tokens[0]?.outOfStep).toBe(false);
    expect(outcome(resync({ ...pair, acting: user('u1') }, view, by()).decision)).toBe(
      'resynchronisation_not_offered',
    );
  });
});

describe('what refuses the right pair unseen', () => {
  const locked = { guard: lockedGuard() };
  const stopping = policyWith((document) => {
    document.emergency_stop = { roles: [], scheduled_transfers: 'stop', lifted_by_desk: 'desk' };
  });
  const rows: { what: string; view: ContractView; by?: Policy; expected: string }[] = [
    {
      what: 'a locked user',
      view: { ...company(), users: [aUser('u1', locked), aUser('u2')] },
      expected: 'user_locked',
    },
    { what: 'a locked token', view: company(locked), expected: 'token_locked' },
    { what: 'a paused token', view: company({ suspendedAt: 1 }), expected: 'token_suspended' },
    {
      what: 'an expired token',
      view: company({ expiresOn: '2015-02-09' }),
      expected: 'token_expired',
    },
    {
      what: 'a stopped contract',
      view: { ...company(), contract: aContract({ stoppedAt: 1 }) },
      by: stopping,
      expected: 'service_stopped',
    },
  ];
  it.each(rows)(
    'rows 12 17 19 · $what: $expected, for staff too',
    ({ view, by = policy, expected }) => {
      for (const acting of [user('u1'), staff()]) {
        const { decision, after } = resync({ acting, userId: 'u1' }, view, by);
        expect(outcome(decision)).toBe(expected);
        expect(after.tokens[0]?.lastAcceptedStep).toBe(step - 5);
      }
    },
  );
});
