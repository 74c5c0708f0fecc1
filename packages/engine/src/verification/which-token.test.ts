import { describe, expect, it } from 'vitest';
import type { ContractView } from '../contract/contract-view.ts';
import type { Policy } from '../policy/policy-schema.ts';
import { tokyo } from '../testing/instants.ts';
import { policyWith } from '../testing/policies.ts';
import {
  aBinding,
  aContract,
  aHotpToken,
  aToken,
  aUser,
  aView,
  lockedGuard,
  outcome,
  viewAfter,
} from '../testing/views.ts';
import type { Token } from '../token/token.ts';
import { decideVerification } from './decide-verification.ts';
import { candidateSteps } from './matching-steps.ts';

const now = tokyo('2015-02-02T12:00:00.000');
const centre = now / 60_000;

/** `u1` has a fob and a card, `u2` a fob of his own. */
function twoTokens(fob: Partial<Token> = {}, card: Partial<Token> = {}): ContractView {
  return aView({
    users: [aUser('u1'), aUser('u2')],
    tokens: [aToken('t1', fob), aHotpToken('t2', card), aToken('t3')],
    bindings: [aBinding('u1', 't1'), aBinding('u1', 't2'), aBinding('u2', 't3')],
  });
}

function verify(
  view: ContractView,
  tokenId: string | undefined,
  step: number,
  policy = policyWith(),
) {
  const context = { policy, now };
  const command = { userId: 'u1', tokenId, matches: [step], wellFormed: true };
  const decision = decideVerification(view, command, context);
  return { decision, after: viewAfter(view, decision, context) };
}

describe('a code is of one token', () => {
  const rows: { what: string; tokenId: string | undefined; step: number; marks: number[] }[] = [
    { what: 'his first by default', tokenId: undefined, step: centre, marks: [centre, -1, -1] },
    { what: 'the fob', tokenId: 't1', step: centre, marks: [centre, -1, -1] },
    { what: 'the card', tokenId: 't2', step: 3, marks: [-1, 3, -1] },
  ];

  it.each(rows)('ALL-01 · $what: the marks are $marks', ({ tokenId, step, marks }) => {
    const { decision, after } = verify(twoTokens(), tokenId, step);
    expect(outcome(decision)).toBe('ok');
    expect(after.tokens.map((token) => token.lastAcceptedStep)).toEqual(marks);
  });

  it.each(['t3', 't9'])(
    'ALL-01 row 27 · steps of %s, which is not his, say nothing of his own',
    (id) => {
      const { decision, after } = verify(twoTokens(), id, centre);
      expect(outcome(decision)).toBe('not_enrolled');
      expect(after.tokens).toEqual(twoTokens().tokens);
      expect(after.users[0]?.guard.failures).toBe(1);
    },
  );

  it('S0-10 · nor do those of one that was his', () => {
    const view = twoTokens();
    const ended = aBinding('u1', 't2', { endedAt: now - 1, endReason: 'lost' });
    const bindings = [aBinding('u1', 't1'), ended];
    expect(outcome(verify({ ...view, bindings }, 't2', 3).decision)).toBe('not_enrolled');
  });

  it.each([
    { tokenId: 't1', expected: 'token_locked' },
    { tokenId: 't2', expected: 'ok' },
  ])('S1-09 · the fob is locked, a code of $tokenId: $expected', ({ tokenId, expected }) => {
    const view = twoTokens({ guard: lockedGuard() });
    const policy = policyWith(({ lockout }) => {
      lockout.scope = 'token';
    });
    const step = tokenId === 't1' ? centre : 3;
    expect(outcome(verify(view, tokenId, step, policy).decision)).toBe(expected);
  });
});

describe('what refuses every code', () => {
  const stops = (policy: Policy) => {
    policy.emergency_stop = { roles: [], scheduled_transfers: 'go_on', lifted_by_desk: 'desk' };
  };
  const cutOver = ({ adoption }: Policy) => {
    adoption.migration = { from: 'fob', to: 'card', cut_over_on: '2015-02-02' };
  };
  const stopped = { contract: aContract({ stoppedAt: now - 1 }) };
  const rows: {
    what: string;
    token?: Partial<Token>;
    view?: Partial<ContractView>;
    edit?: (policy: Policy) => void;
    expected: string;
  }[] = [
    { what: 'an emergency stop', view: stopped, edit: stops, expected: 'service_stopped' },
    { what: 'a stop where there is none', view: stopped, expected: 'ok' },
    { what: 'a paused token', token: { suspendedAt: now - 1 }, expected: 'token_suspended' },
    { what: 'the cut-over to another kind', edit: cutOver, expected: 'token_expired' },
    {
      what: 'the cut-over of tomorrow',
      edit: ({ adoption }) => {
        adoption.migration = { from: 'fob', to: 'card', cut_over_on: '2015-02-03' };
      },
      expected: 'ok',
    },
    {
      what: 'a pause of a locked token',
      token: { suspendedAt: 1, guard: lockedGuard() },
      expected: 'token_locked',
    },
  ];

  it.each(rows)('S0-12 ALL-02 row 28 · $what: $expected', ({ token, view, edit, expected }) => {
    const whole = { ...twoTokens(token), ...view };
    expect(outcome(verify(whole, undefined, centre, policyWith(edit)).decision)).toBe(expected);
  });
});

describe('a code that came by mail', () => {
  const sentAt = tokyo('2015-02-02T11:50:00.000');
  const mail = (policy: Policy) => {
    const [, card] = policy.authenticators;
    if (!card) throw new Error('the sample policy has a card');
    const lifetime = { lifetime_seconds: 600, resend_after_seconds: 60, per_day: 10 };
    policy.authenticators = [{ ...card, id: 'mail', kind: 'email_code', mail_code: lifetime }];
  };
  const policy = policyWith(mail);
  const address = (parts: Partial<Token> = {}) =>
    aHotpToken('t1', {
      form: 'email',
      mailedCode: { counter: 7, sentAt, ofTheDay: 1 },
      lastAcceptedStep: 5,
      ...parts,
    });
  const rows: { what: string; token: Token; at: number; expected: string }[] = [
    { what: 'at once', token: address(), at: sentAt, expected: 'ok' },
    { what: 'after 9:59.999', token: address(), at: sentAt + 599_999, expected: 'ok' },
    { what: 'after 10:00.000', token: address(), at: sentAt + 600_000, expected: 'code_expired' },
    {
      what: 'never mailed',
      token: address({ mailedCode: null }),
      at: sentAt,
      expected: 'code_expired',
    },
    {
      what: 'accepted before',
      token: address({ lastAcceptedStep: 7 }),
      at: sentAt + 1,
      expected: 'code_replayed',
    },
  ];

  it.each(rows)('ALL-01 ALL-02 · $what: $expected', ({ token, at, expected }) => {
    const view = aView({
      users: [aUser('u1')],
      tokens: [token],
      bindings: [aBinding('u1', 't1')],
    });
    const command = { userId: 'u1', matches: [7], wellFormed: true };
    const decision = decideVerification(view, command, { policy, now: at });
    expect(outcome(decision)).toBe(expected);
  });

  it('ALL-01 · only the last one is compared at all', () => {
    expect(candidateSteps(address(), 10, sentAt)).toEqual([7]);
    expect(candidateSteps(address({ mailedCode: null }), 10, sentAt)).toEqual([]);
  });
});
