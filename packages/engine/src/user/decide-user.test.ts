import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ContractView } from '../contract/contract-view.ts';
import { cleanGuard } from '../lockout/guard.ts';
import { policyWith } from '../testing/policies.ts';
import {
  aBinding,
  aToken,
  aUser,
  aView,
  eventTypes,
  outcome,
  viewAfter,
} from '../testing/views.ts';
import {
  type AddUser,
  type ChangeUser,
  decideAddUser,
  decideChangeUser,
  decideRemoveUser,
} from './decide-user.ts';
import { canonicaliseLoginId, type User } from './user.ts';

const policy = policyWith();
const context = { policy, now: 5 };
const boss = aUser('boss', { role: 'master' });

function add(view: ContractView, parts: Partial<AddUser> = {}) {
  const command: AddUser = {
    userId: 'new',
    loginId: 'hanako',
    name: '花子',
    role: 'member',
    permissions: [],
    ...parts,
  };
  const decision = decideAddUser(view, command, policy);
  return { decision, after: viewAfter(view, decision, context) };
}

describe('one name per user, in whatever spelling', () => {
  const taken = aView({ users: [aUser('u1', { loginId: 'taro' })] });
  const gone = aView({ users: [aUser('u1', { loginId: 'taro', state: 'removed' })] });
  const rows: { what: string; view: ContractView; loginId: string; expected: string }[] = [
    { what: 'a free name', view: taken, loginId: 'hanako', expected: 'ok' },
    { what: 'the same', view: taken, loginId: 'taro', expected: 'user_login_id_taken' },
    { what: 'upper case', view: taken, loginId: 'TARO', expected: 'user_login_id_taken' },
    { what: 'full width', view: taken, loginId: 'ｔａｒｏ', expected: 'user_login_id_taken' },
    {
      what: 'full width upper case',
      view: taken,
      loginId: 'ＴＡＲＯ',
      expected: 'user_login_id_taken',
    },
    { what: 'a space behind', view: taken, loginId: 'taro ', expected: 'user_login_id_taken' },
    {
      what: 'an ideographic space',
      view: taken,
      loginId: '\u3000taro',
      expected: 'user_login_id_taken',
    },
    {
      what: 'a name of a removed user',
      view: gone,
      loginId: 'Taro',
      expected: 'user_login_id_taken',
    },
  ];

  it.each(rows)('row 16 · $what, "$loginId": $expected', ({ view, loginId, expected }) => {
    expect(outcome(add(view, { loginId }).decision)).toBe(expected);
  });

  it('row 16 · the canonical name is kept', () => {
    expect(add(aView(), { loginId: ' ＨＡＮＡＫＯ' }).after.users[0]?.loginId).toBe('hanako');
  });

  it('row 16 · canonicalising twice changes nothing more', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 12 }), (text) => {
        const once = canonicaliseLoginId(text);
        expect(canonicaliseLoginId(once)).toBe(once);
      }),
      { seed: 20_141_201, numRuns: 2_000 },
    );
  });
});

describe('permissions are operations of the policy that need one', () => {
  const rows: { permissions: string[]; expected: string }[] = [
    { permissions: [], expected: 'ok' },
    { permissions: ['one_off_transfer', 'bulk_transfer'], expected: 'ok' },
    { permissions: ['login'], expected: 'permission_unknown' },
    { permissions: ['change_user'], expected: 'permission_unknown' },
    { permissions: ['one_off_transfer', 'no_such'], expected: 'permission_unknown' },
    { permissions: ['constructor'], expected: 'permission_unknown' },
  ];

  it.each(rows)('S0-05 · $permissions: $expected', ({ permissions, expected }) => {
    const view = aView({ users: [boss] });
    expect(outcome(add(view, { permissions }).decision)).toBe(expected);
    const change = { userId: 'boss', permissions };
    expect(outcome(decideChangeUser(view, change, policy))).toBe(expected);
  });
});

describe('a contract keeps a master once it has one', () => {
  const second = aUser('boss2', { role: 'master' });
  const exMaster = aUser('boss2', { role: 'master', state: 'removed' });
  const member = aUser('u1');
  const rows: { what: string; users: User[]; change: ChangeUser; expected: string }[] = [
    {
      what: 'the last master becomes an admin',
      users: [boss, member],
      change: { userId: 'boss', role: 'admin' },
      expected: 'last_master',
    },
    {
      what: 'one of two',
      users: [boss, second],
      change: { userId: 'boss', role: 'admin' },
      expected: 'ok',
    },
    {
      what: 'the other one was removed',
      users: [boss, exMaster],
      change: { userId: 'boss', role: 'member' },
      expected: 'last_master',
    },
    {
      what: 'the last master is renamed',
      users: [boss],
      change: { userId: 'boss', name: '社長' },
      expected: 'ok',
    },
    {
      what: 'a member becomes a master',
      users: [boss, member],
      change: { userId: 'u1', role: 'master' },
      expected: 'ok',
    },
    {
      what: 'an unknown user',
      users: [boss],
      change: { userId: 'u9', name: 'x' },
      expected: 'user_unknown',
    },
    {
      what: 'a removed user',
      users: [boss, exMaster],
      change: { userId: 'boss2', name: 'x' },
      expected: 'user_unknown',
    },
  ];

  it.each(rows)('S0-09 · $what: $expected', ({ users, change, expected }) => {
    expect(outcome(decideChangeUser(aView({ users }), change, policy))).toBe(expected);
  });

  const removals: { what: string; users: User[]; userId: string; expected: string }[] = [
    { what: 'the last master', users: [boss, member], userId: 'boss', expected: 'last_master' },
    { what: 'the last user of all', users: [boss], userId: 'boss', expected: 'ok' },
    { what: 'one of two masters', users: [boss, second], userId: 'boss', expected: 'ok' },
    { what: 'the last but removed ones', users: [boss, exMaster], userId: 'boss', expected: 'ok' },
    { what: 'a member', users: [boss, member], userId: 'u1', expected: 'ok' },
    { what: 'an unknown user', users: [boss], userId: 'u9', expected: 'user_unknown' },
  ];

  it.each(removals)('S0-09 · $what is removed: $expected', ({ users, userId, expected }) => {
    expect(outcome(decideRemoveUser(aView({ users }), userId, 5))).toBe(expected);
  });
});

describe('what changes', () => {
  it('S0-07 · what was not named stays, and his token and his count too', () => {
    const guard = { ...cleanGuard, failures: 3, failuresSinceAcceptance: 8 };
    const before = aUser('u1', { guard, permissions: ['bulk_transfer'] });
    const view = aView({ users: [before] });
    const decision = decideChangeUser(view, { userId: 'u1', name: '新' }, policy);
    expect(viewAfter(view, decision, context).users).toEqual([{ ...before, name: '新' }]);
  });

  it('S0-10 · a removed user’s binding ends, and the others keep theirs', () => {
    const view = aView({
      users: [boss, aUser('u1')],
      tokens: [aToken('t1')],
      bindings: [aBinding('boss', 't1'), aBinding('u1', 't1')],
    });
    const decision = decideRemoveUser(view, 'u1', 5);
    expect(eventTypes(decision)).toEqual(['binding_ended', 'user_removed']);
    const after = viewAfter(view, decision, context);
    expect(after.bindings[0]).toBe(view.bindings[0]);
    expect(after.bindings[1]).toMatchObject({ endedAt: 5, endReason: 'user_removed' });
    expect(after.users[1]?.state).toBe('removed');
    expect(outcome(decideRemoveUser(after, 'u1', 6))).toBe('user_unknown');
  });

  it('S0-05 · a new user is clean and bound to nothing', () => {
    const { after } = add(aView({ users: [boss] }), { permissions: ['bulk_transfer'] });
    expect(after.users[1]).toEqual({
      ...aUser('new', { loginId: 'hanako', name: '花子', permissions: ['bulk_transfer'] }),
    });
  });
});
