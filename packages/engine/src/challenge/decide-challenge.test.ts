import { describe, expect, it } from 'vitest';
import type { ContractView } from '../contract/contract-view.ts';
import { tokyo } from '../testing/instants.ts';
import { policyWith } from '../testing/policies.ts';
import { aBinding, aContract, aToken, aUser, aView, lockedGuard } from '../testing/views.ts';
import type { User } from '../user/user.ts';
import {
  type CreateChallenge,
  challengeCreated,
  challengeReasons,
  requirementFor,
} from './decide-challenge.ts';

type Facts = CreateChallenge['facts'];

/** The enrolment states of a user, each as a contract in which he is the only one. */
const states = {
  not_adopted: { contract: aContract({ adoptedAt: null, firstDeliveredAt: null }) },
  awaiting: { contract: aContract({ firstDeliveredAt: null }) },
  grace: { contract: aContract({ firstDeliveredAt: tokyo('2015-02-01') }) },
  grace_over: {},
  enrolled: { tokens: [aToken('t1')], bindings: [aBinding('u1', 't1')] },
  expired: {
    tokens: [aToken('t1', { expiresOn: '2015-02-01' })],
    bindings: [aBinding('u1', 't1')],
  },
  token_locked: {
    tokens: [aToken('t1', { guard: lockedGuard() })],
    bindings: [aBinding('u1', 't1')],
  },
} satisfies Record<string, Partial<ContractView>>;

const now = tokyo('2015-02-09T12:00:00.000');

function ask(state: keyof typeof states, facts: Facts, user: Partial<User> = {}) {
  const permissions = ['one_off_transfer', 'bulk_transfer', 'registered_transfer'];
  const view = aView({ users: [aUser('u1', { permissions, ...user })], ...states[state] });
  const command = { challengeId: 'x', userId: 'u1', facts };
  return requirementFor(view, command, { policy: policyWith(), now });
}

/** `required/reason/rule/factors` of an answer in one text. */
function told(result: ReturnType<typeof ask>): string {
  if (!result.ok) return result.reason;
  const { required, reason, rule, factors } = result.requirement;
  return [required, reason, rule ?? '-', factors.join('+') || '-'].join(' ');
}

const commit: Facts = { operation: 'one_off_transfer', approval: 'none', stage: 'commit' };
const large: Facts = { operation: 'bulk_transfer', amountYen: 1_000_000 };
const small: Facts = { operation: 'bulk_transfer', amountYen: 999_999 };

describe('what an operation asks of a user in each state of enrolment', () => {
  const rows: { state: keyof typeof states; facts: Facts; expected: string }[] = [
    {
      state: 'not_adopted',
      facts: commit,
      expected: 'fixed_factors not_adopted transfer_rest pin',
    },
    { state: 'awaiting', facts: commit, expected: 'fixed_factors grace transfer_rest pin' },
    { state: 'grace', facts: commit, expected: 'fixed_factors grace transfer_rest pin' },
    {
      state: 'grace_over',
      facts: commit,
      expected: 'registration registration_required transfer_rest pin+otp',
    },
    { state: 'enrolled', facts: commit, expected: 'otp rule transfer_rest pin+otp' },
    {
      state: 'expired',
      facts: commit,
      expected: 'registration token_expired transfer_rest pin+otp',
    },
    {
      state: 'token_locked',
      facts: commit,
      expected: 'blocked token_locked transfer_rest pin+otp',
    },
    // What is asked instead of a code may be more than the rest of the rule.
    {
      state: 'grace',
      facts: large,
      expected: 'fixed_factors grace bulk_large pin+confirmation_password',
    },
    { state: 'enrolled', facts: large, expected: 'otp rule bulk_large otp' },
    { state: 'enrolled', facts: small, expected: 'fixed_factors rule bulk_small pin' },
    { state: 'grace_over', facts: small, expected: 'fixed_factors rule bulk_small pin' },
    { state: 'expired', facts: small, expected: 'fixed_factors rule bulk_small pin' },
    { state: 'token_locked', facts: small, expected: 'fixed_factors rule bulk_small pin' },
  ];

  it.each(rows)('S0-03 S0-04 S0-06 · $state, $facts: $expected', ({ state, facts, expected }) => {
    expect(told(ask(state, facts))).toBe(expected);
  });
});

describe('whether he may do it at all', () => {
  const rows: { facts: Facts; user: Partial<User>; expected: string }[] = [
    { facts: commit, user: { permissions: [] }, expected: 'blocked permission_missing - -' },
    {
      facts: { operation: 'change_user' },
      user: { role: 'member' },
      expected: 'blocked permission_missing - -',
    },
    {
      facts: { operation: 'change_user' },
      user: { role: 'admin' },
      expected: 'otp rule users confirmation_password+otp',
    },
    { facts: { operation: 'unlock_otp' }, user: { role: 'admin' }, expected: 'none no_rule - -' },
    { facts: commit, user: { state: 'removed' }, expected: 'user_unknown' },
    { facts: { operation: 'no_such' }, user: {}, expected: 'operation_unknown' },
    { facts: { operation: 'constructor' }, user: {}, expected: 'operation_unknown' },
    { facts: { operation: 'one_off_transfer' }, user: {}, expected: 'details_incomplete' },
    {
      facts: { operation: 'one_off_transfer', approval: 'single' },
      user: {},
      expected: 'details_incomplete',
    },
    {
      facts: { operation: 'one_off_transfer', stage: 'commit' },
      user: {},
      expected: 'details_incomplete',
    },
    // A lock of his own is told here, where the client is authenticated; a right code would not help.
    {
      facts: commit,
      user: { guard: lockedGuard() },
      expected: 'blocked user_locked transfer_rest pin+otp',
    },
    {
      facts: { operation: 'registered_transfer' },
      user: { guard: lockedGuard() },
      expected: 'fixed_factors rule registered pin',
    },
    {
      facts: { operation: 'login' },
      user: { guard: lockedGuard() },
      expected: 'fixed_factors rule login login_credential',
    },
  ];

  it.each(rows)('S0-05 S0-07 S0-09 S0-15 · $facts, $user: $expected', (row) => {
    expect(told(ask('enrolled', row.facts, row.user))).toBe(row.expected);
  });
});

describe('grace in the answer', () => {
  it('row 32 · says that the user goes on without a code, and until when', () => {
    const result = ask('grace', commit);
    const grace = result.ok ? result.requirement.grace : undefined;
    expect(grace).toEqual({ state: 'running', endsAt: tokyo('2015-03-03T23:59:59.999') });
  });

  it.each(['not_adopted', 'grace_over', 'enrolled'] as const)(
    'row 32 · is silent when it is not what lets him go on: %s',
    (state) => {
      const result = ask(state, commit);
      expect(result.ok && result.requirement.grace).toBeNull();
    },
  );
});

describe('the record of a challenge', () => {
  it('ALL-04 · says what was required and which rule said so', () => {
    const result = ask('enrolled', commit);
    if (!result.ok) throw new Error('the question can be asked');
    const command = { challengeId: 'x', userId: 'u1', facts: commit };
    expect(challengeCreated(command, result.requirement)).toEqual({
      ok: true,
      events: [
        {
          type: 'challenge_created',
          challengeId: 'x',
          userId: 'u1',
          operation: 'one_off_transfer',
          required: 'otp',
          rule: 'transfer_rest',
        },
      ],
    });
  });

  it('gives reasons of the closed list only', () => {
    for (const state of ['not_adopted', 'grace', 'grace_over', 'enrolled', 'expired'] as const) {
      const result = ask(state, commit);
      expect(challengeReasons).toContain(result.ok ? result.requirement.reason : 'refused');
    }
  });
});
