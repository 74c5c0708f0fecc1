import {
  type ContractView,
  decideApplication,
  decideRevocation,
  enrolmentStatus,
} from '@warifu/engine';
import { describe, expect, it } from 'vitest';
import { aPaper, ask, rightCode, staged } from './testing/asking.ts';
import {
  aContract,
  app,
  bind,
  company,
  fobInService,
  outcome,
  policyOf,
  tokyo,
} from './testing/company.ts';

const policy = policyOf('kinpo');
const at = (wallClock: string) => ({ policy, now: tokyo(wallClock) });

/** The application was filed on 25 January 2019 and recorded on Friday, 1 February. */
const recorded = tokyo('2019-02-01T16:00:00.000');
const adopted = (authenticator: string): ContractView =>
  company({ contract: aContract({ adoptedAt: recorded, authenticator }) });
const everybody = ['master', 'admin', 'member', 'clerk'];
const hardware = bind(adopted('key_fob'), fobInService('t1', { expiresOn: '2023-12-31' }), {
  users: everybody,
  startedAt: recorded,
});
const soft = ['member', 'master'].reduce(
  (view, id) => bind(view, app(`app-${id}`), { users: [id], startedAt: recorded }),
  adopted('phone_app'),
);

describe('the tokens', () => {
  it('S1-02 · both kinds show 6 digits for 60 seconds', () => {
    const shown = policy.authenticators.map(({ id, digits, step_seconds: step }) => [
      id,
      digits,
      step,
    ]);
    expect(shown).toEqual([
      ['phone_app', 6, 60],
      ['key_fob', 6, 60],
    ]);
  });

  it('S1-02 ALL-01 · a used code is refused from then on, to all who share the token', () => {
    const context = at('2019-03-01T10:00:00.000');
    const step = context.now / 60_000;
    const used = { ...hardware, tokens: [fobInService('t1', { lastAcceptedStep: step })] };
    for (const id of everybody) expect(rightCode(used, id, context)).toBe('code_replayed');
  });

  it('S1-03 S1-04 · an app comes by mail from two domains, ten to a phone', () => {
    const [phone] = policy.authenticators;
    expect(phone).toMatchObject({ registration: 'activation', registrations_per_device: 10 });
    expect(phone?.activation?.mail_links_to_app).toBe(false);
    expect(policy.institution.sender_domains).toHaveLength(2);
  });

  it('S1-08 · a user has one token, which any number of users of the company may share', () => {
    expect(policy.relations).toMatchObject({
      users_per_token: 'any',
      tokens_per_user: 1,
      contracts_per_token: 1,
    });
  });
});

describe('S1-01 · one method per contract, for all its users', () => {
  const apply = (
    view: ContractView,
    kind: 'adoption' | 'addition' | 'method_change',
    id: string | null,
  ) => {
    const command = { applicationId: 'a', kind, tokenCount: 1, filedOn: '2019-01-25' };
    const context = { policy, now: recorded };
    return outcome(decideApplication(view, { ...command, authenticator: id }, context));
  };
  const rows = [
    { view: company(), kind: 'adoption', id: 'key_fob', expected: 'ok' },
    { view: company(), kind: 'adoption', id: 'phone_app', expected: 'ok' },
    { view: company(), kind: 'adoption', id: null, expected: 'authenticator_not_chosen' },
    { view: hardware, kind: 'addition', id: 'key_fob', expected: 'ok' },
    {
      view: hardware,
      kind: 'addition',
      id: 'phone_app',
      expected: 'authenticator_not_for_contract',
    },
    { view: hardware, kind: 'method_change', id: 'phone_app', expected: 'ok' },
  ] as const;

  it.each(rows)('S1-11 · $kind of $id: $expected', ({ view, kind, id, expected }) => {
    expect(apply(view, kind, id)).toBe(expected);
  });

  it('S1-11 · on paper', () => {
    expect(policy.adoption.application).toEqual(['paper']);
  });

  it.each(everybody)('%s is asked at login once the contract has adopted', (id) => {
    const view = adopted('phone_app');
    const user = view.users.find((one) => one.id === id);
    if (!user) throw new Error('the company has that user');
    expect(enrolmentStatus(view, user, policy, recorded).state).toBe('required');
    const facts = { operation: 'login' };
    expect(ask(company(), id, { facts, policy, now: recorded })).toBe('login_credential');
    expect(ask(view, id, { facts, policy, now: recorded })).toBe('registration');
  });
});

describe('S1-05 · who is asked for a code, and when', () => {
  const sending = [
    'one_off_transfer',
    'registered_transfer',
    'bill_payment',
    'bulk_transfer',
    'payroll',
  ];
  const stages = [
    { approval: 'none', stage: 'commit', asked: 'pin+otp' },
    { approval: 'single', stage: 'commit', asked: 'pin' },
    { approval: 'single', stage: 'final_approval', asked: 'pin+otp' },
    { approval: 'double', stage: 'commit', asked: 'pin' },
    { approval: 'double', stage: 'first_approval', asked: 'pin' },
    { approval: 'double', stage: 'final_approval', asked: 'pin+otp' },
    // What the notice does not foresee asks for more, not for less.
    { approval: 'single', stage: 'first_approval', asked: 'pin+otp' },
    { approval: 'none', stage: 'final_approval', asked: 'pin+otp' },
  ] as const;
  const rows = sending.flatMap((operation) => stages.map((one) => ({ operation, ...one })));
  const payers = {
    ...hardware,
    users: hardware.users.map((user) => ({ ...user, permissions: sending })),
  };
  const context = at('2019-03-01');

  it.each(rows)('$operation, approval $approval, $stage: $asked', (row) => {
    const facts = staged(row.operation, row.approval, row.stage);
    expect(ask(payers, 'member', { facts, ...context })).toBe(row.asked);
  });

  it('every outgoing payment of the policy is in the table', () => {
    const all = Object.entries(policy.operations).filter(([, { kind }]) => kind === 'sending');
    expect(all.map(([name]) => name)).toEqual(sending);
  });

  it.each([
    { facts: { operation: 'login' }, view: hardware, asked: 'login_credential+otp' },
    { facts: { operation: 'login' }, view: soft, asked: 'login_credential+otp' },
    { facts: { operation: 'add_user' }, view: hardware, asked: 'permission_missing' },
  ])('$facts: $asked', ({ facts, view, asked }) => {
    expect(ask(view, 'member', { facts, ...context })).toBe(asked);
  });

  it.each([
    { who: 'master', asked: 'confirmation_password' },
    { who: 'admin', asked: 'permission_missing' },
    { who: 'member', asked: 'permission_missing' },
  ])('S1-06 · revoking a token asks $who: $asked', ({ who, asked }) => {
    const facts = { operation: 'revoke_token' };
    expect(ask(hardware, who, { facts, ...context })).toBe(asked);
  });
});

describe('S1-06 · only a master revokes; staff carry out what the Web desk took', () => {
  const filed = aPaper('notification 3', { kind: 'revocation', channel: 'web' });
  const onPaper = { ...filed, channel: 'paper' as const };
  const rows = [
    { who: 'master', requests: [], expected: 'ok' },
    { who: 'admin', requests: [], expected: 'role_not_allowed' },
    { who: 'member', requests: [], expected: 'role_not_allowed' },
    { who: '@branch', requests: [], expected: 'ok' },
    { who: '@web_notification_desk', requests: [filed], expected: 'ok' },
    { who: '@web_notification_desk', requests: [], expected: 'desk_not_allowed' },
    { who: '@web_notification_desk', requests: [onPaper], expected: 'desk_not_allowed' },
    { who: '@elsewhere', requests: [filed], expected: 'desk_not_allowed' },
  ];

  it.each(rows)('$who with $requests.length notifications: $expected', (row) => {
    const { who, requests, expected } = row;
    const acting = who.startsWith('@')
      ? { kind: 'staff' as const, staffId: 's', desk: who.slice(1), evidence: filed.id }
      : { kind: 'user' as const, userId: who };
    const command = { target: { userIds: ['member'] }, reason: 'revoked' as const, acting };
    const decision = decideRevocation({ ...soft, requests }, command, at('2019-03-01'));
    expect(outcome(decision)).toBe(expected);
  });
});
