import { describe, expect, it } from 'vitest';
import type { Policy } from '../policy/policy-schema.ts';
import { staff, user } from '../testing/cast.ts';
import { tokyo } from '../testing/instants.ts';
import { policyWith } from '../testing/policies.ts';
import {
  aBinding,
  aContract,
  aToken,
  aUser,
  aView,
  lockedGuard,
  outcome,
  viewAfter,
} from '../testing/views.ts';
import type { Token } from '../token/token.ts';
import type { ActingParty } from '../user/acting-party.ts';
import { decideVerification } from '../verification/decide-verification.ts';
import { decideResumption, decideSuspension } from './decide-suspension.ts';

const now = tokyo('2015-02-10T12:00:00.000');

function offering(suspension: Policy['suspension'], edit: (policy: Policy) => void = () => {}) {
  return policyWith((policy) => {
    policy.suspension = suspension;
    edit(policy);
  });
}

function company(token: Partial<Token> = {}) {
  return aView({
    users: [aUser('boss', { role: 'master' }), aUser('u1'), aUser('u2')],
    tokens: [aToken('t1', token)],
    bindings: [aBinding('u1', 't1')],
  });
}

const everyone = { by: ['user', 'administrator'], resume_by: ['user', 'administrator', 'desk'] };
const usersOnly = { by: ['user'], resume_by: ['user'] };
const adminsOnly = { by: ['administrator'], resume_by: ['administrator'] };

interface Row {
  readonly who: ActingParty;
  readonly rule: unknown;
  readonly pause: string;
  readonly resume: string;
}

const rows: Row[] = [
  { who: user('u1'), rule: everyone, pause: 'ok', resume: 'ok' },
  { who: user('boss'), rule: everyone, pause: 'ok', resume: 'ok' },
  { who: user('u2'), rule: everyone, pause: 'role_not_allowed', resume: 'role_not_allowed' },
  { who: user('u9'), rule: everyone, pause: 'user_unknown', resume: 'user_unknown' },
  { who: staff(), rule: everyone, pause: 'ok', resume: 'ok' },
  { who: staff('other'), rule: everyone, pause: 'desk_not_allowed', resume: 'desk_not_allowed' },
  { who: user('u1'), rule: usersOnly, pause: 'ok', resume: 'ok' },
  { who: user('boss'), rule: usersOnly, pause: 'role_not_allowed', resume: 'role_not_allowed' },
  // Staff pause for whoever calls; resuming is theirs only where the policy says so.
  { who: staff(), rule: usersOnly, pause: 'ok', resume: 'desk_not_allowed' },
  { who: user('u1'), rule: adminsOnly, pause: 'role_not_allowed', resume: 'role_not_allowed' },
  { who: user('boss'), rule: adminsOnly, pause: 'ok', resume: 'ok' },
  // A policy that offers none any more leaves no token paused.
  { who: user('u1'), rule: null, pause: 'suspension_not_offered', resume: 'role_not_allowed' },
  { who: staff(), rule: null, pause: 'suspension_not_offered', resume: 'ok' },
];

describe('who pauses a token and who resumes it', () => {
  it.each(rows)('ALL-03 · $who under $rule: $pause, $resume', ({ who, rule, pause, resume }) => {
    const policy = offering(rule as Policy['suspension']);
    const command = { tokenId: 't1', acting: who };
    expect(outcome(decideSuspension(company(), command, { policy, now }))).toBe(pause);
    const paused = company({ suspendedAt: now - 1 });
    expect(outcome(decideResumption(paused, command, { policy, now }))).toBe(resume);
  });
});

describe('what state the token is in', () => {
  const policy = offering(everyone as Policy['suspension']);
  const states: { token: Partial<Token>; pause: string; resume: string }[] = [
    { token: {}, pause: 'ok', resume: 'not_suspended' },
    { token: { suspendedAt: 1 }, pause: 'already_suspended', resume: 'ok' },
    { token: { state: 'delivered' }, pause: 'not_in_service', resume: 'not_suspended' },
    {
      token: { state: 'retired', suspendedAt: 1 },
      pause: 'not_in_service',
      resume: 'not_suspended',
    },
  ];
  it.each(states)('$token: $pause, $resume', ({ token, pause, resume }) => {
    const command = { tokenId: 't1', acting: user('u1') };
    expect(outcome(decideSuspension(company(token), command, { policy, now }))).toBe(pause);
    expect(outcome(decideResumption(company(token), command, { policy, now }))).toBe(resume);
    const unknown = { ...command, tokenId: 't9' };
    expect(outcome(decideSuspension(company(token), unknown, { policy, now }))).toBe(
      'token_unknown',
    );
    expect(outcome(decideResumption(company(token), unknown, { policy, now }))).toBe(
      'token_unknown',
    );
  });

  it('row 28 · a paused token verifies nothing, and everything again after it', () => {
    const command = { tokenId: 't1', acting: user('u1') };
    const code = { userId: 'u1', matches: [now / 60_000], wellFormed: true };
    const paused = viewAfter(company(), decideSuspension(company(), command, { policy, now }), {
      policy,
      now,
    });
    expect(outcome(decideVerification(paused, code, { policy, now }))).toBe('token_suspended');
    const resumed = viewAfter(paused, decideResumption(paused, command, { policy, now }), {
      policy,
      now,
    });
    expect(outcome(decideVerification(resumed, code, { policy, now }))).toBe('ok');
  });
});

describe('a user who is stopped himself', () => {
  const stop = { roles: [], scheduled_transfers: 'go_on', lifted_by_desk: 'desk' } as const;
  const whole = offering(everyone as Policy['suspension'], ({ lockout }) => {
    lockout.scope = 'user_service';
  });
  const stopped = offering(everyone as Policy['suspension'], (policy) => {
    policy.emergency_stop = { ...stop, roles: [] };
  });
  it('S2-04 · his whole service is locked: he does not resume', () => {
    const view = {
      ...company({ suspendedAt: 1 }),
      users: [aUser('u1', { guard: lockedGuard() })],
    };
    const command = { tokenId: 't1', acting: user('u1') };
    expect(outcome(decideResumption(view, command, { policy: whole, now }))).toBe('actor_locked');
    const ordinary = offering(everyone as Policy['suspension']);
    expect(outcome(decideResumption(view, command, { policy: ordinary, now }))).toBe('ok');
  });

  it('the customer has stopped everything: users do nothing, the desk does', () => {
    const view = { ...company({ suspendedAt: 1 }), contract: aContract({ stoppedAt: 1 }) };
    const by = (acting: ActingParty) =>
      outcome(decideResumption(view, { tokenId: 't1', acting }, { policy: stopped, now }));
    expect(by(user('u1'))).toBe('already_stopped');
    expect(by(staff())).toBe('ok');
  });
});
