import { describe, expect, it } from 'vitest';
import {
  all,
  type Cast,
  cast,
  staff,
  type Unlocking,
  unlockPolicy,
  user,
} from '../testing/cast.ts';
import { tokyo } from '../testing/instants.ts';
import { policyWith } from '../testing/policies.ts';
import { aUser, aView, lockedGuard, outcome } from '../testing/views.ts';
import type { ActingParty } from '../user/acting-party.ts';
import { decideUnlock } from './decide-unlock.ts';
import { usersWhoCanUnlock } from './who-can-unlock.ts';

const now = tokyo('2015-02-02');
const context = { policy: policyWith(), now };

interface Row {
  readonly what: string;
  readonly people: Cast;
  readonly target: string;
  readonly acting: ActingParty;
  readonly unlock?: Partial<Unlocking>;
  readonly expected: string;
}

describe('a token’s lock, with all who share it', () => {
  const token: Row[] = [
    { what: 'a sharer', people: {}, target: 't1', acting: user('master'), expected: 'not_oneself' },
    { what: 'another admin', people: {}, target: 't1', acting: user('admin'), expected: 'ok' },
    {
      what: 'a sharer, where he may',
      people: {},
      target: 't1',
      acting: user('master'),
      unlock: { oneself: true },
      expected: 'ok',
    },
    {
      what: 'a sharer, where sharers may not',
      people: {},
      target: 't1',
      acting: user('master'),
      unlock: { oneself: true, sharers_of_token: false },
      expected: 'shares_token',
    },
    {
      what: 'nobody by policy: the branch only',
      people: {},
      target: 't1',
      acting: staff(),
      unlock: { roles: [] },
      expected: 'ok',
    },
    { what: 'not locked', people: {}, target: 't2', acting: user('admin'), expected: 'not_locked' },
    { what: 'unknown', people: {}, target: 't9', acting: user('admin'), expected: 'token_unknown' },
  ];

  it.each(token)('row 24 · $what: $expected', ({ target, acting, unlock, expected }) => {
    const people = cast({ master: '', admin: '', member: '' }, [
      ['t1', 'master', 'member'],
      ['t2', 'admin'],
    ]);
    const tokens = people.tokens.map((one) =>
      one.id === 't1' ? { ...one, guard: lockedGuard() } : one,
    );
    const policy = unlockPolicy(unlock);
    policy.lockout.scope = 'token';
    const command = { userIds: [], tokenIds: [target], acting };
    const decision = decideUnlock({ ...people, tokens }, command, { policy, now });
    expect(outcome(decision)).toBe(expected);
  });
});

describe('usersWhoCanUnlock', () => {
  it.each([
    { people: all, can: ['master', 'admin'] },
    { people: { ...all, admin: '!' as const }, can: ['master'] },
    { people: { ...all, member: '!!' as const }, can: [] },
    { people: { member: '!' as const, mate: '' as const }, can: [] },
  ])('S0-09 ALL-07 · $people: $can', ({ people, can }) => {
    const view = cast(people, []);
    const target = view.users.find((one) => one.id === 'member');
    if (!target) throw new Error('the cast has a member');
    const subject = { scope: 'user_otp', user: target } as const;
    const users = usersWhoCanUnlock(view, subject, context);
    expect(users.map((one) => one.id)).toEqual(can);
  });

  it.each([
    { unlock: { while_locked: true }, scope: 'user_otp', locked: 'ok', desk: 'administrator_can' },
    { unlock: { while_locked: true }, scope: 'user_service', locked: 'actor_locked', desk: 'ok' },
    { unlock: { oneself: true }, scope: 'user_service', locked: 'actor_locked', desk: 'ok' },
  ] as const)('ALL-07 row 22 · $scope, $unlock: a locked admin $locked, the desk $desk', (row) => {
    const view = cast({ admin: '!', mate: '!' }, []);
    const policy = unlockPolicy(row.unlock);
    policy.lockout.scope = row.scope;
    const own = 'oneself' in row.unlock;
    const command = { userIds: [own ? 'admin' : 'mate'], tokenIds: [] };
    const by = (acting: ActingParty) =>
      outcome(decideUnlock(view, { ...command, acting }, { policy, now }));
    expect([by(user('admin')), by(staff())]).toEqual([row.locked, row.desk]);
  });

  it('S0-09 · a removed administrator is nobody', () => {
    const view = aView({
      users: [
        aUser('boss', { role: 'master', state: 'removed' }),
        aUser('u1', { guard: lockedGuard() }),
      ],
    });
    const command = { userIds: ['u1'], tokenIds: [], acting: user('boss') };
    expect(outcome(decideUnlock(view, command, context))).toBe('user_unknown');
    const desk = { ...command, acting: staff() };
    expect(outcome(decideUnlock(view, desk, context))).toBe('ok');
  });
});
