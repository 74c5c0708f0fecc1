import { describe, expect, it } from 'vitest';
import type { ContractView } from '../contract/contract-view.ts';
import type { Policy } from '../policy/policy-schema.ts';
import { tokyo } from '../testing/instants.ts';
import { policyWith } from '../testing/policies.ts';
import {
  aBinding,
  aContract,
  aShipment,
  aToken,
  aUser,
  aView,
  eventTypes,
  lockedGuard,
  outcome,
  viewAfter,
} from '../testing/views.ts';
import type { Token } from '../token/token.ts';
import type { User } from '../user/user.ts';
import { decideRegistration, type RegisterToken } from './decide-registration.ts';

const now = tokyo('2015-01-20T12:00:00.000');
const centre = now / 60_000;

/** `u1` registers a delivered token `t1` with the right code, unless a test says otherwise. */
function register(
  view: ContractView,
  token: Token | undefined,
  {
    policy = policyWith(),
    ...parts
  }: Partial<RegisterToken> & { readonly policy?: Policy | undefined } = {},
) {
  const command: RegisterToken = {
    userId: 'u1',
    bindingId: 'b1',
    token,
    matches: [centre],
    wellFormed: true,
    revokedTokenIds: [],
    ...parts,
  };
  const context = { policy, now };
  const decision = decideRegistration(view, command, context);
  return { decision, after: viewAfter(view, decision, context) };
}

function withToken(token: Token, user: Partial<User> = {}): ContractView {
  return aView({ users: [aUser('u1', user), aUser('u2'), aUser('u3')], tokens: [token] });
}

const delivered = aToken('t1', { state: 'delivered' });

describe('S0-05 · the first registration', () => {
  it('puts the token into service, binds the user and spends the code', () => {
    const { decision, after } = register(withToken(delivered), delivered);
    expect(eventTypes(decision)).toEqual([
      'otp_accepted',
      'token_put_in_service',
      'binding_started',
    ]);
    expect(after.tokens[0]).toMatchObject({ state: 'in_service', lastAcceptedStep: centre });
    expect(after.users[0]?.firstEnrolledAt).toBe(now);
    expect(after.bindings).toEqual([{ ...aBinding('u1', 't1'), id: 'b1', startedAt: now }]);
  });

  it('S0-08 · a colleague registers the same token, with a code of his own', () => {
    const first = register(withToken(delivered), delivered).after;
    const [token] = first.tokens;
    const same = register(first, token, { userId: 'u2', bindingId: 'b2' });
    expect(outcome(same.decision)).toBe('code_replayed');
    const next = register(first, token, {
      userId: 'u2',
      bindingId: 'b2',
      matches: [centre + 1],
    });
    expect(eventTypes(next.decision)).toEqual(['otp_accepted', 'binding_started']);
    expect(next.after.bindings.map((one) => one.userId)).toEqual(['u1', 'u2']);
  });
});

describe('row 27 · refused alike outside, and counted on the user', () => {
  const rows: { what: string; token: Token | undefined; parts?: object; expected: string }[] = [
    { what: 'no such serial', token: undefined, expected: 'serial_unknown' },
    {
      what: 'a token of another contract',
      token: { ...delivered, contractId: 'c2' },
      expected: 'serial_unknown',
    },
    {
      what: 'a token in stock',
      token: { ...delivered, contractId: null, state: 'in_stock' },
      expected: 'serial_unknown',
    },
    {
      what: 'a token of another institution',
      token: { ...delivered, institutionId: 'other', contractId: 'c9' },
      expected: 'serial_unknown',
    },
    {
      what: 'a retired token',
      token: { ...delivered, state: 'retired' },
      expected: 'token_not_in_service',
    },
    {
      what: 'a token that starts tomorrow',
      token: { ...delivered, startsOn: '2015-01-21' },
      expected: 'token_not_started',
    },
    {
      what: 'an expired token',
      token: { ...delivered, expiresOn: '2015-01-19' },
      expected: 'token_expired',
    },
    {
      what: 'a locked token',
      token: { ...delivered, guard: lockedGuard() },
      expected: 'token_locked',
    },
    { what: 'a wrong code', token: delivered, parts: { matches: [] }, expected: 'code_wrong' },
    {
      what: 'a malformed code',
      token: delivered,
      parts: { matches: [], wellFormed: false },
      expected: 'code_malformed',
    },
    {
      what: 'a spent code',
      token: { ...delivered, lastAcceptedStep: centre },
      expected: 'code_replayed',
    },
  ];

  it.each(rows)('S0-05 S0-08 row 28 · $what: $expected', ({ token, parts, expected }) => {
    const view = withToken(token ?? delivered);
    const { decision, after } = register(view, token, parts);
    expect(outcome(decision)).toBe(expected);
    expect(after.users[0]?.guard.failures).toBe(1);
    expect(after.bindings).toEqual([]);
    expect(after.tokens).toEqual(view.tokens);
  });

  it('row 17 · a sweep of serials locks after five, and then a right one is refused', () => {
    let view = withToken(delivered);
    for (let serial = 0; serial < 5; serial++) view = register(view, undefined).after;
    const { decision, after } = register(view, delivered);
    expect(outcome(decision)).toBe('user_locked');
    expect(after.tokens[0]?.lastAcceptedStep).toBe(-1);
  });
});

describe('registering is open', () => {
  const rows: { what: string; token: Token; expected: string }[] = [
    { what: 'a delivered token', token: delivered, expected: 'ok' },
    // It is in his hand, so it has arrived, whatever the record says.
    {
      what: 'a token still in the post',
      token: aToken('t1', { state: 'shipped' }),
      expected: 'ok',
    },
    { what: 'a token in service', token: aToken('t1'), expected: 'ok' },
    { what: 'its last day', token: { ...delivered, expiresOn: '2015-01-20' }, expected: 'ok' },
    { what: 'its first day', token: { ...delivered, startsOn: '2015-01-20' }, expected: 'ok' },
  ];

  it.each(rows)('S0-05 ALL-02 · $what: $expected', ({ token, expected }) => {
    expect(outcome(register(withToken(token), token).decision)).toBe(expected);
  });

  it('S0-02 · before any application there is nothing to register', () => {
    const view = { ...withToken(delivered), contract: aContract({ adoptedAt: null }) };
    const { decision } = register(view, delivered);
    expect(decision).toEqual({ ok: false, reason: 'not_adopted', events: [] });
  });

  it('row 23 · an unknown or removed user touches no row', () => {
    const removed = withToken(delivered, { state: 'removed' });
    const none = { ok: false, reason: 'user_unknown', events: [] };
    expect(register(removed, delivered).decision).toEqual(none);
    expect(register(removed, delivered, { userId: 'u9' }).decision).toEqual(none);
  });
});

describe('proved, and refused all the same: the code is spent, the guesses stay counted', () => {
  const rows: {
    what: string;
    token: Token;
    revoked?: string[];
    edit?: (policy: Policy) => void;
    bindings?: [string, string][];
    expected: string;
  }[] = [
    {
      what: 'his own token again',
      token: aToken('t1'),
      bindings: [['u1', 't1']],
      expected: 'already_enrolled_with_token',
    },
    {
      what: 'a token reported lost',
      token: aToken('t1', { lostReportedAt: now - 1 }),
      expected: 'token_lost',
    },
    {
      what: 'revoked for him, no reuse',
      token: aToken('t1'),
      revoked: ['t1'],
      edit: ({ revocation }) => {
        revocation.reuse = false;
      },
      expected: 'token_revoked_for_user',
    },
    {
      what: 'revoked for him, reuse',
      token: aToken('t1'),
      revoked: ['t1'],
      edit: ({ revocation }) => {
        revocation.reuse = true;
      },
      expected: 'ok',
    },
    {
      what: 'another token revoked for him, no reuse',
      token: aToken('t1'),
      revoked: ['t2'],
      edit: ({ revocation }) => {
        revocation.reuse = false;
      },
      expected: 'ok',
    },
    {
      what: 'a third user, two allowed',
      token: aToken('t1'),
      bindings: [
        ['u2', 't1'],
        ['u3', 't1'],
      ],
      edit: ({ relations }) => {
        relations.users_per_token = 2;
      },
      expected: 'users_per_token_exceeded',
    },
    {
      what: 'a second user, two allowed',
      token: aToken('t1'),
      bindings: [['u2', 't1']],
      edit: ({ relations }) => {
        relations.users_per_token = 2;
      },
      expected: 'ok',
    },
    {
      what: 'a third user, any number allowed',
      token: aToken('t1'),
      bindings: [
        ['u2', 't1'],
        ['u3', 't1'],
      ],
      expected: 'ok',
    },
  ];

  it.each(rows)('S0-08 S0-10 row 27 · $what: $expected', (row) => {
    const guard = { ...lockedGuard(), failures: 4, failuresSinceAcceptance: 9, lock: null };
    const view = {
      ...withToken(row.token, { guard }),
      bindings: (row.bindings ?? []).map(([user, token]) => aBinding(user, token)),
    };
    const { decision, after } = register(view, row.token, {
      revokedTokenIds: row.revoked ?? [],
      policy: policyWith(row.edit),
    });
    expect(outcome(decision)).toBe(row.expected);
    expect(after.tokens[0]?.lastAcceptedStep).toBe(centre);
    // A token that may not be registered is no way to buy new guesses at another (row 21).
    expect(after.users[0]?.guard.failuresSinceAcceptance).toBe(decision.ok ? 0 : 9);
  });
});

describe('S0-12 ALL-06 · registering a replacement ends the old binding in the same step', () => {
  const rows: { what: string; others: boolean; replaced: boolean; old: string }[] = [
    { what: 'last user of a replaced token', others: false, replaced: true, old: 'retired' },
    { what: 'others still on the replaced token', others: true, replaced: true, old: 'in_service' },
    { what: 'a move to a colleague’s token', others: false, replaced: false, old: 'in_service' },
  ];

  it.each(rows)('$what: the old token is $old', ({ others, replaced, old }) => {
    const fresh = aToken('t2', { state: 'delivered', shipmentId: 's2' });
    const view = aView({
      users: [aUser('u1'), aUser('u2')],
      tokens: [aToken('t1'), fresh],
      bindings: [aBinding('u1', 't1'), ...(others ? [aBinding('u2', 't1')] : [])],
      shipments: [
        aShipment('s2', { reason: 'replacement', replacesTokenId: replaced ? 't1' : null }),
      ],
    });
    const { decision, after } = register(view, fresh);
    expect(outcome(decision)).toBe('ok');
    expect(after.tokens.map((token) => token.state)).toEqual([old, 'in_service']);
    expect(after.bindings.filter((one) => one.userId === 'u1')).toMatchObject([
      { tokenId: 't1', endedAt: now, endReason: 'replaced' },
      { tokenId: 't2', startedAt: now, endedAt: null },
    ]);
    expect(after.bindings.filter((one) => one.userId === 'u2' && one.endedAt !== null)).toEqual([]);
  });
});
