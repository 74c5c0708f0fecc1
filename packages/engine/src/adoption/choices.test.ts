import { describe, expect, it } from 'vitest';
import { loginEvents } from '../enrolment/login-events.ts';
import { tokyo } from '../testing/instants.ts';
import { policyWith } from '../testing/policies.ts';
import { aContract, aUser, aView, outcome } from '../testing/views.ts';
import type { ActingParty } from '../user/acting-party.ts';
import { decideChoice } from './decide-choice.ts';
import { decideSetUp } from './decide-set-up.ts';

const now = tokyo('2015-02-02');

describe('ALL-02 · the set-up of a contract', () => {
  it('is recorded once, and again changes nothing', () => {
    const view = aView({ contract: aContract() });
    expect(decideSetUp(view, now)).toEqual({
      ok: true,
      events: [{ type: 'contract_set_up', at: now }],
    });
    const again = aView({ contract: aContract({ setUpAt: now - 1 }) });
    expect(decideSetUp(again, now)).toEqual({ ok: true, events: [] });
  });

  it('follows the application', () => {
    const view = aView({ contract: aContract({ adoptedAt: null }) });
    expect(outcome(decideSetUp(view, now))).toBe('not_adopted');
  });
});

describe('a user’s own wish for OTP', () => {
  const staff: ActingParty = { kind: 'staff', staffId: 's', desk: 'desk', evidence: 'call' };
  const rows: { acting: ActingParty | undefined; optedIn: boolean; expected: string }[] = [
    { acting: undefined, optedIn: true, expected: 'user_opted_in' },
    { acting: { kind: 'user', userId: 'u1' }, optedIn: true, expected: 'user_opted_in' },
    { acting: { kind: 'user', userId: 'u2' }, optedIn: true, expected: 'role_not_allowed' },
    { acting: staff, optedIn: true, expected: 'user_opted_in' },
    { acting: undefined, optedIn: false, expected: '' },
  ];

  it.each(rows)('$acting, $optedIn: $expected', ({ acting, optedIn, expected }) => {
    const view = aView({ users: [aUser('u1'), aUser('u2', { role: 'master' })] });
    const decision = decideChoice(view, { userId: 'u1', optedIn, acting });
    const events = decision.events.map((event) => event.type).join(' ');
    expect(decision.ok ? events : outcome(decision)).toBe(expected);
  });

  it('row 23 · a removed user chooses nothing', () => {
    const view = aView({ users: [aUser('u1', { state: 'removed' })] });
    const decision = decideChoice(view, { userId: 'u1', optedIn: true });
    expect(outcome(decision)).toBe('user_unknown');
  });
});

describe('a login is kept only where a registration takes effect at the next one', () => {
  it.each([
    ['at_once', 'login', 0],
    ['next_login', 'login', 1],
    ['next_login', 'one_off_transfer', 0],
  ] as const)('%s, %s: %d', (effect, operation, expected) => {
    const policy = policyWith(({ enrolment }) => {
      enrolment.takes_effect = effect;
    });
    expect(loginEvents('u1', operation, { policy, now })).toHaveLength(expected);
  });
});
