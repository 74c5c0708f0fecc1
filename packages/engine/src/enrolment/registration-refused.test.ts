import { describe, expect, it } from 'vitest';
import type { Policy } from '../policy/policy-schema.ts';
import { policyWith } from '../testing/policies.ts';
import {
  registeredStep as centre,
  registeredAt as now,
  register,
  withToken,
} from '../testing/registering.ts';
import {
  aBinding,
  aShipment,
  aToken,
  aUser,
  aView,
  lockedGuard,
  outcome,
} from '../testing/views.ts';
import type { Token } from '../token/token.ts';

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

describe('proved, and refused all the same: the code is spent, the guesses stay counted', () => {
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
