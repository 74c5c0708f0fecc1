import { describe, expect, it } from 'vitest';
import type { ContractView } from '../contract/contract-view.ts';
import type { Policy } from '../policy/policy-schema.ts';
import { tokyo } from '../testing/instants.ts';
import { policyWith } from '../testing/policies.ts';
import { aBinding, aContract, aToken, aUser, aView } from '../testing/views.ts';
import { simulatePolicy } from './simulate.ts';

const effectiveAt = tokyo('2015-01-20T09:00:00.000');

async function simulated(
  views: readonly ContractView[],
  edit: (policy: Policy) => void,
  days = 60,
) {
  return simulatePolicy(views, {
    before: policyWith(),
    after: policyWith(edit),
    effectiveAt,
    horizonDays: days,
    mostExamples: 3,
  });
}

/** One user with a token, one without, both in grace until 4 February. */
const company = aView({
  users: [aUser('u1', { role: 'admin' }), aUser('u2')],
  tokens: [aToken('t1')],
  bindings: [aBinding('u1', 't1')],
});

describe('who would be asked, blocked or freed, and from when', () => {
  it('ALL-03 · nobody by the same policy', async () => {
    expect(await simulated([company], () => {})).toEqual({
      contracts: 1,
      users: 2,
      affected: 0,
      counts: [],
      examples: [],
    });
  });

  it('ALL-03 · a new code at login: whoever has a token at once, the other when his grace ends', async () => {
    const result = await simulated([company], (policy) => {
      Object.assign(policy.challenge_rules[0] ?? {}, { factors: ['login_credential', 'otp'] });
      policy.enrolment.after_grace = 'block_login';
    });
    expect(result.affected).toBe(2);
    expect(result.counts).toEqual([
      { change: 'newly_asked', operation: 'login', cause: 'effective', users: 1 },
      { change: 'newly_blocked', operation: 'login', cause: 'grace_ends', users: 1 },
    ]);
    expect(result.examples).toMatchObject([
      { loginId: 'u1', change: 'newly_asked', from: effectiveAt, contractNumber: '0001' },
      { loginId: 'u2', change: 'newly_blocked', from: tokyo('2015-02-05') },
    ]);
  });

  it('ALL-03 · a code that is no longer asked frees who had to give one', async () => {
    const result = await simulated([company], (policy) => {
      Object.assign(policy.challenge_rules[7] ?? {}, { factors: ['confirmation_password'] });
    });
    expect(result.counts).toEqual([
      { change: 'freed', operation: 'change_user', cause: 'effective', users: 1 },
    ]);
  });

  it('ALL-03 · a longer grace frees from the day on which the old one ended', async () => {
    const result = await simulated([company], (policy) => {
      Object.assign(policy.enrolment.grace ?? {}, { length: { days: 60 } });
    });
    expect(result.counts.map((one) => [one.change, one.operation, one.cause])).toEqual([
      ['freed', 'one_off_transfer', 'grace_ends'],
    ]);
    expect(result.examples[0]).toMatchObject({ loginId: 'u2', from: tokyo('2015-02-05') });
  });

  it('ALL-03 · what lies behind the horizon is not told', async () => {
    const longer = (policy: Policy) => {
      Object.assign(policy.enrolment.grace ?? {}, { length: { days: 60 } });
    };
    expect((await simulated([company], longer, 10)).counts).toEqual([]);
  });

  it('ALL-03 · examples are few, counts are whole', async () => {
    const many = Array.from({ length: 20 }, (_, index) => ({
      ...company,
      contract: aContract({ number: `${index}` }),
      users: company.users.map((user) => ({
        ...user,
        id: user.id,
        loginId: `${user.id}-${index}`,
      })),
    }));
    const result = await simulated(many, (policy) => {
      Object.assign(policy.challenge_rules[7] ?? {}, { factors: ['confirmation_password'] });
    });
    expect(result.contracts).toBe(20);
    expect(result.examples).toHaveLength(3);
    expect(result.affected).toBe(20);
  });
});
