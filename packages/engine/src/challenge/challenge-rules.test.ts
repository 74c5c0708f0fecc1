import { describe, expect, it } from 'vitest';
import type { ChallengeRule } from '../policy/policy-schema.ts';
import { policyWith } from '../testing/policies.ts';
import { type ChallengeFacts, factorsWithoutOtp, matchingRule } from './challenge-rules.ts';

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
  { when: { amount_yen_below: 100_000 }, facts: {}, expected: 'rest' },
  { when: { amount_yen_below: 100_000 }, facts: { amountYen: 99_999 }, expected: 'first' },
  { when: { amount_yen_below: 100_000 }, facts: { amountYen: 100_000 }, expected: 'rest' },
  { when: { amount_yen_below: 100_000 }, facts: { amountYen: 0 }, expected: 'first' },
  {
    when: { amount_yen_from: 10, amount_yen_below: 20 },
    facts: { amountYen: 19 },
    expected: 'first',
  },
  {
    when: { amount_yen_from: 10, amount_yen_below: 20 },
    facts: { amountYen: 20 },
    expected: 'rest',
  },
  // The kind of an operation is what the policy says of it; an unknown one is of no kind that counts.
  { when: { operation_kinds: ['sending'] }, facts: {}, expected: 'first' },
  { when: { operation_kinds: ['login', 'sending'] }, facts: {}, expected: 'first' },
  { when: { operation_kinds: ['login'] }, facts: {}, expected: 'rest' },
  { when: { operation_kinds: ['login'] }, facts: { operation: 'login' }, expected: 'first' },
  {
    when: { operation_kinds: ['administration'] },
    facts: { operation: 'change_user' },
    expected: 'first',
  },
  { when: { operation_kinds: ['contact_change'] }, facts: {}, expected: 'rest' },
  { when: { operation_kinds: ['other'] }, facts: { operation: 'no_such' }, expected: 'first' },
  { when: { stage: ['commit'] }, facts: { stage: 'first_approval' }, expected: 'rest' },
  {
    when: { stage: ['first_approval', 'final_approval'] },
    facts: { stage: 'first_approval' },
    expected: 'first',
  },
  { when: { approval: ['single'] }, facts: { approval: 'single' }, expected: 'first' },
  // What he holds or his contract has chosen: one of them is enough.
  { when: { authenticators: ['fob'] }, facts: {}, expected: 'rest' },
  { when: { authenticators: ['fob'] }, facts: { authenticators: ['fob'] }, expected: 'first' },
  { when: { authenticators: ['fob'] }, facts: { authenticators: ['card'] }, expected: 'rest' },
  {
    when: { authenticators: ['fob'] },
    facts: { authenticators: ['card', 'fob'] },
    expected: 'first',
  },
  { when: { opted_in: true }, facts: {}, expected: 'rest' },
  { when: { opted_in: true }, facts: { optedIn: true }, expected: 'first' },
  { when: { opted_in: false }, facts: {}, expected: 'first' },
  { when: { opted_in: false }, facts: { optedIn: true }, expected: 'rest' },
  { when: { client_certificate: true }, facts: {}, expected: 'rest' },
  { when: { client_certificate: true }, facts: { clientCertificate: true }, expected: 'first' },
  { when: { client_certificate: true }, facts: { clientCertificate: false }, expected: 'rest' },
  { when: { client_certificate: false }, facts: {}, expected: 'rest' },
  { when: { client_certificate: false }, facts: { clientCertificate: false }, expected: 'first' },
  {
    when: { payee_classes: ['history', 'list'] },
    facts: { payeeClass: 'list' },
    expected: 'first',
  },
  { when: { payee_classes: ['history', 'list'] }, facts: { payeeClass: 'new' }, expected: 'rest' },
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

describe('what is asked of a user who needs no OTP yet', () => {
  const rows: { rule: Omit<ChallengeRule, 'id' | 'when'>; expected: string[] }[] = [
    { rule: { factors: ['otp'] }, expected: [] },
    { rule: { factors: ['pin', 'otp'] }, expected: ['pin'] },
    { rule: { factors: ['pin'] }, expected: ['pin'] },
    { rule: { factors: [] }, expected: [] },
    // The OTP stands in for one, two or three of the old factors.
    { rule: { factors: ['otp'], replaces: ['pin'] }, expected: ['pin'] },
    {
      rule: { factors: ['pin', 'otp'], replaces: ['confirmation_password'] },
      expected: ['pin', 'confirmation_password'],
    },
    {
      rule: { factors: ['otp'], replaces: ['pin', 'confirmation_password', 'login_credential'] },
      expected: ['pin', 'confirmation_password', 'login_credential'],
    },
    { rule: { factors: ['pin', 'otp'], replaces: ['pin'] }, expected: ['pin'] },
    { rule: { factors: ['pin', 'otp'], replaces: [] }, expected: ['pin'] },
    // What the policy says outright wins, also when it is nothing.
    {
      rule: { factors: ['pin', 'otp'], without_otp: ['login_credential'], replaces: ['pin'] },
      expected: ['login_credential'],
    },
    { rule: { factors: ['pin', 'otp'], without_otp: [] }, expected: [] },
  ];

  it.each(rows)('S0-03 · $rule: $expected', ({ rule, expected }) => {
    expect(factorsWithoutOtp({ id: 'r', when: {}, ...rule })).toEqual(expected);
  });
});
