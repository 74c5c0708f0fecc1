import { describe, expect, it } from 'vitest';
import { tokyo } from '../testing/instants.ts';
import { policyWith } from '../testing/policies.ts';
import { aUser, aView, lockedGuard, sharing } from '../testing/views.ts';
import { explain } from './explain.ts';

const now = tokyo('2015-01-20T12:00:00.000');
const policy = policyWith();
const transfer = { operation: 'one_off_transfer', approval: 'none', stage: 'commit' } as const;

function explained(
  view = sharing(aUser('u1')),
  facts: Parameters<typeof explain>[1]['facts'] = transfer,
) {
  const result = explain(view, { userId: 'u1', facts, now }, policy);
  if (!result.ok) throw new Error(result.reason);
  return result;
}

describe('what is asked and which rule says so', () => {
  it('ALL-03 · the rule that decides, and why the others do not', () => {
    const { requirement, rules } = explained();
    expect(requirement).toMatchObject({ required: 'otp', rule: 'transfer_rest' });
    expect(rules.map(({ id, verdict }) => [id, verdict.outcome])).toEqual([
      ['login', 'conditions_fail'],
      ['transfer_final', 'conditions_fail'],
      ['transfer_before', 'conditions_fail'],
      ['transfer_rest', 'decides'],
      ['bulk_large', 'conditions_fail'],
      ['bulk_small', 'conditions_fail'],
      ['registered', 'conditions_fail'],
      ['users', 'conditions_fail'],
    ]);
    expect(rules[1]?.verdict).toEqual({ outcome: 'conditions_fail', conditions: ['stage'] });
    expect(rules[3]?.path).toBe('/challenge_rules/3');
  });

  it('ALL-03 · a rule that fits but comes later', () => {
    const facts = { ...transfer, approval: 'single', stage: 'final_approval' } as const;
    const { rules } = explained(undefined, facts);
    expect(rules.map(({ verdict }) => verdict.outcome).slice(1, 4)).toEqual([
      'decides',
      'comes_later',
      'comes_later',
    ]);
  });

  it('ALL-03 · in both languages', () => {
    const { text } = explained();
    expect(text[0]).toEqual({
      ja: 'u1 の「都度」：pin、otpを求めます',
      en: 'One-off, u1: asks for pin, otp',
    });
    expect(text[1]?.en).toBe('Why: the rule asks for it (rule transfer_rest, /challenge_rules/3)');
    expect(text[1]?.ja).toContain('規則「transfer_rest」');
  });
});

describe('what else bears on it', () => {
  it('S0-03 · grace, with the day on which it ends', () => {
    // Delivered on 5 January: thirty days end with 4 February.
    const { requirement, text } = explained(aView({ users: [aUser('u1')] }));
    expect(requirement.required).toBe('fixed_factors');
    expect(text.map((line) => line.en).join('\n')).toContain('grace until 2015-02-04 23:59:59');
  });

  it('S0-09 · a lock', () => {
    const { requirement, text } = explained(sharing(aUser('u1', { guard: lockedGuard() })));
    expect(requirement).toMatchObject({ required: 'blocked', reason: 'user_locked' });
    expect(text[0]?.ja).toContain('受け付けません');
    expect(text[1]?.en).toContain('the user is locked');
  });

  it('ALL-03 · what cannot be asked', () => {
    const asked = { userId: 'u1', facts: { operation: 'fly' }, now };
    expect(explain(sharing(aUser('u1')), asked, policy)).toEqual({
      ok: false,
      reason: 'operation_unknown',
    });
    expect(explain(aView(), asked, policy)).toEqual({ ok: false, reason: 'user_unknown' });
  });
});
