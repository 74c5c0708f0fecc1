import {
  addBusinessDays,
  authenticatorOf,
  type ContractKind,
  type ContractView,
  decideApplication,
  enrolmentStatus,
} from '@warifu/engine';
import { describe, expect, it } from 'vitest';
import { ask, deskAt, lift, rightCode, wrongCodes } from './testing/asking.ts';
import {
  aContract,
  app,
  bind,
  company,
  outcome,
  policyOf,
  tokyo,
  withPerson,
} from './testing/company.ts';

const policy = policyOf('komatsubara');
const at = (wallClock: string) => ({ policy, now: tokyo(wallClock) });
const adoptedAt = tokyo('2017-04-03T10:00:00.000');
const login = { operation: 'login' };
const stop = { operation: 'opt_out' };

/** The member has registered an app of his own; nobody else has. */
const phone = app('t1', { stepSeconds: 30 });
const registered = withPerson(
  bind(company(), phone, { users: ['member'], startedAt: adoptedAt }),
  'member',
  { adoptedAt, firstEnrolledAt: adoptedAt },
);

describe('S4-01 · the token', () => {
  const [onPhone, onPc] = policy.authenticators;

  it('30 s, 6 digits, by its ID; on a phone or a PC', () => {
    const kinds = policy.authenticators.map(
      ({ kind, step_seconds: step, digits, registration }) => ({
        kind,
        step,
        digits,
        registration,
      }),
    );
    const shared = { step: 30, digits: 6, registration: 'serial' };
    expect(kinds).toEqual([
      { kind: 'phone_app', ...shared },
      { kind: 'pc_app', ...shared },
    ]);
    expect(authenticatorOf(phone, policy)?.id).toBe('phone_app');
    expect(authenticatorOf({ ...phone, form: 'pc_app' }, policy)?.id).toBe('pc_app');
  });

  it.each<{ kind: ContractKind; pc: boolean }>([
    { kind: 'retail', pc: true },
    { kind: 'corporate', pc: false },
    { kind: 'sole_proprietor', pc: false },
  ])('the PC app serves a $kind contract: $pc', ({ kind, pc }) => {
    expect(onPc?.contract_kinds?.includes(kind)).toBe(pc);
    expect(onPhone?.contract_kinds).toBeUndefined();
  });

  it('free, and nobody applies for it', () => {
    const { additional_yen, reissue_yen, broken_yen, monthly_yen } = policy.fees;
    expect([additional_yen, reissue_yen, broken_yen, monthly_yen]).toEqual([0, 0, 0, 0]);
    const command = { applicationId: 'a', kind: 'adoption' as const, tokenCount: 1 };
    const paper = { ...command, filedOn: '2017-04-03', authenticator: 'phone_app' };
    const decision = decideApplication(company(), paper, at('2017-04-03'));
    expect(outcome(decision)).toBe('application_not_needed');
  });

  it('S4-06 · hides its code after a while', () => {
    for (const { display } of policy.authenticators)
      expect(display).toEqual({ mode: 'hides_after_a_while', shown_seconds: 60 });
  });
});

describe('S4-02 S4-04 · from the login page', () => {
  it('registers, exchanges and stops, with the password and the codes', () => {
    expect(policy.self_service).toEqual({
      actions: ['register', 'exchange', 'stop'],
      exchange_asks_old_code: true,
      factors: ['login_password'],
    });
    expect(policy.enrolment).toMatchObject({
      who_registers: ['before_login'],
      proof: ['login_password', 'serial', 'otp'],
    });
  });
});

describe('S4-03 S4-08 · what is asked', () => {
  const context = at('2017-05-15');
  const stopped = withPerson(company(), 'member', {
    optedOutAt: tokyo('2017-05-01'),
    firstEnrolledAt: adoptedAt,
  });
  const revoked = { ...registered, bindings: [] };
  const rows: {
    what: string;
    view: ContractView;
    who: string;
    facts: typeof login;
    asked: string;
  }[] = [
    {
      what: 'registered',
      view: registered,
      who: 'member',
      facts: login,
      asked: 'login_password+otp',
    },
    {
      what: 'not registered',
      view: registered,
      who: 'clerk',
      facts: login,
      asked: 'login_password',
    },
    {
      what: 'a colleague has',
      view: registered,
      who: 'master',
      facts: login,
      asked: 'login_password',
    },
    { what: 'has stopped it', view: stopped, who: 'member', facts: login, asked: 'login_password' },
    { what: 'stops it', view: registered, who: 'member', facts: stop, asked: 'login_password+otp' },
    {
      what: 'sends money',
      view: registered,
      who: 'member',
      facts: { operation: 'one_off_transfer' },
      asked: '-',
    },
    // The bank has ended his token: he registers another before he comes in.
    { what: 'revoked', view: revoked, who: 'member', facts: login, asked: 'registration' },
  ];

  it.each(rows)('$what: $facts asks $asked', ({ view, who, facts, asked }) => {
    expect(ask(view, who, { facts, ...context })).toBe(asked);
  });

  it.each([
    { view: registered, who: 'member', expected: ['enrolled', 'enrolled'] },
    { view: registered, who: 'clerk', expected: ['not_adopted', 'user_not_adopted'] },
    { view: stopped, who: 'member', expected: ['not_adopted', 'opted_out'] },
    { view: revoked, who: 'member', expected: ['required', 'no_grace'] },
  ])('S4-04 · $who stands at $expected', ({ view, who, expected }) => {
    const user = view.users.find((one) => one.id === who);
    if (!user) throw new Error('the company has that user');
    const { state, reason } = enrolmentStatus(view, user, policy, context.now);
    expect([state, reason]).toEqual(expected);
  });
});

describe('S4-05 · five wrong codes lock the user’s OTP', () => {
  const context = at('2017-05-15T10:00:00.000');
  const four = wrongCodes(registered, 'member', { times: 4, ...context });
  const locked = wrongCodes(registered, 'member', { times: 5, ...context });

  it('and with it his login and the stop, but not what asks for no code', () => {
    expect(rightCode(four, 'member', context)).toBe('ok');
    expect(rightCode(locked, 'member', context)).toBe('user_locked');
    const asked = [login, stop, { operation: 'one_off_transfer' }].map((facts) =>
      ask(locked, 'member', { facts, ...context }),
    );
    expect(asked).toEqual(['user_locked', 'user_locked', '-']);
  });

  it.each([
    { who: 'master', expected: 'role_not_allowed' },
    { who: 'admin', expected: 'role_not_allowed' },
    { who: 'member', expected: 'role_not_allowed' },
    { who: '@help_desk', expected: 'desk_not_allowed' },
    { who: '@branch', expected: 'ok' },
  ])('row 22 · lifted by $who: $expected', ({ who, expected }) => {
    expect(lift(locked, who, { of: { user: 'member' }, ...context })).toBe(expected);
  });

  it('against a form, the seal and an identity document', () => {
    expect(policy.lockout.unlock.documents).toEqual([
      'form',
      'registered_seal',
      'identity_document',
    ]);
    const without = { of: { user: 'member' }, paper: false, ...context };
    expect(lift(locked, '@branch', without)).toBe('documents_missing');
  });

  const filings = [
    { filedOn: '2017-05-15', from: '2017-05-16', to: '2017-05-17' }, // Monday is the first day
    { filedOn: '2017-05-12', from: '2017-05-15', to: '2017-05-16' }, // Friday
    { filedOn: '2017-05-02', from: '2017-05-08', to: '2017-05-09' }, // 3 to 5 May, then a weekend
    { filedOn: '2017-12-29', from: '2018-01-04', to: '2018-01-05' }, // the turn of the year
  ];
  it.each(filings)('ALL-02 · filed $filedOn, an estimate of $from to $to', (row) => {
    const { takes } = policy.lockout.unlock;
    expect(takes?.meaning).toBe('estimate');
    const day = (days: number) =>
      addBusinessDays(
        row.filedOn,
        { days, countsFirstDay: takes?.counts_filing_day ?? false },
        policy.calendar,
      );
    expect([day(takes?.from ?? 0), day(takes?.to ?? 0)]).toEqual([row.from, row.to]);
  });
});

describe('S4-07 · the help desk', () => {
  const rows = [
    { now: '2017-05-15T08:44:59.999', open: false, until: '2017-05-15T08:45:00.000' }, // Monday
    { now: '2017-05-15T08:45:00.000', open: true, until: '2017-05-15T17:15:00.000' },
    { now: '2017-05-15T17:14:59.999', open: true, until: '2017-05-15T17:15:00.000' },
    { now: '2017-05-15T17:15:00.000', open: false, until: '2017-05-16T08:45:00.000' },
    { now: '2017-05-13T12:00:00.000', open: false, until: '2017-05-15T08:45:00.000' }, // Saturday
    { now: '2017-05-03T12:00:00.000', open: false, until: '2017-05-08T08:45:00.000' }, // three holidays
  ];

  it.each(rows)('ALL-02 · at $now open $open, until $until', ({ now, open, until }) => {
    const change = tokyo(until);
    const expected = open ? { open, closesAt: change } : { open, opensAt: change };
    expect(deskAt(policy, 'help_desk', tokyo(now))).toEqual(expected);
  });
});

describe('S4-01 · for persons and for companies', () => {
  it.each<ContractKind>(['retail', 'corporate'])('a %s contract logs in with a code', (kind) => {
    const view = { ...registered, contract: aContract({ kind }) };
    const asked = ask(view, 'member', { facts: login, ...at('2017-05-15') });
    expect(asked).toBe('login_password+otp');
  });
});
