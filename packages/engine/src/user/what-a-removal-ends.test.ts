import { describe, expect, it } from 'vitest';
import { anIssuance } from '../testing/papers.ts';
import { policyWith } from '../testing/policies.ts';
import { aBinding, aToken, aUser, aView, eventTypes, viewAfter } from '../testing/views.ts';
import { decideAddUser, decideChangeUser, decideRemoveUser } from './decide-user.ts';

const context = { policy: policyWith(), now: 5 };

describe('what ends with a user', () => {
  it('S0-08 · every binding, what only he held in an app, and an issue that is under way', () => {
    const view = aView({
      users: [aUser('u1'), aUser('u2')],
      tokens: [aToken('fob'), aToken('app', { form: 'phone_app' })],
      bindings: [aBinding('u1', 'fob'), aBinding('u1', 'app'), aBinding('u2', 'fob')],
      issuances: [anIssuance('i1', { userId: 'u1' })],
    });
    const decision = decideRemoveUser(view, 'u1', 5);
    const after = viewAfter(view, decision, context);
    expect(eventTypes(decision)).toEqual([
      'binding_ended',
      'binding_ended',
      'token_retired',
      'issuance_cancelled',
      'user_removed',
    ]);
    expect(after.bindings.map((one) => one.endReason)).toEqual([
      'user_removed',
      'user_removed',
      null,
    ]);
    expect(after.tokens.map((one) => one.state)).toEqual(['in_service', 'retired']);
  });
});

describe('where notices to a user go', () => {
  const view = aView({ users: [aUser('u1', { mailAddress: 'old@mail.example' })] });
  const rows = [
    { change: { mailAddress: 'new@mail.example' }, events: ['user_mail_address_changed'] },
    { change: { mailAddress: null }, events: ['user_mail_address_changed'] },
    { change: { mailAddress: 'old@mail.example' }, events: [] },
    { change: { name: '新' }, events: ['user_changed'] },
    {
      change: { name: '新', mailAddress: 'new@mail.example' },
      events: ['user_changed', 'user_mail_address_changed'],
    },
  ];
  it.each(rows)('row 31 · $change: $events', ({ change, events }) => {
    const decision = decideChangeUser(view, { userId: 'u1', ...change }, context.policy);
    expect(eventTypes(decision)).toEqual(events);
    const [user] = viewAfter(view, decision, context).users;
    expect(user?.mailAddress).toBe(
      'mailAddress' in change ? change.mailAddress : 'old@mail.example',
    );
  });

  it('row 31 · a new user may have one', () => {
    const command = {
      userId: 'u2',
      loginId: 'x',
      name: 'x',
      role: 'member',
      permissions: [],
    } as const;
    const added = decideAddUser(
      view,
      { ...command, mailAddress: 'x@mail.example' },
      context.policy,
    );
    expect(viewAfter(view, added, context).users[1]?.mailAddress).toBe('x@mail.example');
    expect(eventTypes(decideAddUser(view, command, context.policy))).toEqual(['user_added']);
  });
});
