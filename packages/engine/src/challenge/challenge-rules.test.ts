import { describe, expect, it } from 'vitest';
import type { ChallengeRule } from '../policy/policy-schema.ts';
import { policyWith } from '../testing/policies.ts';
import { type ChallengeFacts, matchingRule } from './challenge-rules.ts';

type When = ChallengeRule['when'];

/** `first` with the conditions of the row, then `rest` without any. */
function ruleFor(when: When, facts: Partial<ChallengeFacts>): string | undefined {
  const policy = policyWith((draft) => {
    draft.challenge_rules = [
      { id: 'first', when, factors: ['otp'] },
      { id: 'rest', when: {}, factors: [] },
    ];
  });
  const all: ChallengeFacts = {
    operation: 'bulk_transfer',
    role: 'member',
    contractKind: 'corporate',
    authenticators: [],
    optedIn: false,
    ...facts,
  };
  return matchingRule(policy, all)?.id;
}

const rows: { when: When; facts: Partial<ChallengeFacts>; expected: string }[] = [
  { when: {}, facts: {}, expected: 'first' },
  { when: { operations: ['bulk_transfer'] }, facts: {}, expected: 'first' },
  { when: { operations: ['login', 'bulk_transfer'] }, facts: {}, expected: 'first' },
  { when: { operations: ['login'] }, facts: {}, expected: 'rest' },
  { when: { roles: ['master', 'admin'] }, facts: {}, expected: 'rest' },
  { when: { roles: ['member'] }, facts: {}, expected: 'first' },
  { when: { contract_kinds: ['retail'] }, facts: {}, expected: 'rest' },
  { when: { contract_kinds: ['retail', 'corporate'] }, facts: {}, expected: 'first' },
  // A fact that nobody stated satisfies no condition.
  { when: { approval: ['none'] }, facts: {}, expected: 'rest' },
  { when: { approval: ['none'] }, facts: { approval: 'none' }, expected: 'first' },
  { when: { approval: ['none'] }, facts: { approval: 'double' }, expected: 'rest' },
  { when: { stage: ['final_approval'] }, facts: {}, expected: 'rest' },
  {
    when: { stage: ['final_approval'] },
    facts: { stage: 'final_approval' },
    expected: 'first',
  },
  { when: { channels: ['web'] }, facts: {}, expected: 'rest' },
  { when: { channels: ['web'] }, facts: { channel: 'web' }, expected: 'first' },
  { when: { channels: ['web'] }, facts: { channel: 'phone' }, expected: 'rest' },
  { when: { payee_classes: ['new'] }, facts: {}, expected: 'rest' },
  { when: { payee_classes: ['new'] }, facts: { payeeClass: 'new' }, expected: 'first' },
  // Amounts: from, inclusive; in whole yen.
  { when: { amount_yen_from: 1_000_000 }, facts: {}, expected: 'rest' },
  { when: { amount_yen_from: 1_000_000 }, facts: { amountYen: 999_999 }, expected: 'rest' },
  { when: { amount_yen_from: 1_000_000 }, facts: { amountYen: 1_000_000 }, expected: 'first' },
  { when: { amount_yen_from: 1_000_000 }, facts: { amountYen: 1_000_001 }, expected: 'first' },
  { when: { amount_yen_from: 0 }, facts: { amountYen: 0 }, expected: 'first' },
  { when: { amount_yen_from: 0 }, facts: {}, expected: 'rest' },
  // All conditions must hold.
  {
    when: { operations: ['bulk_transfer'], channels: ['web'], amount_yen_from: 5 },
    facts: { channel: 'web', amountYen: 5 },
    expected: 'first',
  },
  {
    when: { operations: ['bulk_transfer'], channels: ['web'], amount_yen_from: 5 },
    facts: { channel: 'web', amountYen: 4 },
    expected: 'rest',
  },
];

describe('the first rule whose conditions all hold', () => {
  it.each(rows)('S0-06 · when $when, facts $facts: $expected', ({ when, facts, expected }) => {
    expect(ruleFor(when, facts)).toBe(expected);
  });

  it('ALL-03 · order decides, and no rule is an answer too', () => {
    const facts: ChallengeFacts = {
      operation: 'login',
      role: 'member',
      contractKind: 'corporate',
      authenticators: [],
      optedIn: false,
    };
    const policy = policyWith((draft) => {
      draft.challenge_rules = [
        { id: 'a', when: { operations: ['login'] }, factors: ['pin'] },
        { id: 'b', when: { operations: ['login'] }, factors: ['otp'] },
      ];
    });
    expect(matchingRule(policy, facts)?.id).toBe('a');
    policy.challenge_rules.reverse();
    expect(matchingRule(policy, facts)?.id).toBe('b');
    expect(matchingRule(policy, { ...facts, operation: 'unlock_otp' })).toBeUndefined();
  });
});
