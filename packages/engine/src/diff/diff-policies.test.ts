import { describe, expect, it } from 'vitest';
import type { Policy } from '../policy/policy-schema.ts';
import { policyWith } from '../testing/policies.ts';
import { diffPolicies } from './diff-policies.ts';

const before = policyWith();
const diff = (edit: (policy: Policy) => void) => diffPolicies(before, policyWith(edit));

describe('what differs, place by place', () => {
  it('ALL-03 · nothing between equal documents', () => {
    expect(diff(() => {})).toEqual({ changes: [], asked: [], lines: [] });
  });

  it('ALL-03 · a value with its old and its new one', () => {
    const { changes } = diff((policy) => {
      policy.lockout.threshold = 3;
    });
    expect(changes).toEqual([{ path: '/lockout/threshold', before: 5, after: 3 }]);
  });

  it('ALL-03 · a rule put in front is one change, not a change of all', () => {
    const rule = { id: 'first', when: { operations: ['login'] }, factors: ['otp'] };
    const { changes } = diff((policy) => {
      policy.challenge_rules.unshift(rule);
    });
    expect(changes).toEqual([{ path: '/challenge_rules/0', before: undefined, after: rule }]);
  });

  it('ALL-03 · the order of rules is a place of its own', () => {
    const { changes } = diff((policy) => {
      policy.challenge_rules.reverse();
    });
    expect(changes.map((one) => one.path)).toEqual(['/challenge_rules']);
  });

  it('ALL-03 · what was taken away', () => {
    const { changes } = diff((policy) => {
      policy.authenticators.pop();
    });
    expect(changes).toMatchObject([{ path: '/authenticators/1', after: undefined }]);
  });
});

describe('what it means', () => {
  it('ALL-03 · who is newly asked, and where', () => {
    const { asked } = diff((policy) => {
      Object.assign(policy.challenge_rules[2] ?? {}, { factors: ['pin', 'otp'] });
    });
    expect(asked).toMatchObject([
      {
        operation: 'one_off_transfer',
        change: 'otp_newly_asked',
        always: false,
        roles: ['master', 'admin', 'member'],
        stages: ['commit', 'first_approval'],
      },
    ]);
    expect(asked[0]?.text.en).toContain('One-off newly asks for an OTP');
    expect(asked[0]?.text.ja).toContain('「都度」で新たに OTP を求めます');
  });

  it('ALL-03 · who is no longer asked', () => {
    const { asked, lines } = diff((policy) => {
      Object.assign(policy.challenge_rules[7] ?? {}, { factors: ['confirmation_password'] });
    });
    expect(asked).toMatchObject([
      { operation: 'change_user', change: 'otp_no_longer_asked', always: true },
    ]);
    expect(lines[0]).toMatchObject({ group: 'asking', direction: 'looser' });
  });

  it.each([
    [
      '/lockout/threshold',
      'locks',
      'stricter',
      (p: Policy) => Object.assign(p.lockout, { threshold: 3 }),
    ],
    ['/lockout/cap', 'locks', 'looser', (p: Policy) => Object.assign(p.lockout, { cap: 30 })],
    [
      '/enrolment/grace/length/days',
      'registration',
      'looser',
      (p: Policy) => Object.assign(p.enrolment.grace ?? {}, { length: { days: 40 } }),
    ],
    [
      '/fees/additional_yen',
      'fees',
      'stricter',
      (p: Policy) => Object.assign(p.fees, { additional_yen: 2_000 }),
    ],
    [
      '/fees/free_tokens',
      'fees',
      'looser',
      (p: Policy) => Object.assign(p.fees, { free_tokens: 4 }),
    ],
    [
      '/enrolment/hold_hours',
      'registration',
      'stricter',
      (p: Policy) => Object.assign(p.enrolment, { hold_hours: 24 }),
    ],
    [
      '/replacement/lead_days',
      'tokens',
      'changed',
      (p: Policy) => Object.assign(p.replacement, { lead_days: 30 }),
    ],
  ] as const)('ALL-03 · %s is about %s and is %s', (path, group, direction, edit) => {
    const { lines } = diff((policy) => void edit(policy));
    expect(lines).toMatchObject([{ path, group, direction }]);
    expect(lines[0]?.text.ja).toContain('→');
  });
});
