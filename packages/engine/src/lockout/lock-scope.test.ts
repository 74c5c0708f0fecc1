import { describe, expect, it } from 'vitest';
import type { ContractView } from '../contract/contract-view.ts';
import type { Policy } from '../policy/policy-schema.ts';
import { tokyo } from '../testing/instants.ts';
import { policyWith } from '../testing/policies.ts';
import {
  aBinding,
  aHotpToken,
  aToken,
  aUser,
  aView,
  eventTypes,
  lockedGuard,
  viewAfter,
} from '../testing/views.ts';
import type { Token } from '../token/token.ts';
import { decideVerification } from '../verification/decide-verification.ts';
import { lockOfAll, lockScopeFor, lockScopeOf } from './lock-scope.ts';

const now = tokyo('2015-02-02T12:00:00.000');

function scoped(scope: Policy['lockout']['scope'], scopes?: Policy['lockout']['scopes']): Policy {
  return policyWith(({ lockout }) => {
    lockout.scope = scope;
    if (scopes) lockout.scopes = scopes;
  });
}

const byKind = scoped('token', [{ authenticator: 'card', scope: 'user_service' }]);
const unknown = aToken('t1', { digits: 8 });

describe('S1-09 · the scope may differ for hard and soft', () => {
  const rows: { what: string; token: Token | undefined; policy: Policy; scope: string }[] = [
    { what: 'one scope', token: aToken('t1'), policy: scoped('user_otp'), scope: 'user_otp' },
    { what: 'no token', token: undefined, policy: byKind, scope: 'token' },
    { what: 'a fob', token: aToken('t1'), policy: byKind, scope: 'token' },
    { what: 'a card', token: aHotpToken('t1'), policy: byKind, scope: 'user_service' },
    { what: 'a kind of no policy', token: unknown, policy: byKind, scope: 'token' },
    { what: 'an empty list', token: aHotpToken('t1'), policy: scoped('token', []), scope: 'token' },
  ];

  it.each(rows)('$what: $scope', ({ token, policy, scope }) => {
    expect(lockScopeFor(token, policy)).toBe(scope);
  });

  const held: { tokens: Token[]; scope: string }[] = [
    { tokens: [], scope: 'token' },
    { tokens: [aToken('t1')], scope: 'token' },
    { tokens: [aHotpToken('t1')], scope: 'user_service' },
    { tokens: [aToken('t1'), aHotpToken('t2')], scope: 'user_service' },
    { tokens: [aHotpToken('t2'), aToken('t1')], scope: 'user_service' },
  ];
  it.each(held)('of a user with $tokens.length tokens: $scope', ({ tokens, scope }) => {
    const bindings = tokens.map(({ id }) => aBinding('u1', id));
    const view = aView({ users: [aUser('u1')], tokens, bindings });
    expect(lockScopeOf(view, 'u1', byKind)).toBe(scope);
    expect(lockScopeOf(view, 'u1', scoped('user_otp'))).toBe('user_otp');
  });
});

describe('S1-09 S2-04 · wrong codes count where the scope of that token says', () => {
  const view: ContractView = aView({
    users: [aUser('u1'), aUser('u2')],
    tokens: [aToken('t1'), aHotpToken('t2')],
    bindings: [aBinding('u1', 't1'), aBinding('u2', 't2')],
  });
  const rows = [
    { userId: 'u1', counted: [0, 0, 5, 0], event: 'token_locked' },
    { userId: 'u2', counted: [0, 5, 0, 0], event: 'user_locked' },
  ];

  it.each(rows)('five of $userId: $counted, $event', ({ userId, counted, event }) => {
    let after = view;
    let last: string[] = [];
    for (let attempt = 0; attempt < 5; attempt += 1) {
      const command = { userId, matches: [], wellFormed: true };
      const decision = decideVerification(after, command, { policy: byKind, now });
      last = eventTypes(decision);
      after = viewAfter(after, decision, { policy: byKind, now });
    }
    expect([...after.users, ...after.tokens].map((row) => row.guard.failures)).toEqual(counted);
    expect(last).toEqual(['otp_refused', event]);
  });
});

describe('the lock of all of a user’s tokens', () => {
  const lasting = aToken('t1', { guard: lockedGuard() });
  const until = (id: string, liftsAt: number) => {
    const guard = lockedGuard();
    return aToken(id, { guard: { ...guard, lock: { lockedAt: 0, cause: 'temporary', liftsAt } } });
  };
  const rows: { what: string; tokens: Token[]; liftsAt: number | null | undefined }[] = [
    { what: 'none', tokens: [], liftsAt: undefined },
    { what: 'one that works', tokens: [lasting, aToken('t2')], liftsAt: undefined },
    { what: 'one that ran out', tokens: [lasting, until('t2', now)], liftsAt: undefined },
    { what: 'one for good', tokens: [lasting], liftsAt: null },
    { what: 'two for good', tokens: [lasting, lasting], liftsAt: null },
    { what: 'the sooner', tokens: [until('t1', now + 9), until('t2', now + 5)], liftsAt: now + 5 },
    { what: 'the one that ends', tokens: [lasting, until('t2', now + 5)], liftsAt: now + 5 },
  ];

  it.each(rows)('ALL-02 · $what: $liftsAt', ({ tokens, liftsAt }) => {
    expect(lockOfAll(tokens, now)?.liftsAt).toBe(liftsAt);
  });
});
