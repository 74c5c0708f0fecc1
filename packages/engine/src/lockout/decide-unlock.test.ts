import { describe, expect, it } from 'vitest';
import type { ContractView } from '../contract/contract-view.ts';
import type { Policy } from '../policy/policy-schema.ts';
import { tokyo } from '../testing/instants.ts';
import { policyWith } from '../testing/policies.ts';
import {
  aBinding,
  aToken,
  aUser,
  aView,
  lockedGuard,
  outcome,
  viewAfter,
} from '../testing/views.ts';
import type { ActingParty } from '../user/acting-party.ts';
import type { UserRole } from '../user/user.ts';
import { decideUnlock } from './decide-unlock.ts';
import { usersWhoCanUnlock } from './who-can-unlock.ts';

type Unlocking = Policy['lockout']['unlock'];

const staff = (desk = 'desk'): ActingParty => ({
  kind: 'staff',
  staffId: 's',
  desk,
  evidence: 'e',
});
const user = (userId: string): ActingParty => ({ kind: 'user', userId });

function unlockPolicy(unlock: Partial<Unlocking> = {}): Policy {
  return policyWith(({ lockout }) => {
    Object.assign(lockout.unlock, unlock);
  });
}

/** Who is locked is written behind his name: `!` by the threshold, `!!` by the cap. */
type Cast = Partial<Record<'master' | 'admin' | 'member' | 'mate', '' | '!' | '!!'>>;

function cast(
  people: Cast,
  tokens: readonly [tokenId: string, ...users: string[]][],
): ContractView {
  const users = Object.entries(people).map(([id, mark]) =>
    aUser(id, {
      role: (id === 'mate' ? 'member' : id) as UserRole,
      ...(mark === '' ? {} : { guard: lockedGuard(mark === '!!' ? 'cap' : 'threshold') }),
    }),
  );
  return aView({
    users,
    tokens: tokens.map(([id]) => aToken(id)),
    bindings: tokens.flatMap(([id, ...ids]) => ids.map((userId) => aBinding(userId, id))),
  });
}

interface Row {
  readonly what: string;
  readonly people: Cast;
  readonly target: string;
  readonly acting: ActingParty;
  readonly unlock?: Partial<Unlocking>;
  readonly expected: string;
}

const all: Cast = { master: '', admin: '', member: '!', mate: '' };

const rows: Row[] = [
  { what: 'master', people: all, target: 'member', acting: user('master'), expected: 'ok' },
  { what: 'admin', people: all, target: 'member', acting: user('admin'), expected: 'ok' },
  {
    what: 'member',
    people: all,
    target: 'member',
    acting: user('mate'),
    expected: 'role_not_allowed',
  },
  {
    what: 'unknown user',
    people: all,
    target: 'member',
    acting: user('nobody'),
    expected: 'user_unknown',
  },
  {
    what: 'unknown target',
    people: all,
    target: 'nobody',
    acting: user('master'),
    expected: 'user_unknown',
  },
  {
    what: 'target not locked',
    people: all,
    target: 'mate',
    acting: user('master'),
    expected: 'not_locked',
  },
  {
    what: 'master only, asked of an admin',
    people: all,
    target: 'member',
    acting: user('admin'),
    unlock: { roles: ['master'] },
    expected: 'role_not_allowed',
  },
  {
    what: 'himself',
    people: { master: '!', admin: '' },
    target: 'master',
    acting: user('master'),
    expected: 'not_oneself',
  },
  {
    what: 'himself, where the policy lets him',
    people: { master: '!', admin: '' },
    target: 'master',
    acting: user('master'),
    unlock: { oneself: true },
    expected: 'ok',
  },
  {
    what: 'himself, where only sharing is forbidden',
    people: { master: '!', admin: '' },
    target: 'master',
    acting: user('master'),
    unlock: { oneself: true, sharers_of_token: false },
    expected: 'ok',
  },
  {
    what: 'a locked admin',
    people: { master: '!', admin: '!' },
    target: 'master',
    acting: user('admin'),
    expected: 'actor_locked',
  },
  {
    what: 'a locked admin, where the policy lets him',
    people: { master: '!', admin: '!' },
    target: 'master',
    acting: user('admin'),
    unlock: { while_locked: true },
    expected: 'ok',
  },
  {
    what: 'a sharer',
    people: all,
    target: 'member',
    acting: user('master'),
    unlock: { sharers_of_token: false },
    expected: 'shares_token',
  },
  {
    what: 'one who shares another token',
    people: all,
    target: 'member',
    acting: user('admin'),
    unlock: { sharers_of_token: false },
    expected: 'ok',
  },
  {
    what: 'master at the cap',
    people: { ...all, member: '!!' },
    target: 'member',
    acting: user('master'),
    expected: 'institution_only',
  },
  {
    what: 'desk at the cap',
    people: { ...all, member: '!!' },
    target: 'member',
    acting: staff(),
    expected: 'ok',
  },
  {
    what: 'desk, an administrator can',
    people: all,
    target: 'member',
    acting: staff(),
    expected: 'administrator_can',
  },
  {
    what: 'desk always',
    people: all,
    target: 'member',
    acting: staff(),
    unlock: { desk_when: 'always' },
    expected: 'ok',
  },
  {
    what: 'desk, all administrators locked',
    people: { master: '!', admin: '!', member: '!' },
    target: 'member',
    acting: staff(),
    expected: 'ok',
  },
  {
    what: 'desk, the last administrator himself',
    people: { master: '!', member: '' },
    target: 'master',
    acting: staff(),
    expected: 'ok',
  },
  {
    what: 'desk, only members',
    people: { member: '!', mate: '' },
    target: 'member',
    acting: staff(),
    expected: 'ok',
  },
  {
    what: 'desk, nobody may by policy',
    people: all,
    target: 'member',
    acting: staff(),
    unlock: { roles: [] },
    expected: 'ok',
  },
  {
    what: 'another desk',
    people: { ...all, member: '!!' },
    target: 'member',
    acting: staff('other'),
    expected: 'desk_not_allowed',
  },
];

describe('S0-09 · who lifts a user’s lock', () => {
  it.each(rows)('row 22 ALL-06 · $what: $expected', (row) => {
    const view = cast(row.people, [
      ['t1', 'master', 'member'],
      ['t2', 'admin', 'mate'],
    ]);
    const command = { userIds: [row.target], tokenIds: [], acting: row.acting };
    expect(outcome(decideUnlock(view, command, unlockPolicy(row.unlock)))).toBe(row.expected);
  });
});

describe('what an unlock does', () => {
  it.each([
    { acting: user('master'), by: 'customer', since: 5 },
    { acting: staff(), by: 'institution', since: 0 },
  ])('ALL-06 row 21 · by $by: $since wrong codes stay counted', ({ acting, by, since }) => {
    const policy = unlockPolicy({ desk_when: 'always' });
    const view = cast(all, []);
    const decision = decideUnlock(view, { userIds: ['member'], tokenIds: [], acting }, policy);
    expect(decision.events).toEqual([{ type: 'user_unlocked', userId: 'member', by }]);
    const after = viewAfter(view, decision, { policy, now: tokyo('2015-02-02') });
    expect(after.users.find((one) => one.id === 'member')?.guard).toMatchObject({
      failures: 0,
      failuresSinceAcceptance: since,
      lock: null,
    });
  });

  it('S0-09 · all targets or none', () => {
    const view = cast({ master: '', member: '!', mate: '' }, []);
    const command = { userIds: ['member', 'mate'], tokenIds: [], acting: user('master') };
    const refusal = { ok: false, reason: 'not_locked', events: [] };
    expect(decideUnlock(view, command, policyWith())).toEqual(refusal);
  });

  it('ALL-04 · a target named twice is unlocked once', () => {
    const command = { userIds: ['member', 'member'], tokenIds: [], acting: user('master') };
    expect(decideUnlock(cast(all, []), command, policyWith()).events).toHaveLength(1);
  });
});

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
    expect(outcome(decideUnlock({ ...people, tokens }, command, policy))).toBe(expected);
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
    const users = usersWhoCanUnlock(view, { scope: 'user_otp', user: target }, policyWith());
    expect(users.map((one) => one.id)).toEqual(can);
  });

  it('S0-09 · a removed administrator is nobody', () => {
    const view = aView({
      users: [
        aUser('boss', { role: 'master', state: 'removed' }),
        aUser('u1', { guard: lockedGuard() }),
      ],
    });
    const command = { userIds: ['u1'], tokenIds: [], acting: user('boss') };
    expect(outcome(decideUnlock(view, command, policyWith()))).toBe('user_unknown');
    const desk = { ...command, acting: staff() };
    expect(outcome(decideUnlock(view, desk, policyWith()))).toBe('ok');
  });
});
