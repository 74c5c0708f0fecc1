import { describe, expect, it } from 'vitest';
import type { Policy } from '../policy/policy-schema.ts';
import { policyWith } from '../testing/policies.ts';
import { registeredStep as centre, register, withToken } from '../testing/registering.ts';
import { aContract, aHotpToken, aToken, outcome } from '../testing/views.ts';
import type { Token } from '../token/token.ts';

const delivered = aToken('t1', { state: 'delivered' });
const twoCodes = policyWith(({ enrolment }) => {
  enrolment.proof = ['serial', 'otp', 'second_otp'];
});

const code = (...matches: number[]) => ({ matches, wellFormed: true });
const malformed = { matches: [], wellFormed: false };

describe('two consecutive codes where the policy asks them', () => {
  const rows: {
    what: string;
    first: { matches: number[]; wellFormed: boolean };
    second: { matches: number[]; wellFormed: boolean } | undefined;
    mark?: number;
    expected: string;
  }[] = [
    {
      what: 'no second code',
      first: code(centre),
      second: undefined,
      expected: 'second_code_missing',
    },
    { what: 'one after the other', first: code(centre), second: code(centre + 1), expected: 'ok' },
    { what: 'the same twice', first: code(centre), second: code(centre), expected: 'code_wrong' },
    {
      what: 'the wrong way round',
      first: code(centre + 1),
      second: code(centre),
      expected: 'code_wrong',
    },
    {
      what: 'one left out',
      first: code(centre - 1),
      second: code(centre + 1),
      expected: 'code_wrong',
    },
    { what: 'the first is wrong', first: code(), second: code(centre), expected: 'code_wrong' },
    { what: 'the second is wrong', first: code(centre), second: code(), expected: 'code_wrong' },
    {
      what: 'the second is no code',
      first: code(centre),
      second: malformed,
      expected: 'code_malformed',
    },
    {
      what: 'both were spent',
      first: code(centre),
      second: code(centre + 1),
      mark: centre + 1,
      expected: 'code_replayed',
    },
    // Two steps of a window may show the same digits by chance.
    {
      what: 'a twin of the first',
      first: code(centre, centre + 2),
      second: code(centre + 1),
      expected: 'ok',
    },
  ];

  it.each(rows)('$what: $expected', ({ first, second, mark, expected }) => {
    const token = { ...delivered, lastAcceptedStep: mark ?? -1 };
    const { decision, after } = register(withToken(token), token, {
      policy: twoCodes,
      ...first,
      second,
    });
    expect(outcome(decision)).toBe(expected);
    const counted = expected === 'ok' || expected === 'second_code_missing' ? 0 : 1;
    expect(after.users[0]?.guard.failures).toBe(counted);
    if (expected === 'ok') expect(after.tokens[0]?.lastAcceptedStep).toBe(centre + 1);
  });

  it('moves the counter of a card beyond both', () => {
    const card = aHotpToken('t1', { state: 'delivered', lastAcceptedStep: 4 });
    const { decision, after } = register(withToken(card), card, {
      policy: twoCodes,
      ...code(6),
      second: code(7),
    });
    expect(outcome(decision)).toBe('ok');
    expect(after.tokens[0]?.lastAcceptedStep).toBe(7);
  });
});

describe('what is hidden at the prompt and counts', () => {
  const rows: { what: string; token: Token; edit?: (policy: Policy) => void; expected: string }[] =
    [
      {
        what: 'a token that its user has paused',
        token: aToken('t1', { suspendedAt: 1 }),
        expected: 'token_suspended',
      },
      {
        what: 'an app token that was activated for one user',
        token: aToken('t1', { form: 'phone_app', state: 'issued' }),
        edit: (policy) => {
          const [fob] = policy.authenticators;
          if (!fob) throw new Error('the sample policy has a fob');
          policy.authenticators.push({
            ...fob,
            id: 'app',
            kind: 'phone_app',
            registration: 'activation',
          });
        },
        expected: 'token_not_in_service',
      },
    ];

  it.each(rows)('$what: $expected', ({ token, edit, expected }) => {
    const { decision, after } = register(withToken(token), token, { policy: policyWith(edit) });
    expect(outcome(decision)).toBe(expected);
    expect(after.users[0]?.guard.failures).toBe(1);
  });

  it('everything, while the customer has stopped everything', () => {
    const policy = policyWith((it) => {
      it.emergency_stop = { roles: [], scheduled_transfers: 'go_on', lifted_by_desk: 'desk' };
    });
    const view = { ...withToken(delivered), contract: aContract({ stoppedAt: 1 }) };
    expect(outcome(register(view, delivered, { policy }).decision)).toBe('service_stopped');
  });

  it('row 27 · a wrong code for a token that nobody owns counts on the user, not on the token', () => {
    const policy = policyWith(({ lockout }) => {
      lockout.scope = 'token';
    });
    const unclaimed = aToken('t1', { contractId: null, state: 'issued' });
    const { decision, after } = register(withToken(unclaimed), unclaimed, { policy, matches: [] });
    expect(outcome(decision)).toBe('code_wrong');
    expect(after.users[0]?.guard.failures).toBe(1);
    expect(after.tokens[0]?.guard.failures).toBe(0);
  });
});
