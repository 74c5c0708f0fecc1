import { describe, expect, it } from 'vitest';
import type { ContractView } from '../contract/contract-view.ts';
import { staff, type Unlocking, unlockPolicy, user } from '../testing/cast.ts';
import { tokyo } from '../testing/instants.ts';
import {
  aBinding,
  aHotpToken,
  aToken,
  aUser,
  aView,
  lockedGuard,
  outcome,
} from '../testing/views.ts';
import type { ActingParty } from '../user/acting-party.ts';
import { decideUnlock } from './decide-unlock.ts';
import { cleanGuard, type FailureGuard, type LockCause, lockCauses } from './guard.ts';

const now = tokyo('2015-02-02T12:00:00.000');

/** A guard locked for this cause, since an hour, until this instant if it ends by itself. */
function locked(cause: LockCause, liftsAt: number | null = null): FailureGuard {
  return {
    ...cleanGuard,
    failures: 5,
    failuresSinceAcceptance: 5,
    lock: { lockedAt: now - 3_600_000, cause, liftsAt },
  };
}

const helper = aUser('helper', { permissions: ['unlock_otp'] });

function lift(
  acting: ActingParty,
  guard: FailureGuard,
  {
    unlock,
    view,
  }: { readonly unlock?: Partial<Unlocking>; readonly view?: Partial<ContractView> } = {},
): string {
  const whole = aView({
    users: [aUser('boss', { role: 'master' }), helper, aUser('mate'), aUser('u1', { guard })],
    ...view,
  });
  const command = { userIds: ['u1'], tokenIds: [], acting };
  return outcome(decideUnlock(whole, command, { policy: unlockPolicy(unlock), now }));
}

describe('a permission that lifts locks', () => {
  const rows: { who: string; unlock: Partial<Unlocking>; expected: string }[] = [
    { who: 'helper', unlock: {}, expected: 'role_not_allowed' },
    { who: 'helper', unlock: { permission: 'unlock_otp' }, expected: 'ok' },
    { who: 'mate', unlock: { permission: 'unlock_otp' }, expected: 'role_not_allowed' },
    { who: 'boss', unlock: { permission: 'unlock_otp' }, expected: 'ok' },
    { who: 'boss', unlock: { permission: 'unlock_otp', roles: [] }, expected: 'role_not_allowed' },
    { who: 'helper', unlock: { permission: 'unlock_otp', roles: [] }, expected: 'ok' },
    { who: 'helper', unlock: { permission: 'one_off_transfer' }, expected: 'role_not_allowed' },
  ];

  it.each(rows)('S0-09 row 22 · $who under $unlock: $expected', ({ who, unlock, expected }) => {
    expect(lift(user(who), locked('threshold'), { unlock })).toBe(expected);
  });

  it('S2-05 · never one’s own lock by it, unless the policy says so', () => {
    const own = {
      users: [aUser('u1', { permissions: ['unlock_otp'], guard: locked('threshold') })],
    };
    const delegated = { permission: 'unlock_otp', roles: [] };
    const lifted = (unlock: Partial<Unlocking>) =>
      lift(user('u1'), cleanGuard, { unlock: { ...delegated, ...unlock }, view: own });
    expect(lifted({})).toBe('not_oneself');
    expect(lifted({ oneself: true })).toBe('ok');
  });

  it('S2-05 · where somebody has it, the desk leaves it to him', () => {
    const unlock = { permission: 'unlock_otp', roles: [] };
    expect(lift(staff(), locked('threshold'), { unlock })).toBe('administrator_can');
    expect(lift(staff(), locked('threshold'), { unlock: { roles: [] } })).toBe('ok');
  });
});

describe('the cause of the lock', () => {
  const customers: Record<LockCause, string> = {
    threshold: 'ok',
    temporary: 'ok',
    cap: 'institution_only',
    registration: 'institution_only',
  };
  it.each(lockCauses)(
    'S3-05 ALL-06 · %s: whether a customer lifts it, and the desk then does',
    (cause) => {
      const guard = locked(cause, cause === 'temporary' ? now + 1 : null);
      expect(lift(user('boss'), guard)).toBe(customers[cause]);
      const desk = customers[cause] === 'ok' ? 'administrator_can' : 'ok';
      expect(lift(staff(), guard)).toBe(desk);
    },
  );

  it.each([
    { liftsAt: now + 1, expected: 'ok' },
    { liftsAt: now, expected: 'not_locked' },
    { liftsAt: now - 1, expected: 'not_locked' },
  ])('ALL-02 · a temporary lock until $liftsAt: $expected', ({ liftsAt, expected }) => {
    const guard = locked('temporary', liftsAt);
    expect(lift(user('boss'), guard)).toBe(expected);
    expect(lift(staff(), guard, { unlock: { desk_when: 'always' } })).toBe(expected);
  });
});

describe('who is locked himself by a lock that has run out is not', () => {
  it.each([
    { liftsAt: now + 1, expected: 'actor_locked' },
    { liftsAt: now, expected: 'ok' },
  ])('S2-05 · until $liftsAt: $expected', ({ liftsAt, expected }) => {
    const boss = aUser('boss', { role: 'master', guard: locked('temporary', liftsAt) });
    const view = { users: [boss, aUser('u1', { guard: locked('threshold') })] };
    expect(lift(user('boss'), cleanGuard, { view })).toBe(expected);
    const desk = liftsAt > now ? 'ok' : 'administrator_can';
    expect(lift(staff(), cleanGuard, { view })).toBe(desk);
  });
});

describe('two tokens per user', () => {
  const boss = aUser('boss', { role: 'master' });
  const target = aUser('u1', { guard: locked('threshold') });
  const people = { users: [boss, target] };
  const shared = {
    ...people,
    tokens: [aToken('t1'), aHotpToken('t2'), aToken('t3')],
    // They share the card, which is the second token of both.
    bindings: [
      aBinding('boss', 't1'),
      aBinding('u1', 't3'),
      aBinding('boss', 't2'),
      aBinding('u1', 't2'),
    ],
  };
  const mine = { guard: lockedGuard() };

  it.each([
    { sharers: true, expected: 'ok' },
    { sharers: false, expected: 'shares_token' },
  ])('S0-09 · sharing any of them counts, sharers may $sharers: $expected', (row) => {
    const unlock = { sharers_of_token: row.sharers };
    expect(lift(user('boss'), cleanGuard, { unlock, view: shared })).toBe(row.expected);
  });

  const actors: { what: string; tokens: ContractView['tokens']; expected: string }[] = [
    { what: 'one of two', tokens: [aToken('t1', mine), aHotpToken('t2')], expected: 'ok' },
    {
      what: 'both',
      tokens: [aToken('t1', mine), aHotpToken('t2', mine)],
      expected: 'actor_locked',
    },
  ];
  it.each(actors)(
    'S0-09 · the actor’s tokens are locked, $what: $expected',
    ({ tokens, expected }) => {
      const view = {
        ...people,
        tokens,
        bindings: [aBinding('boss', 't1'), aBinding('boss', 't2')],
      };
      expect(lift(user('boss'), cleanGuard, { view })).toBe(expected);
    },
  );

  it('S1-09 · a token’s lock is one’s own, whichever of his tokens it is', () => {
    const view = aView({
      ...shared,
      tokens: shared.tokens.map((one) => (one.id === 't2' ? { ...one, ...mine } : one)),
    });
    const command = { userIds: [], tokenIds: ['t2'], acting: user('boss') };
    const context = { policy: unlockPolicy(), now };
    expect(outcome(decideUnlock(view, command, context))).toBe('not_oneself');
  });
});
