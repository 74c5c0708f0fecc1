import {
  type Contract,
  type ContractView,
  decideRevocation,
  enrolmentStatus,
} from '@warifu/engine';
import { describe, expect, it } from 'vitest';
import { ask, deskAt, lift, rightCode, wrongCodes } from './testing/asking.ts';
import {
  aContract,
  bind,
  company,
  fobInService,
  outcome,
  policyOf,
  tokyo,
  withPerson,
} from './testing/company.ts';

const policy = policyOf('hokushin');
const at = (wallClock: string) => ({ policy, now: tokyo(wallClock) });
const sending = [
  'one_off_transfer',
  'registered_transfer',
  'bill_payment',
  'bulk_transfer',
  'payroll',
];
const staffed = (contract: Partial<Contract> = {}): ContractView => {
  const view = company({ contract: aContract(contract) });
  return { ...view, users: view.users.map((user) => ({ ...user, permissions: sending })) };
};

/** The application was recorded on 31 January 2016; the fob is shared by all. */
const adoptedAt = tokyo('2016-01-31T10:00:00.000');
const adopted = staffed({ adoptedAt });
const enrolled = bind(adopted, fobInService('t1', { expiresOn: '2020-12-31' }), {
  users: ['master', 'admin', 'member'],
  startedAt: tokyo('2016-02-10'),
});

describe('the token', () => {
  it('S3-01 · 6 digits of 60 s, a bar that falls every 10 s, a serial of 8 to 12 digits', () => {
    const [token] = policy.authenticators;
    expect(token).toMatchObject({
      kind: 'hardware_totp',
      digits: 6,
      step_seconds: 60,
      display: { mode: 'always_on', bar_seconds: 10 },
      expiry_format: 'MM/DD/YY',
      lifetime: { ends: 'printed_date' },
    });
    const serial = new RegExp(`^(?:${token?.serial_pattern})$`, 'u');
    const fits = ['1234567', '12345678', '123456789012', '1234567890123'];
    expect(fits.map((text) => serial.test(text))).toEqual([false, true, true, false]);
  });

  it('S3-02 · an administrator registers, and one contract’s token is no other’s', () => {
    expect(policy.enrolment).toMatchObject({
      who_registers: ['administrator'],
      registrar_roles: ['master', 'admin'],
    });
    expect(policy.relations).toMatchObject({
      users_per_token: 'any',
      assignment: 'any',
      tokens_per_user: 1,
      contracts_per_token: 1,
    });
  });

  it('S3-12 · on one form, and nothing comes unasked', () => {
    expect(policy.adoption).toMatchObject({
      application: ['paper'],
      delivery_days: 7,
      sent_unasked: false,
    });
  });
});

describe('S3-03 S3-10 · who is asked what', () => {
  const context = at('2016-03-15');
  const rows = [
    ...sending.map((operation) => ({ operation, who: 'member', asked: 'user_pin+otp' })),
    { operation: 'login', who: 'member', asked: 'login_password+number_table' },
    { operation: 'login', who: 'master', asked: 'login_password+number_table' },
    { operation: 'unlock_otp', who: 'admin', asked: 'user_pin' },
    { operation: 'unlock_otp', who: 'member', asked: 'permission_missing' },
    { operation: 'register_for_users', who: 'admin', asked: 'user_pin' },
    { operation: 'register_for_users', who: 'member', asked: 'permission_missing' },
  ];

  it.each(rows)('$who, $operation: $asked', ({ operation, who, asked }) => {
    expect(ask(enrolled, who, { facts: { operation }, ...context })).toBe(asked);
  });

  it('all that moves money is in the table, and the code is asked nowhere else', () => {
    const kinds = Object.entries(policy.operations).filter(([, { kind }]) => kind === 'sending');
    expect(kinds.map(([name]) => name)).toEqual(sending);
    const asking = policy.challenge_rules.filter(({ factors }) => factors.includes('otp'));
    expect(asking.map(({ when }) => when)).toEqual([{ operation_kinds: ['sending'] }]);
  });

  it('S3-10 · the number table is a factor by name, and the labels tell the two apart', () => {
    expect(policy.fixed_factors).toContain('number_table');
    expect(policy.labels['factor.number_table']?.ja).toContain('ワンタイムパスワード');
    expect(policy.labels['token']?.ja).toBe('ハードトークン');
    expect(policy.labels['unlock']?.ja).toBe('利用中止解除');
  });
});

describe('S3-04 · one month from the application, then sending is refused', () => {
  const rows = [
    { now: '2016-01-31T10:00:00.000', asked: 'user_pin' },
    { now: '2016-02-28T23:59:59.999', asked: 'user_pin' },
    { now: '2016-02-29T23:59:59.999', asked: 'user_pin' }, // a leap year
    { now: '2016-03-01T00:00:00.000', asked: 'registration' },
  ];

  it.each(rows)('ALL-02 row 32 · at $now: $asked', ({ now, asked }) => {
    for (const operation of sending)
      expect(ask(adopted, 'member', { facts: { operation }, ...at(now) })).toBe(asked);
    const login = ask(adopted, 'member', { facts: { operation: 'login' }, ...at(now) });
    expect(login).toBe('login_password+number_table');
    expect(ask(adopted, 'admin', { facts: { operation: 'add_user' }, ...at(now) })).toBe(
      'user_pin',
    );
  });
});

describe('S3-05 · the user’s whole service', () => {
  const context = at('2016-03-15T10:00:00.000');
  const locked = wrongCodes(enrolled, 'admin', { times: 5, ...context });

  it('stops after five wrong codes, the login too', () => {
    const four = wrongCodes(enrolled, 'admin', { times: 4, ...context });
    expect(rightCode(four, 'admin', context)).toBe('ok');
    for (const operation of ['login', 'one_off_transfer', 'unlock_otp'])
      expect(ask(locked, 'admin', { facts: { operation }, ...context })).toBe('user_locked');
    expect(rightCode(locked, 'member', context)).toBe('ok');
  });

  const registration = withPerson(enrolled, 'admin', {
    guard: {
      failures: 5,
      failuresSinceAcceptance: 5,
      attemptsWhileLocked: 0,
      temporaryLocks: 0,
      lock: { lockedAt: context.now, cause: 'registration', liftsAt: null },
    },
  });
  const alone = wrongCodes(
    { ...enrolled, users: enrolled.users.filter(({ role }) => role !== 'master') },
    'admin',
    { times: 5, ...context },
  );
  const rows = [
    { what: 'another administrator', view: locked, who: 'master', expected: 'ok' },
    { what: 'he himself', view: locked, who: 'admin', expected: 'not_oneself' },
    { what: 'a user', view: locked, who: 'member', expected: 'role_not_allowed' },
    { what: 'the branch', view: locked, who: '@branch', expected: 'administrator_can' },
    { what: 'the branch, nobody left', view: alone, who: '@branch', expected: 'ok' },
    // While he registered tokens, only the branch lifts it, against a form.
    {
      what: 'a colleague, locked at registration',
      view: registration,
      who: 'master',
      expected: 'institution_only',
    },
    {
      what: 'the branch, locked at registration',
      view: registration,
      who: '@branch',
      expected: 'ok',
    },
    {
      what: 'the centre',
      view: registration,
      who: '@direct_banking_centre',
      expected: 'desk_not_allowed',
    },
  ];

  it.each(rows)('row 22 · $what: $expected', ({ view, who, expected }) => {
    expect(lift(view, who, { of: { user: 'admin' }, ...context })).toBe(expected);
  });

  it('S3-05 · the form', () => {
    expect(policy.lockout.at_registration).toBe('institution_lifts');
    expect(policy.lockout.unlock.documents).toEqual(['form']);
    const without = { of: { user: 'admin' }, paper: false, ...context };
    expect(lift(registration, '@branch', without)).toBe('documents_missing');
  });
});

describe('S3-06 · mandatory for contracts made on or after 1 December 2015', () => {
  const rows = [
    { openedOn: '2015-11-30', status: 'not_adopted', transfer: 'user_pin' },
    { openedOn: '2015-12-01', status: 'application_due', transfer: 'application_due' },
    { openedOn: '2016-06-01', status: 'application_due', transfer: 'application_due' },
  ];

  it.each(rows)('opened $openedOn: $status, a transfer: $transfer', (row) => {
    const view = staffed({ openedOn: row.openedOn });
    const context = at('2016-07-01');
    const [, , member] = view.users;
    if (!member) throw new Error('the company has a member');
    expect(enrolmentStatus(view, member, policy, context.now).state).toBe(row.status);
    const ask_ = (operation: string) => ask(view, 'member', { facts: { operation }, ...context });
    expect(ask_('one_off_transfer')).toBe(row.transfer);
    expect(ask_('login')).toBe('login_password+number_table');
  });

  it('a contract that has to and has applied sends for a month with the old factors', () => {
    const view = staffed({ openedOn: '2016-01-20', adoptedAt });
    const facts = { operation: 'one_off_transfer' };
    expect(ask(view, 'member', { facts, ...at('2016-02-29') })).toBe('user_pin');
    expect(ask(view, 'member', { facts, ...at('2016-03-01') })).toBe('registration');
  });
});

describe('S3-11 · the centre', () => {
  const rows = [
    { now: '2016-04-28T08:59:59.999', open: false, until: '2016-04-28T09:00:00.000' }, // Thursday
    { now: '2016-04-28T17:59:59.999', open: true, until: '2016-04-28T18:00:00.000' },
    { now: '2016-04-28T18:00:00.000', open: false, until: '2016-05-02T09:00:00.000' }, // holiday, weekend
    { now: '2016-04-30T12:00:00.000', open: false, until: '2016-05-02T09:00:00.000' }, // Saturday
    { now: '2016-12-30T18:00:00.000', open: false, until: '2017-01-04T09:00:00.000' },
  ];

  it.each(rows)('ALL-02 · at $now open $open, until $until', ({ now, open, until }) => {
    const change = tokyo(until);
    const expected = open ? { open, closesAt: change } : { open, opensAt: change };
    expect(deskAt(policy, 'direct_banking_centre', tokyo(now))).toEqual(expected);
  });
});

describe('S3-13 · customers do not revoke by themselves', () => {
  it.each([
    { who: 'master', expected: 'role_not_allowed' },
    { who: 'admin', expected: 'role_not_allowed' },
    { who: '@branch', expected: 'desk_not_allowed' },
    { who: '@direct_banking_centre', expected: 'ok' },
  ])('$who: $expected', ({ who, expected }) => {
    const acting = who.startsWith('@')
      ? { kind: 'staff' as const, staffId: 's', desk: who.slice(1), evidence: 'call 4' }
      : { kind: 'user' as const, userId: who };
    const command = { target: { userIds: ['member'] }, reason: 'lost' as const, acting };
    expect(outcome(decideRevocation(enrolled, command, at('2016-03-15')))).toBe(expected);
    expect(Object.keys(policy.operations)).not.toContain('revoke_token');
  });
});
