import { describe, expect, it } from 'vitest';
import type { ContractView } from '../contract/contract-view.ts';
import type { Policy } from '../policy/policy-schema.ts';
import { tokyo } from '../testing/instants.ts';
import { policyWith } from '../testing/policies.ts';
import { aBinding, aContract, aToken, aUser, aView } from '../testing/views.ts';
import { requirementFor } from './decide-challenge.ts';

/**
 * What a user who must register may still do: the three values of `after_grace`, for each kind of
 * operation, with and without a rule that asks for a code, in every state of enrolment.
 */
type AfterGrace = Policy['enrolment']['after_grace'];

const now = tokyo('2015-02-09T12:00:00.000');

/** Every kind of operation twice: `…_otp` asks for a code, `…_plain` for a PIN. */
function policyOf(afterGrace: AfterGrace, edit: (policy: Policy) => void = () => {}): Policy {
  return policyWith((policy) => {
    const kinds = ['login', 'sending', 'contact_change', 'administration', 'other'] as const;
    const label = { ja: '操', en: 'Operation' };
    policy.operations = Object.fromEntries(
      kinds.flatMap((kind) =>
        ['otp', 'plain'].map((asks) => [
          `${kind}_${asks}`,
          { label, kind, permission: false, approval: false },
        ]),
      ),
    );
    const otp = kinds.map((kind) => `${kind}_otp`);
    policy.challenge_rules = [
      { id: 'otp', when: { operations: otp }, factors: ['pin', 'otp'] },
      { id: 'plain', when: {}, factors: ['pin'] },
    ];
    policy.enrolment.after_grace = afterGrace;
    edit(policy);
  });
}

const mandatory = ({ adoption }: Policy) => {
  adoption.obligation = [{ effect: 'mandatory' }];
};

const states = {
  not_adopted: { contract: aContract({ adoptedAt: null, firstDeliveredAt: null }) },
  in_grace: { contract: aContract({ firstDeliveredAt: tokyo('2015-02-01') }) },
  grace_over: {},
  application_due: { contract: aContract({ adoptedAt: null, firstDeliveredAt: null }) },
  expired: {
    tokens: [aToken('t1', { expiresOn: '2015-02-01' })],
    bindings: [aBinding('u1', 't1')],
  },
  enrolled: { tokens: [aToken('t1')], bindings: [aBinding('u1', 't1')] },
} satisfies Record<string, Partial<ContractView>>;
type State = keyof typeof states;

function ask(afterGrace: AfterGrace, state: State, operation: string): string {
  const policy = policyOf(afterGrace, state === 'application_due' ? mandatory : () => {});
  const view = aView({ users: [aUser('u1')], ...states[state] });
  const command = { challengeId: 'x', userId: 'u1', facts: { operation } };
  const answer = requirementFor(view, command, { policy, now });
  if (!answer.ok) return answer.reason;
  const { required, reason, factors } = answer.requirement;
  return [required, reason, required === 'fixed_factors' ? factors.join('+') : ''].join(' ').trim();
}

/** What is refused to him who must register, for each kind; the others pass with the old factors. */
const refused: Record<AfterGrace, readonly string[]> = {
  block_login: [
    'login_otp',
    'login_plain',
    'sending_otp',
    'contact_change_otp',
    'administration_otp',
    'other_otp',
  ],
  block_operations: [
    'login_otp',
    'sending_otp',
    'contact_change_otp',
    'administration_otp',
    'other_otp',
  ],
  block_sending: ['sending_otp'],
};

const operations = Object.keys(policyOf('block_login').operations);
const rules = Object.keys(refused) as AfterGrace[];

describe.each(rules)('after grace: %s', (afterGrace) => {
  const due: { state: State; answer: string }[] = [
    { state: 'grace_over', answer: 'registration registration_required' },
    { state: 'expired', answer: 'registration token_expired' },
    { state: 'application_due', answer: 'blocked application_due' },
  ];
  const rows = due.flatMap(({ state, answer }) =>
    operations.map((operation) => {
      const plain = operation.endsWith('plain') ? 'rule' : 'registration_required';
      const passes = `fixed_factors ${plain} pin`;
      const expected = refused[afterGrace].includes(operation) ? answer : passes;
      return { state, operation, expected };
    }),
  );

  it.each(rows)('S0-04 S1-07 S3-04 S3-06 · $state, $operation: $expected', (row) => {
    expect(ask(afterGrace, row.state, row.operation)).toBe(row.expected);
  });

  const before: { state: State; otp: string }[] = [
    { state: 'not_adopted', otp: 'fixed_factors not_adopted pin' },
    { state: 'in_grace', otp: 'fixed_factors grace pin' },
    { state: 'enrolled', otp: 'otp rule' },
  ];
  const open = before.flatMap(({ state, otp }) =>
    operations.map((operation) => ({
      state,
      operation,
      expected: operation.endsWith('plain') ? 'fixed_factors rule pin' : otp,
    })),
  );

  it.each(open)('S0-03 S0-15 · $state, $operation: $expected', (row) => {
    expect(ask(afterGrace, row.state, row.operation)).toBe(row.expected);
  });
});

describe('who must register and has no rule to meet', () => {
  it.each([
    { afterGrace: 'block_login' as const, expected: 'registration registration_required' },
    { afterGrace: 'block_operations' as const, expected: 'none no_rule' },
    { afterGrace: 'block_sending' as const, expected: 'none no_rule' },
  ])('S1-07 · a login without any rule, $afterGrace: $expected', ({ afterGrace, expected }) => {
    const policy = policyOf(afterGrace, (draft) => {
      // A code is asked somewhere, so that the user is concerned at all.
      draft.challenge_rules = [
        { id: 'otp', when: { operations: ['sending_otp'] }, factors: ['otp'] },
      ];
    });
    const view = aView({ users: [aUser('u1')] });
    const command = { challengeId: 'x', userId: 'u1', facts: { operation: 'login_plain' } };
    const answer = requirementFor(view, command, { policy, now });
    const { required, reason } = answer.ok ? answer.requirement : { required: '', reason: '' };
    expect(`${required} ${reason}`).toBe(expected);
  });

  it('S0-12 · an expired token that frees asks for the old factors', () => {
    const policy = policyOf('block_login', ({ replacement }) => {
      replacement.at_expiry = 'fails_open_otp_is_no_longer_asked';
    });
    const view = aView({ users: [aUser('u1')], ...states.expired });
    const command = { challengeId: 'x', userId: 'u1', facts: { operation: 'sending_otp' } };
    const answer = requirementFor(view, command, { policy, now });
    expect(answer).toMatchObject({
      requirement: { required: 'fixed_factors', reason: 'not_concerned', factors: ['pin'] },
    });
  });
});
