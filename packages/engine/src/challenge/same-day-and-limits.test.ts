import { describe, expect, it } from 'vitest';
import { noSameDayFacts } from '../contract/contract.ts';
import type { ContractView } from '../contract/contract-view.ts';
import type { Policy } from '../policy/policy-schema.ts';
import { tokyo } from '../testing/instants.ts';
import { bound, login, obstacle, transfer } from '../testing/obstacles.ts';
import { policyWith } from '../testing/policies.ts';
import { aBinding, aContract, aToken, aUser, aView } from '../testing/views.ts';
import type { StatedFacts } from './challenge-rules.ts';
import { limitOf, sameDayResumesAt } from './standing-obstacle.ts';

describe('S3-09 · same-day transfers', () => {
  const sameDay =
    ({ same_day }: { same_day?: 'at_once' | 'next_business_day' } = {}) =>
    (policy: Policy) => {
      policy.same_day = {
        operations: ['one_off_transfer'],
        requires: ['application', 'screening', 'measures', 'call'],
        measures: [],
        resumes: same_day ?? 'next_business_day',
      };
      policy.calendar.closed = ['12-31', '01-02', '01-03'];
    };
  const contract = (confirmed: string | null) =>
    aContract({
      sameDay: { ...noSameDayFacts, confirmedAt: confirmed === null ? null : tokyo(confirmed) },
    });
  /** Confirmed at this instant; open again from the beginning of this day. */
  const rows = [
    { confirmed: '2015-05-11T10:00:00.000', resumes: '2015-05-12' }, // Monday
    { confirmed: '2015-05-08T10:00:00.000', resumes: '2015-05-11' }, // Friday
    { confirmed: '2015-05-09T10:00:00.000', resumes: '2015-05-11' }, // Saturday
    { confirmed: '2015-05-11T23:59:59.999', resumes: '2015-05-12' },
    // The holiday week of 2015: 3 to 5 May, and 6 May in the place of Sunday 3.
    { confirmed: '2015-05-01T17:00:00.000', resumes: '2015-05-07' },
    { confirmed: '2015-05-06T09:00:00.000', resumes: '2015-05-07' },
    // Over the turn of the year the bank is closed on 31 December and 1 to 3 January.
    { confirmed: '2015-12-30T15:00:00.000', resumes: '2016-01-04' },
    // 29 February 2016 was a Monday.
    { confirmed: '2016-02-26T12:00:00.000', resumes: '2016-02-29' },
  ];

  it.each(rows)('ALL-02 · confirmed $confirmed, open from $resumes', ({ confirmed, resumes }) => {
    const view = { contract: contract(confirmed) };
    const facts = { ...transfer, sameDay: true };
    const opensAt = tokyo(resumes);
    const before = obstacle({ view, facts, edit: sameDay(), now: opensAt - 1 });
    expect(before).toEqual({ reason: 'same_day_suspended', endsAt: opensAt });
    expect(obstacle({ view, facts, edit: sameDay(), now: opensAt })).toBeNull();
  });

  it('open at once where the policy says so', () => {
    const confirmed = '2015-05-01T17:00:00.000';
    const facts = { ...transfer, sameDay: true };
    const edit = sameDay({ same_day: 'at_once' });
    const view = { contract: contract(confirmed) };
    const now = tokyo(confirmed);
    expect(obstacle({ view, facts, edit, now })).toBeNull();
    expect(obstacle({ view, facts, edit, now: now - 1 })).toMatchObject({ endsAt: now });
  });

  const facts: { what: string; facts: StatedFacts; stands: boolean }[] = [
    { what: 'a same-day transfer', facts: { ...transfer, sameDay: true }, stands: true },
    { what: 'a transfer for tomorrow', facts: { ...transfer, sameDay: false }, stands: false },
    { what: 'a transfer of no stated day', facts: transfer, stands: false },
    {
      what: 'a same-day transfer of another kind',
      facts: { operation: 'bulk_transfer', sameDay: true },
      stands: false,
    },
    { what: 'a login', facts: { ...login, sameDay: true }, stands: false },
  ];
  it.each(facts)('never confirmed, $what: $stands', ({ facts: stated, stands }) => {
    const view = { contract: contract(null) };
    const standing = obstacle({ view, facts: stated, edit: sameDay(), now: tokyo('2015-06-01') });
    expect(standing).toEqual(stands ? { reason: 'same_day_suspended', endsAt: null } : null);
  });

  it('is nothing where the policy suspends nothing', () => {
    expect(sameDayResumesAt(contract('2015-05-11'), policyWith())).toBeNull();
    const parts = { facts: { ...transfer, sameDay: true }, now: 0, edit: () => {} };
    expect(obstacle({ ...parts, view: { contract: contract(null) } })).toBeNull();
  });
});

describe('limits with and without OTP', () => {
  const registered = tokyo('2015-05-31T18:00:00.000'); // the last day of a month
  const limits = (rise: 'at_once' | 'next_day') => (policy: Policy) => {
    policy.limits = {
      per_operation: [
        { operations: ['one_off_transfer'], with_otp_yen: 5_000_000, without_otp_yen: 500_000 },
        { operations: ['bulk_transfer'], with_otp_yen: 9_000_000, without_otp_yen: 0 },
      ],
      rise,
    };
  };
  const limit = (view: Partial<ContractView>, rise: 'at_once' | 'next_day', now: number) => {
    const user = aUser('u1');
    const context = { operation: 'one_off_transfer', policy: policyWith(limits(rise)), now };
    return limitOf(aView({ users: [user], ...view }), user, context);
  };
  const expired = { ...bound(registered), tokens: [aToken('t1', { expiresOn: '2015-06-30' })] };
  const two = {
    tokens: [aToken('t1'), aToken('t2')],
    bindings: [
      aBinding('u1', 't1', { startedAt: registered }),
      aBinding('u1', 't2', { startedAt: tokyo('2015-07-01T10:00:00.000') }),
    ],
  };
  const rows: {
    what: string;
    view: Partial<ContractView>;
    rise: 'at_once' | 'next_day';
    now: string;
    yen: number;
  }[] = [
    { what: 'no token', view: {}, rise: 'next_day', now: '2015-06-02', yen: 500_000 },
    {
      what: 'registered today',
      view: bound(registered),
      rise: 'next_day',
      now: '2015-05-31T23:59:59.999',
      yen: 500_000,
    },
    {
      what: 'from 00:00 of the next day',
      view: bound(registered),
      rise: 'next_day',
      now: '2015-06-01T00:00:00.000',
      yen: 5_000_000,
    },
    {
      what: 'at once',
      view: bound(registered),
      rise: 'at_once',
      now: '2015-05-31T18:00:00.000',
      yen: 5_000_000,
    },
    // The lower limit begins at once, and a token that stopped keeps no higher one.
    {
      what: 'revoked',
      view: {
        ...bound(registered),
        bindings: [aBinding('u1', 't1', { startedAt: registered, endedAt: 5, endReason: 'lost' })],
      },
      rise: 'next_day',
      now: '2015-07-01',
      yen: 500_000,
    },
    {
      what: 'on the last day of the token',
      view: expired,
      rise: 'next_day',
      now: '2015-06-30T23:59:59.999',
      yen: 5_000_000,
    },
    {
      what: 'expired',
      view: expired,
      rise: 'next_day',
      now: '2015-07-01T00:00:00.000',
      yen: 500_000,
    },
    // A further token takes nothing away on its first day.
    {
      what: 'a second token',
      view: two,
      rise: 'next_day',
      now: '2015-07-01T12:00:00.000',
      yen: 5_000_000,
    },
  ];

  it.each(rows)('ALL-02 · $what at $now: $yen', ({ view, rise, now, yen }) => {
    expect(limit(view, rise, tokyo(now))).toBe(yen);
  });

  const amounts: { facts: StatedFacts; stands: boolean }[] = [
    { facts: { ...transfer, amountYen: 499_999 }, stands: false },
    { facts: { ...transfer, amountYen: 500_000 }, stands: false },
    { facts: { ...transfer, amountYen: 500_001 }, stands: true },
    { facts: transfer, stands: false },
    { facts: { operation: 'bulk_transfer', amountYen: 1 }, stands: true },
    { facts: { operation: 'bulk_transfer', amountYen: 0 }, stands: false },
    { facts: { operation: 'registered_transfer', amountYen: 99_000_000 }, stands: false },
  ];
  it.each(amounts)('over by one yen · $facts: $stands', ({ facts, stands }) => {
    const standing = obstacle({ facts, edit: limits('at_once'), now: registered });
    expect(standing).toEqual(stands ? { reason: 'over_limit', endsAt: null } : null);
  });
});
