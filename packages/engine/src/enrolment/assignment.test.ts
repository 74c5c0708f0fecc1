import { describe, expect, it } from 'vitest';
import type { ContractView } from '../contract/contract-view.ts';
import type { Policy } from '../policy/policy-schema.ts';
import { policyWith } from '../testing/policies.ts';
import { registeredAt, registeredStep } from '../testing/registering.ts';
import {
  aBinding,
  aContract,
  aHotpToken,
  aShipment,
  aToken,
  aUser,
  aView,
  outcome,
  viewAfter,
} from '../testing/views.ts';
import type { Token } from '../token/token.ts';
import { decideRegistration } from './decide-registration.ts';

/**
 * `u1` registers `t9`, which lies before him, whatever the others have. A held token is written
 * `user:token`; tokens `c…` are event-based cards, `x…` have expired, the others fobs.
 */
function registering(
  held: string,
  {
    edit,
    token = aToken('t9', { state: 'delivered', shipmentId: 's9' }),
    replaces,
    chosen = null,
    replacedByShipment = null,
  }: {
    readonly edit: (policy: Policy) => void;
    readonly token?: Token;
    readonly replaces?: string | undefined;
    readonly chosen?: string | null;
    readonly replacedByShipment?: string | null;
  },
) {
  const pairs = held
    .split(' ')
    .filter(Boolean)
    .map((one) => one.split(':') as [string, string]);
  const ids = [...new Set(pairs.map(([, id]) => id))].filter((id) => id !== token.id);
  const view: ContractView = aView({
    contract: aContract({ authenticator: chosen }),
    users: ['u1', 'u2', 'u3'].map((id) => aUser(id)),
    tokens: [...ids.map(heldToken), token],
    bindings: pairs.map(([user, id]) => aBinding(user, id)),
    shipments: [aShipment('s1'), aShipment('s9', { replacesTokenId: replacedByShipment })],
  });
  const policy = policyWith(edit);
  const context = { policy, now: registeredAt };
  const decision = decideRegistration(
    view,
    {
      userId: 'u1',
      bindingId: 'b9',
      token,
      matches: [token.kind === 'hotp' ? 0 : registeredStep],
      wellFormed: true,
      revokedTokenIds: [],
      replacesTokenId: replaces,
    },
    context,
  );
  const after = viewAfter(view, decision, context);
  const inForce = after.bindings
    .filter((one) => one.endedAt === null)
    .map((one) => `${one.userId}:${one.tokenId}`)
    .sort()
    .join(' ');
  return { decision, inForce, after };
}

function heldToken(id: string): Token {
  if (id.startsWith('c')) return aHotpToken(id);
  return aToken(id, id.startsWith('x') ? { expiresOn: '2015-01-19' } : {});
}

interface Row {
  readonly what: string;
  readonly held: string;
  readonly expected: string;
}

describe('ALL-06 · tokens per user', () => {
  const rows: (Row & { most: number; replaces?: string })[] = [
    { what: 'the first', held: '', most: 1, expected: 'ok: u1:t9' },
    { what: 'one only: the old one gives way', held: 'u1:t1', most: 1, expected: 'ok: u1:t9' },
    {
      what: 'one only, and it is named',
      held: 'u1:t1',
      most: 1,
      replaces: 't1',
      expected: 'ok: u1:t9',
    },
    { what: 'a second beside the first', held: 'u1:t1', most: 2, expected: 'ok: u1:t1 u1:t9' },
    {
      what: 'one of two is replaced',
      held: 'u1:t1 u1:t2',
      most: 2,
      replaces: 't2',
      expected: 'ok: u1:t1 u1:t9',
    },
    { what: 'a third', held: 'u1:t1 u1:t2', most: 2, expected: 'tokens_per_user_exceeded' },
    {
      what: 'a colleague’s is named',
      held: 'u2:t1',
      most: 2,
      replaces: 't1',
      expected: 'replaced_token_missing',
    },
    {
      what: 'none is held, one is named',
      held: '',
      most: 1,
      replaces: 't1',
      expected: 'replaced_token_missing',
    },
    {
      what: 'once two, now one: both give way',
      held: 'u1:t1 u1:t2',
      most: 1,
      expected: 'ok: u1:t9',
    },
  ];

  it.each(rows)('$what ($most): $expected', ({ held, most, replaces, expected }) => {
    const { decision, inForce } = registering(held, {
      edit: ({ relations }) => {
        relations.tokens_per_user = most;
      },
      replaces,
    });
    expect(decision.ok ? `ok: ${inForce}` : outcome(decision)).toBe(expected);
  });
});

describe('S0-08 S3-02 · users per token and assignment', () => {
  const rows: (Row & {
    assignment?: 'all_same' | 'all_different';
    perToken?: number;
    replacedByShipment?: string;
  })[] = [
    { what: 'any number', held: 'u2:t9 u3:t9', expected: 'ok' },
    {
      what: 'one each, and it is another’s',
      held: 'u2:t9',
      perToken: 1,
      expected: 'users_per_token_exceeded',
    },
    { what: 'two each, and one has it', held: 'u2:t9', perToken: 2, expected: 'ok' },
    {
      what: 'two each, and two have it',
      held: 'u2:t9 u3:t9',
      perToken: 2,
      expected: 'users_per_token_exceeded',
    },
    { what: 'all the same, the first', held: '', assignment: 'all_same', expected: 'ok' },
    { what: 'all the same, and it is', held: 'u2:t9', assignment: 'all_same', expected: 'ok' },
    {
      what: 'all the same, his own was another',
      held: 'u1:t1',
      assignment: 'all_same',
      expected: 'ok',
    },
    {
      what: 'all the same, a colleague’s is another',
      held: 'u2:t1',
      assignment: 'all_same',
      expected: 'assignment_differs',
    },
    {
      what: 'all the same, and this one replaces the colleague’s',
      held: 'u2:t1',
      assignment: 'all_same',
      replacedByShipment: 't1',
      expected: 'ok',
    },
    {
      what: 'all the same, the colleague’s has expired',
      held: 'u2:x1',
      assignment: 'all_same',
      expected: 'ok',
    },
    {
      what: 'all different, and it is nobody’s',
      held: 'u2:t1',
      assignment: 'all_different',
      expected: 'ok',
    },
    {
      what: 'all different, and a colleague has it',
      held: 'u2:t9',
      assignment: 'all_different',
      expected: 'assignment_differs',
    },
  ];

  it.each(rows)(
    '$what: $expected',
    ({ held, assignment, perToken, replacedByShipment, expected }) => {
      const { decision } = registering(held, {
        edit: ({ relations }) => {
          relations.assignment = assignment ?? 'any';
          relations.users_per_token = perToken ?? 'any';
        },
        ...(replacedByShipment === undefined ? {} : { replacedByShipment }),
      });
      expect(outcome(decision)).toBe(expected);
    },
  );
});

describe('S1-01 S1-11 · kinds', () => {
  type Kinds = Policy['adoption']['kinds'];
  const rows: (Row & { kinds: Kinds; chosen?: string; most?: number; migrating?: true })[] = [
    {
      what: 'mixed',
      held: 'u1:c1 u2:c1',
      kinds: 'free',
      most: 2,
      expected: 'ok: u1:c1 u1:t9 u2:c1',
    },
    {
      what: 'a colleague has a card',
      held: 'u2:c1',
      kinds: 'one_per_user',
      expected: 'ok: u1:t9 u2:c1',
    },
    {
      what: 'he keeps a card beside it',
      held: 'u1:c1',
      kinds: 'one_per_user',
      most: 2,
      expected: 'authenticator_not_for_contract',
    },
    { what: 'his card gives way', held: 'u1:c1', kinds: 'one_per_user', expected: 'ok: u1:t9' },
    { what: 'nothing was chosen', held: '', kinds: 'one_per_contract', expected: 'ok: u1:t9' },
    {
      what: 'nothing was chosen, a colleague has a card',
      held: 'u2:c1',
      kinds: 'one_per_contract',
      expected: 'authenticator_not_for_contract',
    },
    {
      what: 'cards were chosen',
      held: '',
      kinds: 'one_per_contract',
      chosen: 'card',
      expected: 'authenticator_not_for_contract',
    },
    {
      what: 'fobs were chosen',
      held: 'u2:t1',
      kinds: 'one_per_contract',
      chosen: 'fob',
      expected: 'ok: u1:t9 u2:t1',
    },
    {
      what: 'fobs were chosen instead of cards: all the old ones end',
      held: 'u1:c1 u2:c1 u3:c2',
      kinds: 'one_per_contract',
      chosen: 'fob',
      expected: 'ok: u1:t9',
    },
    {
      what: 'in a migration only his own',
      held: 'u1:c1 u2:c1',
      kinds: 'one_per_contract',
      chosen: 'card',
      migrating: true,
      expected: 'ok: u1:t9 u2:c1',
    },
  ];

  it.each(rows)(
    '$kinds · $what: $expected',
    ({ held, kinds, chosen, most, migrating, expected }) => {
      const { decision, inForce } = registering(held, {
        edit: ({ adoption, relations }) => {
          adoption.kinds = kinds;
          relations.tokens_per_user = most ?? 1;
          if (migrating)
            adoption.migration = { from: 'card', to: 'fob', cut_over_on: '2016-01-01' };
        },
        chosen: chosen ?? null,
      });
      expect(decision.ok ? `ok: ${inForce}` : outcome(decision)).toBe(expected);
    },
  );

  it('S1-11 · the old bindings end as changed in method, and their tokens leave service', () => {
    const { after } = registering('u1:c1 u2:c1', {
      edit: ({ adoption }) => {
        adoption.kinds = 'one_per_contract';
      },
      chosen: 'fob',
    });
    const [first, second] = after.bindings;
    expect([first?.endReason, second?.endReason]).toEqual(['method_changed', 'method_changed']);
    expect(after.tokens.find((one) => one.id === 'c1')).toMatchObject({
      state: 'retired',
      retireReason: 'replaced',
    });
    expect(after.users.map((one) => one.lastRevokedAt)).toEqual([null, null, null]);
  });

  it('S1-01 · the first registration chooses for a contract that never said', () => {
    const { after } = registering('', {
      edit: ({ adoption }) => {
        adoption.kinds = 'one_per_contract';
      },
    });
    expect(after.contract.authenticator).toBe('fob');
  });

  it('S4-01 · a kind that is not for this kind of contract is refused, and its code is spent', () => {
    const { decision, after } = registering('', {
      edit: ({ authenticators }) => {
        for (const one of authenticators) one.contract_kinds = ['retail'];
      },
    });
    expect(outcome(decision)).toBe('authenticator_not_for_contract');
    expect(after.tokens.at(-1)?.lastAcceptedStep).toBe(registeredStep);
    expect(after.users[0]?.guard.failures).toBe(0);
  });
});
