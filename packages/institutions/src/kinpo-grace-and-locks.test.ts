import {
  type ContractView,
  decideShipment,
  decideSkip,
  graceOf,
  type ShipmentReason,
} from '@warifu/engine';
import { describe, expect, it } from 'vitest';
import { ask, lift, rightCode, staged, wrongCodes } from './testing/asking.ts';
import {
  aContract,
  afterUnder,
  app,
  bind,
  company,
  fob,
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

describe('S1-07 · 30 days from the recording, for hardware only', () => {
  const facts = { operation: 'login' };
  const rows = [
    { kind: 'key_fob', now: '2019-02-01T16:00:00.000', skip: 'ok', login: 'login_credential' },
    { kind: 'key_fob', now: '2019-03-02T23:59:59.999', skip: 'ok', login: 'login_credential' }, // day 29
    { kind: 'key_fob', now: '2019-03-03T23:59:59.999', skip: 'ok', login: 'login_credential' }, // day 30
    { kind: 'key_fob', now: '2019-03-04T00:00:00.000', skip: 'grace_over', login: 'registration' },
    {
      kind: 'phone_app',
      now: '2019-02-01T16:00:00.000',
      skip: 'grace_over',
      login: 'registration',
    },
  ];

  it.each(rows)(
    'S1-04 ALL-02 row 32 · $kind at $now: skip $skip, login $login',
    ({ kind, now, skip, login }) => {
      const view = adopted(kind);
      const context = at(now);
      expect(outcome(decideSkip(view, 'member', context))).toBe(skip);
      expect(ask(view, 'member', { facts, ...context })).toBe(login);
    },
  );

  it('ALL-02 · neither the filing nor the delivery moves it', () => {
    const grace = (firstDeliveredAt: number | null) =>
      graceOf({ ...adopted('key_fob').contract, firstDeliveredAt }, policy, recorded).endsAt;
    const last = tokyo('2019-03-03T23:59:59.999');
    expect([grace(null), grace(tokyo('2019-02-20'))]).toEqual([last, last]);
  });

  it('in grace a payment goes out with the PIN alone', () => {
    const payment = staged('one_off_transfer', 'none', 'commit');
    const view = adopted('key_fob');
    expect(ask(view, 'member', { facts: payment, ...at('2019-03-03') })).toBe('pin');
    expect(ask(view, 'member', { facts: payment, ...at('2019-03-04') })).toBe('registration');
  });
});

describe('S1-09 · the token locks, for all who share it', () => {
  const context = at('2019-03-05T10:00:00.000');
  const wrong = (view: ContractView, ...who: readonly string[]) =>
    who.reduce((before, id) => wrongCodes(before, id, { times: 1, ...context }), view);

  it.each([
    { who: ['member', 'member', 'master', 'clerk'], expected: 'ok' },
    { who: ['member', 'member', 'master', 'clerk', 'admin'], expected: 'token_locked' },
  ])('wrong codes of $who: a right one of each is $expected', ({ who, expected }) => {
    const view = wrong(hardware, ...who);
    for (const id of everybody) expect(rightCode(view, id, context)).toBe(expected);
    const login = ask(view, 'admin', { facts: { operation: 'login' }, ...context });
    expect(login).toBe(expected === 'ok' ? 'login_credential+otp' : 'token_locked');
  });

  it('a soft token locks alone', () => {
    const view = wrong(soft, 'member', 'member', 'member', 'member', 'member');
    expect(rightCode(view, 'member', context)).toBe('token_locked');
    expect(rightCode(view, 'master', context)).toBe('ok');
  });

  it.each([
    { who: 'master', expected: 'role_not_allowed' },
    { who: 'admin', expected: 'role_not_allowed' },
    { who: '@web_notification_desk', expected: 'desk_not_allowed' },
    { who: '@branch', expected: 'ok' },
  ])('row 22 · lifted by $who: $expected', ({ who, expected }) => {
    const view = wrong(hardware, 'member', 'member', 'member', 'member', 'member');
    expect(lift(view, who, { of: { token: 't1' }, ...context })).toBe(expected);
  });

  it('S1-09 · the branch does so against a form', () => {
    const view = wrongCodes(hardware, 'member', { times: 5, ...context });
    const without = { of: { token: 't1' }, paper: false, ...context };
    expect(lift(view, '@branch', without)).toBe('documents_missing');
  });
});

describe('S1-10 · fees', () => {
  const post = (
    view: ContractView,
    reason: Exclude<ShipmentReason, 'replacement' | 'unasked'>,
    id: string,
  ) => {
    const context = at('2019-04-10');
    const fresh = fob(id, { expiresOn: '2024-12-31' });
    const application = {
      id: `a-${id}`,
      contractId: 'c1',
      kind: reason,
      tokenCount: 1,
      filedOn: '2019-04-01',
      authenticator: 'key_fob',
      recordedAt: 0,
    };
    const ordered = { ...view, applications: [...view.applications, application] };
    const picks = [{ token: fresh, feeId: `f-${id}` }];
    const command = { shipmentId: `s-${id}`, applicationId: application.id, reason, picks };
    const decision = decideShipment(ordered, { ...command, replacesTokenId: null }, context);
    expect(outcome(decision)).toBe('ok');
    return afterUnder({ ...ordered, tokens: [...ordered.tokens, fresh] }, decision, context);
  };

  it('the first fob is free, further and reissued ones cost 2,200 yen', () => {
    const first = post(adopted('key_fob'), 'adoption', 't1');
    const second = post(first, 'addition', 't2');
    const third = post(second, 'reissue', 't3');
    const all = third.fees.map((fee) => [fee.kind, fee.amountYen, fee.taxYen, fee.dueOn]);
    // Tax included; 31 May 2019 was a Friday.
    expect(all).toEqual([
      ['additional', 2_200, 0, '2019-05-31'],
      ['reissue', 2_200, 0, '2019-05-31'],
    ]);
  });

  it('a contract that changes from the app to a fob gets its first fob free', () => {
    expect(post(soft, 'method_change', 't1').fees).toEqual([]);
  });

  it('from the representative account, and nothing by the month', () => {
    expect(policy.fees.debit.account).toBe('representative');
    expect(policy.fees.monthly_yen).toBe(0);
  });
});
