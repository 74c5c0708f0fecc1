import { describe, expect, it } from 'vitest';
import type { ContractView } from '../contract/contract-view.ts';
import type { Policy } from '../policy/policy-schema.ts';
import { tokyo } from '../testing/instants.ts';
import { graceRule, policyWith } from '../testing/policies.ts';
import { aBinding, aContract, aToken, aUser, aView, outcome } from '../testing/views.ts';
import { decideSkip } from './decide-skip.ts';

const user = aUser('u1');
const notDelivered = aContract({ firstDeliveredAt: null });
const noSkip = (policy: Policy) => {
  graceRule(policy).skip = false;
};

interface Row {
  readonly what: string;
  readonly view: Partial<ContractView>;
  readonly edit?: (policy: Policy) => void;
  readonly now: string;
  readonly expected: string;
}

const rows: Row[] = [
  {
    what: 'nothing delivered',
    view: { contract: notDelivered },
    now: '2016-01-01',
    expected: 'ok',
  },
  { what: 'in grace', view: {}, now: '2015-01-20', expected: 'ok' },
  { what: 'last moment', view: {}, now: '2015-02-04T23:59:59.999', expected: 'ok' },
  { what: 'grace over', view: {}, now: '2015-02-05', expected: 'grace_over' },
  { what: 'no skip here', view: {}, edit: noSkip, now: '2015-01-20', expected: 'skip_not_allowed' },
  {
    what: 'not concerned',
    view: { users: [aUser('u1', { permissions: [] })] },
    now: '2015-01-20',
    expected: 'enrolment_not_concerned',
  },
  {
    what: 'not adopted',
    view: { contract: aContract({ adoptedAt: null, firstDeliveredAt: null }) },
    now: '2015-01-20',
    expected: 'enrolment_not_offered',
  },
  {
    what: 'enrolled',
    view: { tokens: [aToken('t1')], bindings: [aBinding('u1', 't1')] },
    now: '2015-01-20',
    expected: 'enrolment_not_offered',
  },
  {
    what: 'registered once, revoked',
    view: { users: [aUser('u1', { firstEnrolledAt: 1 })] },
    now: '2015-01-20',
    expected: 'grace_over',
  },
  {
    what: 'removed',
    view: { users: [aUser('u1', { state: 'removed' })] },
    now: '2015-01-20',
    expected: 'user_unknown',
  },
];

describe('トークン利用開始登録の省略', () => {
  it.each(rows)('S0-03 S0-04 · $what at $now: $expected', ({ view, edit, now, expected }) => {
    const whole = aView({ users: [user], ...view });
    const context = { policy: policyWith(edit), now: tokyo(now) };
    expect(outcome(decideSkip(whole, 'u1', context))).toBe(expected);
  });

  it.each([
    { contract: aContract(), until: tokyo('2015-02-04T23:59:59.999') },
    { contract: notDelivered, until: null },
  ])('S0-03 · a skip says until when: $until, and changes nothing', ({ contract, until }) => {
    const decision = decideSkip(aView({ contract, users: [user] }), 'u1', {
      policy: policyWith(),
      now: tokyo('2015-01-20'),
    });
    expect(decision.events).toEqual([{ type: 'enrolment_skipped', userId: 'u1', untilAt: until }]);
  });
});
