import { describe, expect, it } from 'vitest';
import type { ContractView } from '../contract/contract-view.ts';
import type { FailureGuard } from '../lockout/guard.ts';
import type { LockScope, Policy } from '../policy/policy-schema.ts';
import { tokyo } from '../testing/instants.ts';
import { policyWith } from '../testing/policies.ts';
import { aBinding, aHotpToken, aToken, aUser, aView, lockedGuard } from '../testing/views.ts';
import type { Token } from '../token/token.ts';
import { requirementFor } from './decide-challenge.ts';

/** A user who shares a token with a colleague, and what his lock, or the token's, stops. */
const now = tokyo('2015-02-09T12:00:00.000');

type AlsoStops = Policy['lockout']['also_stops'];

interface Locked {
  readonly user?: FailureGuard;
  readonly tokens?: readonly Token[];
  readonly userId?: string;
  readonly edit?: (policy: Policy) => void;
}

function policyOf(scope: LockScope, alsoStops: AlsoStops, edit: (policy: Policy) => void): Policy {
  return policyWith((policy) => {
    const label = { ja: '操', en: 'Operation' };
    policy.operations = {
      login: { label, kind: 'login', permission: false, approval: false },
      transfer: { label, kind: 'sending', permission: false, approval: false },
      address: { label, kind: 'contact_change', permission: false, approval: false },
      unlock: { label, kind: 'administration', permission: false, approval: false },
      balance: { label, permission: false, approval: false },
    };
    policy.challenge_rules = [
      { id: 'transfer', when: { operations: ['transfer'] }, factors: ['pin', 'otp'] },
      { id: 'rest', when: {}, factors: ['pin'] },
    ];
    Object.assign(policy.lockout, { scope, also_stops: alsoStops });
    edit(policy);
  });
}

function ask(operation: string, scope: LockScope, also: AlsoStops, locked: Locked): string {
  const { user, tokens = [aToken('t1')], userId = 'u1', edit = () => {} } = locked;
  const view: ContractView = aView({
    users: [aUser('u1', user ? { guard: user } : {}), aUser('u2')],
    tokens,
    bindings: [...tokens.map(({ id }) => aBinding('u1', id)), aBinding('u2', 't1')],
  });
  const command = { challengeId: 'x', userId, facts: { operation } };
  const answer = requirementFor(view, command, { policy: policyOf(scope, also, edit), now });
  if (!answer.ok) return answer.reason;
  const { required, reason } = answer.requirement;
  return required === 'blocked' ? reason : required;
}

const operations = ['login', 'transfer', 'address', 'unlock', 'balance'];

/** What each operation answers, in the order of `operations`. */
function answers(scope: LockScope, also: AlsoStops, locked: Locked): string[] {
  return operations.map((operation) => ask(operation, scope, also, locked));
}

const free = ['fixed_factors', 'otp', 'fixed_factors', 'fixed_factors', 'fixed_factors'];
const lockedUser = { user: lockedGuard() };
const lockedToken = { tokens: [aToken('t1', { guard: lockedGuard() })] };

/** `free`, but for the operations named. */
function stopped(reason: string, ...names: string[]): string[] {
  return operations.map((name, index) => (names.includes(name) ? reason : (free[index] ?? '')));
}

describe('what a lock stops', () => {
  const rows: { scope: LockScope; also: AlsoStops; locked: Locked; expected: string[] }[] = [
    { scope: 'user_otp', also: [], locked: {}, expected: free },
    {
      scope: 'user_otp',
      also: [],
      locked: lockedUser,
      expected: stopped('user_locked', 'transfer'),
    },
    {
      scope: 'user_otp',
      also: ['login'],
      locked: lockedUser,
      expected: stopped('user_locked', 'transfer', 'login'),
    },
    {
      scope: 'user_otp',
      also: ['contact_change'],
      locked: lockedUser,
      expected: stopped('user_locked', 'transfer', 'address'),
    },
    {
      scope: 'user_otp',
      also: ['login', 'contact_change'],
      locked: lockedUser,
      expected: stopped('user_locked', 'transfer', 'login', 'address'),
    },
    {
      scope: 'user_service',
      also: [],
      locked: lockedUser,
      expected: stopped('user_locked', ...operations),
    },
    {
      scope: 'token',
      also: [],
      locked: lockedToken,
      expected: stopped('token_locked', 'transfer'),
    },
    {
      scope: 'token',
      also: ['login'],
      locked: lockedToken,
      expected: stopped('token_locked', 'transfer', 'login'),
    },
    {
      scope: 'token',
      also: ['login', 'contact_change'],
      locked: lockedToken,
      expected: stopped('token_locked', 'transfer', 'login', 'address'),
    },
    // The sharer is stopped with the token, and not with his colleague.
    {
      scope: 'token',
      also: ['login'],
      locked: { ...lockedToken, userId: 'u2' },
      expected: stopped('token_locked', 'transfer', 'login'),
    },
    { scope: 'user_service', also: [], locked: { ...lockedUser, userId: 'u2' }, expected: free },
  ];

  it.each(rows)('S1-09 S2-04 S3-05 S4-05 · $scope, also $also: $expected', (row) => {
    expect(answers(row.scope, row.also, row.locked)).toEqual(row.expected);
  });
});

describe('two tokens of one user', () => {
  const good = aToken('t1');
  const bad = aHotpToken('t2', { guard: lockedGuard() });
  const paused = aHotpToken('t2', { suspendedAt: now });
  const rows: { what: string; tokens: Token[]; expected: string }[] = [
    { what: 'both good', tokens: [good, aHotpToken('t2')], expected: 'otp' },
    { what: 'one locked', tokens: [good, bad], expected: 'otp' },
    { what: 'both locked', tokens: [{ ...good, guard: bad.guard }, bad], expected: 'token_locked' },
    { what: 'one paused', tokens: [good, paused], expected: 'otp' },
    {
      what: 'both paused',
      tokens: [{ ...good, suspendedAt: 5 }, paused],
      expected: 'token_suspended',
    },
    {
      what: 'one locked, one paused',
      tokens: [{ ...good, guard: bad.guard }, paused],
      expected: 'token_suspended',
    },
    {
      what: 'one locked, one expired',
      tokens: [{ ...good, expiresOn: '2015-02-08' }, bad],
      expected: 'token_locked',
    },
    {
      what: 'one paused, one expired',
      tokens: [{ ...good, expiresOn: '2015-02-08' }, paused],
      expected: 'token_suspended',
    },
  ];

  it.each(rows)('S0-09 S0-12 · $what: $expected', ({ tokens, expected }) => {
    expect(ask('transfer', 'token', [], { tokens })).toBe(expected);
  });
});

describe('other scopes for some kinds of tokens', () => {
  const edit = ({ lockout }: Policy) => {
    lockout.scopes = [{ authenticator: 'card', scope: 'user_service' }];
  };
  const card = aHotpToken('t1');
  const rows: { what: string; locked: Locked; expected: string }[] = [
    { what: 'a fob', locked: { ...lockedUser, edit }, expected: 'fixed_factors' },
    { what: 'a card', locked: { ...lockedUser, tokens: [card], edit }, expected: 'user_locked' },
    {
      what: 'a fob and a card',
      locked: { ...lockedUser, tokens: [aToken('t1'), { ...card, id: 't2' }], edit },
      expected: 'user_locked',
    },
  ];

  it.each(rows)('S1-09 S2-04 · login of one locked, with $what: $expected', (row) => {
    expect(ask('login', 'user_otp', [], row.locked)).toBe(row.expected);
  });
});

describe('when a lock ends by itself, the answer says when', () => {
  const liftsAt = now + 1;
  const temporary = {
    ...lockedGuard(),
    lock: { lockedAt: now - 1, cause: 'temporary' as const, liftsAt },
  };
  const later = { ...temporary, lock: { ...temporary.lock, liftsAt: liftsAt + 1 } };
  const rows: { scope: LockScope; locked: Locked; until: number | null }[] = [
    { scope: 'user_otp', locked: { user: temporary }, until: liftsAt },
    { scope: 'user_service', locked: { user: temporary }, until: liftsAt },
    { scope: 'user_otp', locked: lockedUser, until: null },
    { scope: 'token', locked: { tokens: [aToken('t1', { guard: temporary })] }, until: liftsAt },
    { scope: 'token', locked: lockedToken, until: null },
    {
      scope: 'token',
      locked: {
        tokens: [aToken('t1', { guard: later }), aHotpToken('t2', { guard: temporary })],
      },
      until: liftsAt,
    },
    {
      scope: 'token',
      locked: {
        tokens: [aToken('t1', { guard: lockedGuard() }), aHotpToken('t2', { guard: temporary })],
      },
      until: liftsAt,
    },
  ];

  it.each(rows)('ALL-02 · $scope: $until', ({ scope, locked, until }) => {
    const { user, tokens = [aToken('t1')] } = locked;
    const view = aView({
      users: [aUser('u1', user ? { guard: user } : {})],
      tokens,
      bindings: tokens.map(({ id }) => aBinding('u1', id)),
    });
    const command = { challengeId: 'x', userId: 'u1', facts: { operation: 'transfer' } };
    const policy = policyOf(scope, [], () => {});
    const answer = requirementFor(view, command, { policy, now });
    expect(answer).toMatchObject({ requirement: { required: 'blocked', blockedUntil: until } });
    if (until === null) return;
    const then = requirementFor(view, command, { policy, now: until });
    expect(then).toMatchObject({ requirement: { required: 'otp', blockedUntil: null } });
  });
});
