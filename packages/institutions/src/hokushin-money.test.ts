import {
  type Contract,
  type ContractView,
  decideShipment,
  noSameDayFacts,
  replacementHorizon,
  type ShipmentReason,
  standingObstacle,
} from '@warifu/engine';
import { describe, expect, it } from 'vitest';
import { ask, rightCode } from './testing/asking.ts';
import {
  aContract,
  afterUnder,
  bind,
  company,
  fob,
  fobInService,
  outcome,
  policyOf,
  tokyo,
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

/** Posts one token as staff would; it is named after its shipment. */
function post(
  view: ContractView,
  reason: Exclude<ShipmentReason, 'unasked'>,
  { id, replaces = null }: { readonly id: string; readonly replaces?: string | null },
): ContractView {
  const context = at('2020-10-02');
  const kind = reason === 'replacement' ? 'adoption' : reason;
  const application = {
    id: `a-${id}`,
    contractId: 'c1',
    kind,
    tokenCount: 1,
    filedOn: '2020-10-01',
    authenticator: null,
    recordedAt: 0,
  };
  const fresh = fob(id, { expiresOn: '2025-12-31' });
  const ordered = { ...view, applications: [...view.applications, application] };
  const applicationId = reason === 'replacement' ? null : application.id;
  const picks = [{ token: fresh, feeId: `f-${id}` }];
  const command = {
    shipmentId: `s-${id}`,
    applicationId,
    reason,
    replacesTokenId: replaces,
    picks,
  };
  const decision = decideShipment(ordered, command, context);
  expect(outcome(decision)).toBe('ok');
  return afterUnder({ ...ordered, tokens: [...ordered.tokens, fresh] }, decision, context);
}

const yen = (view: ContractView) => view.fees.map((fee) => `${fee.kind} ${fee.amountYen}`);
const two = post(post(adopted, 'adoption', { id: 't1' }), 'addition', { id: 't2' });

describe('S3-08 · fees, tax included', () => {
  const rows = [
    { what: 'the first two', view: two, expected: ['additional 2200'] },
    {
      what: 'a reissue of the first after loss',
      view: post(two, 'reissue', { id: 't3', replaces: 't1' }),
      expected: ['additional 2200', 'reissue 2200'],
    },
    {
      what: 'an exchange of a broken one',
      view: post(two, 'exchange', { id: 't3', replaces: 't2' }),
      expected: ['additional 2200'],
    },
    {
      what: 'the replacement of the first',
      view: post(two, 'replacement', { id: 't3', replaces: 't1' }),
      expected: ['additional 2200'],
    },
    {
      what: 'the replacement of the second',
      view: post(two, 'replacement', { id: 't3', replaces: 't2' }),
      expected: ['additional 2200', 'replacement 2200'],
    },
  ];

  it.each(rows)('$what: $expected', ({ view, expected }) => {
    expect(yen(view)).toEqual(expected);
  });

  it('a broken one must come back, or is charged like a new one', () => {
    expect(policy.fees).toMatchObject({
      broken_yen: 0,
      broken_unreturned_yen: 2_200,
      return_within_days: 30,
      monthly_yen: 0,
    });
  });
});

describe('S3-07 · the replacement from 90 days before', () => {
  it.each([
    { now: '2020-10-01T23:59:59.999', horizon: '2020-12-30' }, // day 91
    { now: '2020-10-02T00:00:00.000', horizon: '2020-12-31' }, // day 90
  ])('ALL-02 · on $now those that expire by $horizon are due', ({ now, horizon }) => {
    expect(replacementHorizon(policy, tokyo(now))).toBe(horizon);
    expect(policy.replacement.tokens).toBe('free_tokens');
  });

  it.each([
    { now: '2020-12-31T23:59:00.000', code: 'ok', asked: 'user_pin+otp' },
    { now: '2021-01-01T00:00:00.000', code: 'token_expired', asked: 'registration' },
  ])('ALL-02 row 34 · the old one at $now: $code', ({ now, code, asked }) => {
    expect(rightCode(enrolled, 'member', at(now))).toBe(code);
    const facts = { operation: 'one_off_transfer' };
    expect(ask(enrolled, 'member', { facts, ...at(now) })).toBe(asked);
  });
});

describe('S3-09 · same-day one-off transfers', () => {
  const facts = (operation: string, sameDay: boolean) => ({ operation, sameDay });
  const confirmed = (on: string) => ({
    ...enrolled,
    contract: {
      ...enrolled.contract,
      sameDay: { ...noSameDayFacts, confirmedAt: tokyo(`${on}T15:00:00.000`) },
    },
  });
  const rows = [
    { view: enrolled, now: '2016-04-27', asked: 'same_day_suspended' },
    { view: confirmed('2016-04-27'), now: '2016-04-27T23:59:59.999', asked: 'same_day_suspended' },
    { view: confirmed('2016-04-27'), now: '2016-04-28', asked: 'user_pin+otp' },
    // Friday 29 April, then the weekend; Monday 2 May was a business day, and 3 to 5 May were not.
    { view: confirmed('2016-04-28'), now: '2016-05-01T23:59:59.999', asked: 'same_day_suspended' },
    { view: confirmed('2016-04-28'), now: '2016-05-02', asked: 'user_pin+otp' },
    { view: confirmed('2016-05-02'), now: '2016-05-05T23:59:59.999', asked: 'same_day_suspended' },
    { view: confirmed('2016-05-02'), now: '2016-05-06', asked: 'user_pin+otp' },
    { view: confirmed('2016-12-30'), now: '2017-01-03T23:59:59.999', asked: 'same_day_suspended' },
    { view: confirmed('2016-12-30'), now: '2017-01-04', asked: 'user_pin+otp' },
  ];

  it.each(rows)('ALL-02 · on $now: $asked', ({ view, now, asked }) => {
    const context = { facts: facts('one_off_transfer', true), ...at(now) };
    expect(ask(view, 'member', context)).toBe(asked);
  });

  it.each([
    facts('one_off_transfer', false),
    facts('registered_transfer', true),
    facts('payroll', true),
  ])('nothing else is suspended: $operation, same day $sameDay', (stated) => {
    const [, , member] = enrolled.users;
    if (!member) throw new Error('the company has a member');
    const context = { facts: stated, ...at('2016-04-27') };
    expect(standingObstacle(enrolled, member, context)).toBeNull();
  });

  it('four measures of which the token is one, a form, a screening and a call; 50 million yen', () => {
    const { same_day: sameDay, compensation } = policy;
    expect(sameDay?.requires).toEqual(['application', 'screening', 'measures', 'call']);
    expect(sameDay?.measures).toHaveLength(4);
    expect(sameDay?.measures.map(({ id }) => id)).toContain('hardware_token');
    expect(compensation?.with_otp_yen).toBe(50_000_000);
    expect(compensation?.without_otp_yen).toBeLessThan(50_000_000);
  });
});
