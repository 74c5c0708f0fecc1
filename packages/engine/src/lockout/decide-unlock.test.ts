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
import { outcome, viewAfter } from '../testing/views.ts';
import type { ActingParty } from '../user/acting-party.ts';
import { decideUnlock } from './decide-unlock.ts';

const now = tokyo('2015-02-02');

interface Row {
  readonly what: string;
  readonly people: Cast;
  readonly target: string;
  readonly acting: ActingParty;
  readonly unlock?: Partial<Unlocking>;
  readonly expected: string;
}

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
    const context = { policy: unlockPolicy(row.unlock), now };
    expect(outcome(decideUnlock(view, command, context))).toBe(row.expected);
  });
});

describe('what an unlock does', () => {
  it.each([
    { acting: user('master'), by: 'customer', since: 5 },
    { acting: staff(), by: 'institution', since: 0 },
  ])('ALL-06 row 21 · by $by: $since wrong codes stay counted', ({ acting, by, since }) => {
    const policy = unlockPolicy({ desk_when: 'always' });
    const view = cast(all, []);
    const command = { userIds: ['member'], tokenIds: [], acting };
    const decision = decideUnlock(view, command, { policy, now });
    expect(decision.events).toEqual([{ type: 'user_unlocked', userId: 'member', by }]);
    const after = viewAfter(view, decision, { policy, now });
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
    expect(decideUnlock(view, command, { policy: policyWith(), now })).toEqual(refusal);
  });

  it('ALL-04 · a target named twice is unlocked once', () => {
    const command = { userIds: ['member', 'member'], tokenIds: [], acting: user('master') };
    const decision = decideUnlock(cast(all, []), command, { policy: policyWith(), now });
    expect(decision.events).toHaveLength(1);
  });
});
