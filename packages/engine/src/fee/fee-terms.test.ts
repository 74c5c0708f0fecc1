import { describe, expect, it } from 'vitest';
import type { Policy } from '../policy/policy-schema.ts';
import { tokyo } from '../testing/instants.ts';
import { policyWith } from '../testing/policies.ts';
import { aView, outcome, viewAfter } from '../testing/views.ts';
import { assessFees } from './assess-fees.ts';
import { decideFeeReversal } from './decide-fee-reversal.ts';
import { debitDay, withTax } from './fee-terms.ts';

/** The Japanese rates: 5 %, 8 % from 1 April 2014, 10 % from 1 October 2019. */
const rates = [
  { from_on: '1997-04-01', percent: 5 },
  { from_on: '2014-04-01', percent: 8 },
  { from_on: '2019-10-01', percent: 10 },
];

function taxed(listed = rates): Policy {
  return policyWith(({ fees }) => {
    fees.tax = { mode: 'excluded', rates: [...listed] };
  });
}

describe('S1-10 · 2,000 yen and the tax of the day', () => {
  const rows: { price: number; now: string; amountYen: number; taxYen: number }[] = [
    { price: 2_000, now: '2014-03-31T23:59:59.999', amountYen: 2_100, taxYen: 100 },
    { price: 2_000, now: '2014-04-01T00:00:00.000', amountYen: 2_160, taxYen: 160 },
    { price: 2_000, now: '2019-09-30T23:59:59.999', amountYen: 2_160, taxYen: 160 },
    { price: 2_000, now: '2019-10-01T00:00:00.000', amountYen: 2_200, taxYen: 200 },
    // Less than a yen is dropped: 8 % of 999 yen are 79.92, 10 % of 1,999 are 199.9.
    { price: 999, now: '2019-09-30', amountYen: 1_078, taxYen: 79 },
    { price: 1_999, now: '2019-10-01', amountYen: 2_198, taxYen: 199 },
    { price: 9, now: '2019-10-01', amountYen: 9, taxYen: 0 },
    { price: 0, now: '2019-10-01', amountYen: 0, taxYen: 0 },
    // Before the first rate of the list there is none.
    { price: 2_000, now: '1997-03-31T23:59:59.999', amountYen: 2_000, taxYen: 0 },
  ];

  it.each(rows)('ALL-02 · $price yen at $now: $amountYen, tax $taxYen', (row) => {
    const { price, now, amountYen, taxYen } = row;
    const expected = { amountYen, taxYen };
    expect(withTax(price, { policy: taxed(), now: tokyo(now) })).toEqual(expected);
    // The order of the list says nothing.
    const reversed = taxed(rates.toReversed());
    expect(withTax(price, { policy: reversed, now: tokyo(now) })).toEqual(expected);
  });

  it('S0-11 · a price that includes the tax stays as it is', () => {
    const included = { policy: policyWith(), now: tokyo('2019-10-01') };
    expect(withTax(1_080, included)).toEqual({ amountYen: 1_080, taxYen: 0 });
  });
});

describe('S1-10 · the day of the debit', () => {
  const on = (day: Policy['fees']['debit']['on'], edit: (policy: Policy) => void = () => {}) =>
    policyWith((policy) => {
      policy.fees.debit.on = day;
      edit(policy);
    });
  const bank = ({ calendar }: Policy) => {
    calendar.closed = ['12-31', '01-02', '01-03'];
  };
  const next = 'end_of_next_month' as const;
  const rows: { policy: Policy; what: string; now: string; dueOn: string }[] = [
    { policy: on('application'), what: 'a Monday', now: '2015-03-02', dueOn: '2015-03-02' },
    { policy: on('application'), what: 'a Sunday', now: '2015-03-01', dueOn: '2015-03-02' },
    { policy: on('application'), what: 'a Saturday', now: '2015-02-28', dueOn: '2015-03-02' },
    { policy: on('application'), what: 'a holiday', now: '2015-05-04', dueOn: '2015-05-07' },
    {
      policy: on('application'),
      what: 'the last moment of a Monday in Tokyo',
      now: '2015-03-02T23:59:59.999',
      dueOn: '2015-03-02',
    },
    { policy: on(next), what: 'a plain month end', now: '2015-02-10', dueOn: '2015-03-31' },
    { policy: on(next), what: '31 January', now: '2015-01-31', dueOn: '2015-03-02' }, // 28 February was a Saturday
    { policy: on(next), what: '31 January, leap year', now: '2016-01-31', dueOn: '2016-02-29' },
    { policy: on(next), what: 'end on a Sunday', now: '2015-04-15', dueOn: '2015-06-01' }, // 31 May 2015
    { policy: on(next), what: 'end on a Saturday', now: '2015-09-30', dueOn: '2015-11-02' }, // 31 October 2015
    {
      policy: on(next, bank),
      what: 'the turn of the year',
      now: '2015-11-20',
      dueOn: '2016-01-04', // 31 December closed, 1 January a holiday, 2 and 3 closed
    },
    { policy: on(next, bank), what: 'December', now: '2015-12-20', dueOn: '2016-02-01' }, // 31 January 2016 was a Sunday
    {
      policy: on(next, ({ calendar }) => {
        calendar.closed_on = ['2015-03-31'];
      }),
      what: 'a day closed once',
      now: '2015-02-10',
      dueOn: '2015-04-01',
    },
    {
      policy: on(next, ({ calendar }) => {
        calendar.weekend = [];
        calendar.public_holidays = 'none';
      }),
      what: 'a bank that never closes',
      now: '2015-04-15',
      dueOn: '2015-05-31',
    },
  ];

  it.each(rows)('ALL-02 · $what, $now: $dueOn', ({ policy, now, dueOn }) => {
    expect(debitDay(policy, tokyo(now))).toBe(dueOn);
  });
});

describe('an assessment and its reversal carry both', () => {
  const policy = taxed();
  policy.fees.debit.on = 'end_of_next_month';
  policy.fees.reissue_yen = 2_000;
  const now = tokyo('2019-09-30T12:00:00.000');
  const cause = { reason: 'reissue' as const, shipmentId: 's9', replacesTokenId: null, now };
  const [assessed] = assessFees(aView(), [{ tokenId: 'n0', feeId: 'f0' }], { policy, cause });

  it('S1-10 · assessed on the last day of 8 %, debited at the end of October', () => {
    expect(assessed).toMatchObject({ amountYen: 2_160, taxYen: 160, dueOn: '2019-10-31' });
  });

  it('S1-10 · taken back with the tax that was taken, on the debit day of today', () => {
    if (!assessed) throw new Error('a reissue costs');
    const later = { policy, now: tokyo('2019-10-10') };
    const view = viewAfter(aView(), { ok: true, events: [assessed] }, { policy, now });
    const command = { feeId: 'f0', reversalId: 'r0', note: 'found' };
    const decision = decideFeeReversal(view, command, later);
    expect(outcome(decision)).toBe('ok');
    expect(decision.events).toMatchObject([
      { amountYen: -2_160, taxYen: -160, dueOn: '2019-12-02' }, // 30 November was a Saturday
    ]);
  });
});
