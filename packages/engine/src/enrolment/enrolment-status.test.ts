import { describe, expect, it } from 'vitest';
import type { Contract } from '../contract/contract.ts';
import type { ContractView } from '../contract/contract-view.ts';
import type { Policy } from '../policy/policy-schema.ts';
import { tokyo } from '../testing/instants.ts';
import { graceRule, policyWith } from '../testing/policies.ts';
import { aBinding, aContract, aShipment, aToken, aUser, aView } from '../testing/views.ts';
import type { User } from '../user/user.ts';
import { enrolmentStatus, isConcerned, mayDo } from './enrolment-status.ts';

/** Delivered on 5 January 2015, so grace of 30 days runs through 4 February. */
const inGrace = '2015-01-20T12:00:00.000';
const lastMoment = '2015-02-04T23:59:59.999';
const afterwards = '2015-02-05T00:00:00.000';

interface Row {
  readonly what: string;
  readonly contract?: Partial<Contract>;
  readonly user?: Partial<User>;
  readonly view?: Partial<ContractView>;
  readonly edit?: (policy: Policy) => void;
  readonly now: string;
  readonly expected: readonly [state: string, reason: string, skip: boolean];
}

function statusOf({ contract, user, view, edit, now }: Row) {
  const one = aUser('u1', user);
  const whole = aView({ contract: aContract(contract), users: [one], ...view });
  return enrolmentStatus(whole, one, policyWith(edit), tokyo(now));
}

const bound = { tokens: [aToken('t1')], bindings: [aBinding('u1', 't1')] };
const expiring = { ...bound, tokens: [aToken('t1', { expiresOn: '2015-02-04' })] };
const unbound = {
  tokens: [aToken('t1')],
  bindings: [aBinding('u1', 't1', { endedAt: tokyo('2015-01-10'), endReason: 'lost' as const })],
};
const everyone = (policy: Policy) => {
  policy.enrolment.concerns = 'all_users';
};
const graceStays = (policy: Policy) => {
  graceRule(policy).lapses_on_enrolment = false;
};
const noSkip = (policy: Policy) => {
  graceRule(policy).skip = false;
};
const fromApplication = (policy: Policy) => {
  graceRule(policy).count_from = 'application';
};
const idle = { permissions: [] };
const enrolledOnce = { firstEnrolledAt: tokyo('2015-01-06') };

const rows: Row[] = [
  {
    what: 'no application yet',
    contract: { adoptedAt: null, firstDeliveredAt: null },
    now: inGrace,
    expected: ['not_adopted', 'contract_not_adopted', false],
  },
  {
    what: 'no application, everybody concerned',
    contract: { adoptedAt: null, firstDeliveredAt: null },
    edit: everyone,
    now: afterwards,
    expected: ['not_adopted', 'contract_not_adopted', false],
  },
  {
    what: 'no permission for what needs a code',
    user: idle,
    now: inGrace,
    expected: ['not_concerned', 'no_otp_operation', false],
  },
  {
    what: 'no permission for what needs a code, grace over',
    user: idle,
    now: afterwards,
    expected: ['not_concerned', 'no_otp_operation', false],
  },
  {
    what: 'no permission, but everybody is concerned',
    user: idle,
    edit: everyone,
    now: afterwards,
    expected: ['required', 'grace_over', false],
  },
  {
    what: 'no permission, an administrator by role',
    user: { ...idle, role: 'admin' },
    now: inGrace,
    expected: ['offered', 'grace_running', true],
  },
  {
    what: 'applied, nothing delivered for a year',
    contract: { firstDeliveredAt: null },
    now: '2016-01-20T12:00:00.000',
    expected: ['offered', 'token_not_delivered', true],
  },
  { what: 'delivered', now: inGrace, expected: ['offered', 'grace_running', true] },
  { what: 'last moment', now: lastMoment, expected: ['offered', 'grace_running', true] },
  { what: 'a moment later', now: afterwards, expected: ['required', 'grace_over', false] },
  {
    what: 'nothing delivered, grace from the application is over',
    contract: { firstDeliveredAt: null },
    edit: fromApplication,
    now: inGrace, // the application of 20 December gave until 19 January
    expected: ['required', 'grace_over', false],
  },
  {
    what: 'no skipping at this institution',
    edit: noSkip,
    now: inGrace,
    expected: ['offered', 'grace_running', false],
  },
  { what: 'bound', view: bound, now: afterwards, expected: ['enrolled', 'enrolled', false] },
  {
    what: 'bound before grace ended',
    view: bound,
    now: inGrace,
    expected: ['enrolled', 'enrolled', false],
  },
  {
    what: 'token on its printed day',
    view: expiring,
    now: lastMoment,
    expected: ['enrolled', 'enrolled', false],
  },
  {
    what: 'token a moment after its printed day',
    view: expiring,
    now: afterwards,
    expected: ['required', 'token_expired', false],
  },
  {
    what: 'expired token of one who may do nothing that needs a code',
    user: idle,
    view: expiring,
    now: afterwards,
    expected: ['not_concerned', 'no_otp_operation', false],
  },
  {
    what: 'token revoked in grace, which lapsed when he registered',
    user: enrolledOnce,
    view: unbound,
    now: inGrace,
    expected: ['required', 'binding_ended', false],
  },
  {
    what: 'token revoked in grace, which does not lapse',
    user: enrolledOnce,
    view: unbound,
    edit: graceStays,
    now: inGrace,
    expected: ['offered', 'grace_running', true],
  },
  {
    what: 'token revoked after grace: no new grace',
    user: enrolledOnce,
    view: unbound,
    edit: graceStays,
    now: afterwards,
    expected: ['required', 'grace_over', false],
  },
  {
    what: 'a user added long after grace',
    view: { tokens: [aToken('t1')], bindings: [aBinding('u2', 't1')] },
    now: '2016-01-01',
    expected: ['required', 'grace_over', false],
  },
];

describe('where a user stands', () => {
  it.each(rows)('S0-03 S0-04 S0-05 S0-12 ALL-02 · $what at $now: $expected', (row) => {
    const { state, reason, skipAllowed } = statusOf(row);
    expect([state, reason, skipAllowed]).toEqual(row.expected);
  });
});

describe('awaitingDelivery', () => {
  const posted = aShipment('s1');
  const arrived = aShipment('s1', { deliveredAt: tokyo('2015-01-05') });
  const none = { firstDeliveredAt: null };
  it.each([
    { what: 'applied, nothing posted', contract: none, shipments: [], awaiting: true },
    { what: 'posted', contract: none, shipments: [posted], awaiting: true },
    { what: 'delivered', contract: {}, shipments: [arrived], awaiting: false },
    { what: 'a second one posted', contract: {}, shipments: [arrived, posted], awaiting: false },
  ])('S0-03 · $what: $awaiting', ({ contract, shipments, awaiting }) => {
    const row = { what: '', contract, view: { shipments }, now: inGrace };
    expect(statusOf({ ...row, expected: ['', '', false] }).awaitingDelivery).toBe(awaiting);
  });
});

describe('what a user may do', () => {
  const member = aUser('u1');
  const admin = aUser('u2', { role: 'admin', permissions: [] });
  it.each([
    { user: member, operation: 'login', may: true },
    { user: member, operation: 'one_off_transfer', may: true },
    { user: member, operation: 'bulk_transfer', may: false },
    { user: member, operation: 'change_user', may: false },
    { user: admin, operation: 'change_user', may: true },
    { user: admin, operation: 'one_off_transfer', may: false },
    { user: admin, operation: 'no_such_operation', may: false },
    // Names that every object has are no operations of a policy.
    { user: admin, operation: 'constructor', may: false },
    { user: admin, operation: 'toString', may: false },
  ])('S0-05 · $user.role with $user.permissions may $operation: $may', (row) => {
    expect(mayDo(row.user, row.operation, policyWith())).toBe(row.may);
  });

  it.each([
    { user: aUser('u1', { permissions: ['one_off_transfer'] }), concerned: true },
    { user: aUser('u1', { permissions: ['bulk_transfer'] }), concerned: true },
    { user: aUser('u1', { permissions: ['registered_transfer'] }), concerned: false },
    { user: aUser('u1', { permissions: [] }), concerned: false },
    { user: aUser('u1', { permissions: [], role: 'master' }), concerned: true },
    { user: aUser('u1', { permissions: [], role: 'admin' }), concerned: true },
  ])('S0-05 · $user.role with $user.permissions is concerned: $concerned', (row) => {
    expect(isConcerned(row.user, aContract(), policyWith())).toBe(row.concerned);
    expect(isConcerned(row.user, aContract(), policyWith(everyone))).toBe(true);
  });
});
