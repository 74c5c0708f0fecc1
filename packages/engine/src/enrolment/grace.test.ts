import { describe, expect, it } from 'vitest';
import { tokyo } from '../testing/instants.ts';
import { graceRule, policyWith } from '../testing/policies.ts';
import { aContract } from '../testing/views.ts';
import { daysLeft, graceOf } from './grace.ts';

const adopted = '2014-12-20T10:00:00.000';
const delivered = '2015-01-05T11:00:00.000';

type CountFrom = 'application' | 'delivery';

function policyOf(from: CountFrom, length: { days?: number; months?: number }) {
  return policyWith((policy) => {
    Object.assign(graceRule(policy), { count_from: from, length });
  });
}

describe('S0-04 · grace of 30 days, to the millisecond', () => {
  const rows: { from: CountFrom; now: string; state: string }[] = [
    { from: 'delivery', now: '2015-01-05T11:00:00.000', state: 'running' },
    { from: 'delivery', now: '2015-02-03T23:59:59.999', state: 'running' }, // day 29
    { from: 'delivery', now: '2015-02-04T00:00:00.000', state: 'running' }, // day 30
    { from: 'delivery', now: '2015-02-04T11:00:00.001', state: 'running' }, // 30 × 24 h are over
    { from: 'delivery', now: '2015-02-04T23:59:59.000', state: 'running' },
    { from: 'delivery', now: '2015-02-04T23:59:59.999', state: 'running' },
    { from: 'delivery', now: '2015-02-05T00:00:00.000', state: 'over' }, // day 31
    { from: 'application', now: '2014-12-20T10:00:00.000', state: 'running' },
    { from: 'application', now: '2015-01-18T23:59:59.999', state: 'running' }, // day 29
    { from: 'application', now: '2015-01-19T23:59:59.999', state: 'running' }, // day 30
    { from: 'application', now: '2015-01-20T00:00:00.000', state: 'over' }, // day 31
  ];

  it.each(rows)('ALL-02 row 32 · from $from, at $now: $state', ({ from, now, state }) => {
    const contract = aContract({ adoptedAt: tokyo(adopted), firstDeliveredAt: tokyo(delivered) });
    expect(graceOf(contract, policyOf(from, { days: 30 }), tokyo(now)).state).toBe(state);
  });
});

describe('grace of calendar months', () => {
  const rows: { from: string; months: number; last: string }[] = [
    { from: '2015-01-31T09:00:00.000', months: 1, last: '2015-02-28T23:59:59.999' },
    { from: '2016-01-31T09:00:00.000', months: 1, last: '2016-02-29T23:59:59.999' },
    { from: '2016-02-29T09:00:00.000', months: 12, last: '2017-02-28T23:59:59.999' },
    { from: '2015-12-31T09:00:00.000', months: 1, last: '2016-01-31T23:59:59.999' },
  ];

  it.each(rows)('ALL-02 · $months month(s) after $from end $last', ({ from, months, last }) => {
    const contract = aContract({ adoptedAt: tokyo(from) });
    const policy = policyOf('application', { months });
    expect(graceOf(contract, policy, tokyo(last))).toEqual({
      state: 'running',
      endsAt: tokyo(last),
    });
    expect(graceOf(contract, policy, tokyo(last) + 1).state).toBe('over');
  });
});

describe('when grace begins', () => {
  const rows: {
    from: CountFrom;
    adoptedAt: string | null;
    deliveredAt: string | null;
    state: string;
  }[] = [
    { from: 'delivery', adoptedAt: null, deliveredAt: null, state: 'not_adopted' },
    { from: 'application', adoptedAt: null, deliveredAt: null, state: 'not_adopted' },
    // A token that has not been delivered never blocks anyone, not even after years.
    { from: 'delivery', adoptedAt: adopted, deliveredAt: null, state: 'not_begun' },
    { from: 'application', adoptedAt: adopted, deliveredAt: null, state: 'over' },
    { from: 'delivery', adoptedAt: adopted, deliveredAt: delivered, state: 'over' },
  ];

  it.each(rows)(
    'S0-04 · from $from, adopted $adoptedAt, delivered $deliveredAt, years later: $state',
    ({ from, adoptedAt, deliveredAt, state }) => {
      const contract = aContract({
        adoptedAt: adoptedAt === null ? null : tokyo(adoptedAt),
        firstDeliveredAt: deliveredAt === null ? null : tokyo(deliveredAt),
      });
      const grace = graceOf(contract, policyOf(from, { days: 30 }), tokyo('2020-01-01'));
      expect(grace.state).toBe(state);
    },
  );
});

describe('daysLeft', () => {
  it.each([
    { now: '2015-01-05T11:00:00.000', left: 30 },
    { now: '2015-02-03T23:59:59.999', left: 1 },
    { now: '2015-02-04T00:00:00.000', left: 0 },
    { now: '2015-02-04T23:59:59.999', left: 0 },
    { now: '2015-02-05T00:00:00.000', left: 0 },
  ])('S0-03 · at $now $left days are left', ({ now, left }) => {
    const endsAt = tokyo('2015-02-04T23:59:59.999');
    expect(daysLeft(endsAt, tokyo(now), 'Asia/Tokyo')).toBe(left);
  });
});
