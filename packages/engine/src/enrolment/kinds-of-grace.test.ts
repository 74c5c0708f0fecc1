import { describe, expect, it } from 'vitest';
import type { Contract } from '../contract/contract.ts';
import type { Policy } from '../policy/policy-schema.ts';
import { tokyo } from '../testing/instants.ts';
import { graceRule, policyWith } from '../testing/policies.ts';
import { aContract } from '../testing/views.ts';
import { graceOf } from './grace.ts';

type GraceRule = NonNullable<Policy['enrolment']['grace']>;

/** The sample's grace of 30 days, changed as a row wants it. */
function withGrace(changed: Partial<GraceRule>): Policy {
  return policyWith((policy) => {
    Object.assign(graceRule(policy), changed);
  });
}

const instants = {
  adoptedAt: tokyo('2015-01-10T15:00:00.000'),
  setUpAt: tokyo('2015-01-12T09:00:00.000'),
  firstDeliveredAt: tokyo('2015-01-20T11:00:00.000'),
};

describe('what grace of 30 days counts from', () => {
  const rows: { from: Partial<GraceRule>; now: string; state: string }[] = [
    // Recorded on 10 January at whatever hour: the 30th day is 9 February.
    { from: { count_from: 'application' }, now: '2015-01-10T15:00:00.000', state: 'running' },
    { from: { count_from: 'application' }, now: '2015-02-08T23:59:59.999', state: 'running' },
    { from: { count_from: 'application' }, now: '2015-02-09T23:59:59.999', state: 'running' },
    { from: { count_from: 'application' }, now: '2015-02-10T00:00:00.000', state: 'over' },
    { from: { count_from: 'set_up' }, now: '2015-02-11T23:59:59.999', state: 'running' },
    { from: { count_from: 'set_up' }, now: '2015-02-12T00:00:00.000', state: 'over' },
    { from: { count_from: 'delivery' }, now: '2015-02-19T23:59:59.999', state: 'running' },
    { from: { count_from: 'delivery' }, now: '2015-02-20T00:00:00.000', state: 'over' },
    {
      from: { count_from: 'fixed_date', fixed_on: '2015-03-01' },
      now: '2015-03-31T23:59:59.999',
      state: 'running',
    },
    {
      from: { count_from: 'fixed_date', fixed_on: '2015-03-01' },
      now: '2015-04-01T00:00:00.000',
      state: 'over',
    },
    // Before the fixed date it runs already: nobody is worse off for being early.
    {
      from: { count_from: 'fixed_date', fixed_on: '2015-03-01' },
      now: '2015-01-15T00:00:00.000',
      state: 'running',
    },
    {
      from: { count_from: 'fixed_date', fixed_on: '2015-03-01', length: { days: 0 } },
      now: '2015-03-01T23:59:59.999',
      state: 'running',
    },
    {
      from: { count_from: 'fixed_date', fixed_on: '2015-03-01', length: { days: 0 } },
      now: '2015-03-02T00:00:00.000',
      state: 'over',
    },
  ];

  it.each(rows)('S1-07 ALL-02 row 32 · $from at $now: $state', ({ from, now, state }) => {
    expect(graceOf(aContract(instants), withGrace(from), tokyo(now)).state).toBe(state);
  });
});

describe('S3-04 · one month from the application', () => {
  const rows = [
    { recorded: '2015-12-01', last: '2016-01-01' },
    { recorded: '2016-01-29', last: '2016-02-29' },
    { recorded: '2016-01-30', last: '2016-02-29' },
    { recorded: '2016-01-31', last: '2016-02-29' },
    { recorded: '2017-01-31', last: '2017-02-28' },
    { recorded: '2015-12-31', last: '2016-01-31' },
  ];

  it.each(rows)('ALL-02 · recorded $recorded, last day $last', ({ recorded, last }) => {
    const contract = aContract({ adoptedAt: tokyo(`${recorded}T16:30:00.000`) });
    const policy = withGrace({ count_from: 'application', length: { months: 1 } });
    const endsAt = tokyo(`${last}T23:59:59.999`);
    expect(graceOf(contract, policy, endsAt)).toEqual({ state: 'running', endsAt });
    expect(graceOf(contract, policy, endsAt + 1)).toEqual({ state: 'over', endsAt });
  });
});

describe('when the counted event has not happened', () => {
  const rows: { from: Partial<GraceRule>; contract: Partial<Contract>; state: string }[] = [
    { from: { count_from: 'application' }, contract: { adoptedAt: null }, state: 'not_adopted' },
    { from: { count_from: 'set_up' }, contract: { setUpAt: null }, state: 'not_begun' },
    { from: { count_from: 'delivery' }, contract: { firstDeliveredAt: null }, state: 'not_begun' },
    // Nothing else begins it in its stead.
    { from: { count_from: 'set_up' }, contract: { firstDeliveredAt: null }, state: 'over' },
    { from: { count_from: 'application' }, contract: { setUpAt: null }, state: 'over' },
    {
      from: { count_from: 'fixed_date', fixed_on: '2015-03-01' },
      contract: { adoptedAt: null },
      state: 'not_adopted',
    },
  ];

  it.each(rows)('S0-04 S1-07 · $from, $contract: $state', ({ from, contract, state }) => {
    const whole = aContract({ ...instants, ...contract });
    expect(graceOf(whole, withGrace(from), tokyo('2020-01-01')).state).toBe(state);
  });
});

describe('kinds of tokens without grace', () => {
  const rows: { authenticators: string[] | undefined; chosen: string | null; state: string }[] = [
    { authenticators: undefined, chosen: 'fob', state: 'running' },
    { authenticators: undefined, chosen: 'card', state: 'running' },
    { authenticators: ['fob'], chosen: 'fob', state: 'running' },
    { authenticators: ['fob'], chosen: 'card', state: 'none' },
    { authenticators: ['fob', 'card'], chosen: 'card', state: 'running' },
    { authenticators: ['fob'], chosen: null, state: 'running' },
  ];

  it.each(rows)('S1-04 S1-07 · for $authenticators, chosen $chosen: $state', (row) => {
    const grace = row.authenticators ? { authenticators: row.authenticators } : {};
    const contract = aContract({ ...instants, authenticator: row.chosen });
    const { state, endsAt } = graceOf(contract, withGrace(grace), tokyo('2015-01-25'));
    expect(state).toBe(row.state);
    expect(endsAt === null).toBe(row.state === 'none');
  });

  it('S2-02 · a policy without grace gives none', () => {
    const policy = policyWith(({ enrolment }) => {
      enrolment.grace = null;
    });
    const now = tokyo('2015-01-25');
    expect(graceOf(aContract(instants), policy, now)).toEqual({ state: 'none', endsAt: null });
    expect(graceOf(aContract({ adoptedAt: null }), policy, now).state).toBe('not_adopted');
  });
});
