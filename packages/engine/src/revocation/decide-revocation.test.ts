import { describe, expect, it } from 'vitest';
import { requirementFor } from '../challenge/decide-challenge.ts';
import type { ContractView } from '../contract/contract-view.ts';
import { tokyo } from '../testing/instants.ts';
import { policyWith } from '../testing/policies.ts';
import {
  aBinding,
  aToken,
  aUser,
  aView,
  eventTypes,
  outcome,
  viewAfter,
} from '../testing/views.ts';
import type { ActingParty } from '../user/acting-party.ts';
import { decideVerification } from '../verification/decide-verification.ts';
import { decideRevocation, type Revoke } from './decide-revocation.ts';

const now = tokyo('2015-02-10T12:00:00.000');
const centre = now / 60_000;
const context = { policy: policyWith(), now };

const desk: ActingParty = { kind: 'staff', staffId: 's', desk: 'desk', evidence: 'form 7' };
const acting = (userId: string): ActingParty => ({ kind: 'user', userId });

/** A master, an admin and two members; `t1` is shared by three of them, `t2` is the admin's. */
function company(): ContractView {
  return aView({
    users: [
      aUser('master', { role: 'master' }),
      aUser('admin', { role: 'admin' }),
      aUser('u1'),
      aUser('u2'),
      aUser('free'),
    ],
    tokens: [aToken('t1'), aToken('t2')],
    bindings: [
      aBinding('master', 't1'),
      aBinding('u1', 't1'),
      aBinding('u2', 't1'),
      aBinding('admin', 't2'),
    ],
  });
}

function revoke(command: Partial<Revoke>, view = company()) {
  const full: Revoke = {
    target: { userIds: ['u1'] },
    reason: 'lost',
    acting: acting('master'),
    ...command,
  };
  const decision = decideRevocation(view, full, context);
  return { decision, after: viewAfter(view, decision, context) };
}

describe('who may revoke what', () => {
  const users = (...userIds: string[]) => ({ userIds });
  const rows: { what: string; command: Partial<Revoke>; expected: string }[] = [
    { what: 'a master', command: {}, expected: 'ok' },
    { what: 'an admin', command: { acting: acting('admin') }, expected: 'ok' },
    { what: 'a member', command: { acting: acting('u2') }, expected: 'role_not_allowed' },
    { what: 'nobody known', command: { acting: acting('u9') }, expected: 'user_unknown' },
    { what: 'the desk', command: { acting: desk }, expected: 'ok' },
    {
      what: 'another desk',
      command: { acting: { ...desk, desk: 'other' } },
      expected: 'desk_not_allowed',
    },
    {
      what: 'a master, a whole token',
      command: { target: { tokenId: 't1' } },
      expected: 'institution_only',
    },
    {
      what: 'the desk, a whole token',
      command: { target: { tokenId: 't1' }, acting: desk },
      expected: 'ok',
    },
    {
      what: 'the desk, an unknown token',
      command: { target: { tokenId: 't9' }, acting: desk },
      expected: 'token_unknown',
    },
    { what: 'two users', command: { target: users('u1', 'admin') }, expected: 'ok' },
    { what: 'an unknown user', command: { target: users('u9') }, expected: 'user_unknown' },
    {
      what: 'one with, one without a token',
      command: { target: users('u1', 'free') },
      expected: 'not_in_service',
    },
    { what: 'himself', command: { target: users('master') }, expected: 'ok' },
  ];

  it.each(rows)('S0-10 · $what: $expected', ({ command, expected }) => {
    const { decision } = revoke(command);
    expect(outcome(decision)).toBe(expected);
    if (!decision.ok) expect(decision.events).toEqual([]);
  });
});

describe('what ends', () => {
  const rows: { ticked: string[]; left: string[] }[] = [
    { ticked: ['u1'], left: ['master', 'u2', 'admin'] },
    { ticked: ['u1', 'u2'], left: ['master', 'admin'] },
    { ticked: ['master', 'u1', 'u2'], left: ['admin'] },
    { ticked: ['u1', 'admin'], left: ['master', 'u2'] },
    { ticked: ['u1', 'u1'], left: ['master', 'u2', 'admin'] },
  ];

  it.each(rows)('S0-10 row 33 · $ticked ticked: $left verify on', ({ ticked, left }) => {
    const { decision, after } = revoke({ target: { userIds: ticked }, reason: 'revoked' });
    const verifying = ['master', 'u1', 'u2', 'admin'].filter(
      (userId) =>
        decideVerification(after, { userId, matches: [centre], wellFormed: true }, context).ok,
    );
    expect(verifying).toEqual(left.toSorted((a, b) => order(a) - order(b)));
    expect(decision.events).toHaveLength(new Set(ticked).size);
    // The token itself goes on.
    expect(after.tokens.map((token) => token.state)).toEqual(['in_service', 'in_service']);
  });

  function order(userId: string): number {
    return ['master', 'u1', 'u2', 'admin'].indexOf(userId);
  }

  it.each(['lost', 'stolen', 'broken', 'revoked'] as const)(
    'S0-10 S0-13 · the binding keeps when and why it ended: %s',
    (reason) => {
      const { after } = revoke({ reason });
      const ended = after.bindings.find((one) => one.userId === 'u1');
      expect(ended).toMatchObject({ endedAt: now, endReason: reason });
    },
  );
});

describe('reports of loss', () => {
  const rows: { reason: Revoke['reason']; users: string[]; lost: string[] }[] = [
    { reason: 'lost', users: ['u1'], lost: ['t1'] },
    { reason: 'stolen', users: ['u1', 'u2'], lost: ['t1'] },
    { reason: 'lost', users: ['u1', 'admin'], lost: ['t1', 't2'] },
    { reason: 'broken', users: ['u1'], lost: [] },
    { reason: 'revoked', users: ['u1'], lost: [] },
  ];

  it.each(rows)('S0-10 · $reason for $users: $lost reported', ({ reason, users, lost }) => {
    const { after } = revoke({ reason, target: { userIds: users } });
    const reported = after.tokens.filter((token) => token.lostReportedAt === now);
    expect(reported.map((token) => token.id)).toEqual(lost);
  });

  it('S0-13 · the first report stands', () => {
    const earlier = now - 86_400_000;
    const view = {
      ...company(),
      tokens: [aToken('t1', { lostReportedAt: earlier }), aToken('t2')],
    };
    for (const target of [{ userIds: ['u1'] }, { tokenId: 't1' }]) {
      const { after } = revoke({ target, acting: desk }, view);
      expect(after.tokens[0]?.lostReportedAt).toBe(earlier);
    }
  });
});

describe('the desk ends a token for all', () => {
  it.each([
    { reason: 'lost' as const, first: ['token_loss_reported'] },
    { reason: 'broken' as const, first: [] },
  ])('S0-10 S0-14 · $reason: every binding and the token', ({ reason, first }) => {
    const { decision, after } = revoke({ target: { tokenId: 't1' }, reason, acting: desk });
    const ended = ['binding_ended', 'binding_ended', 'binding_ended'];
    expect(eventTypes(decision)).toEqual([...first, ...ended, 'token_retired']);
    expect(after.tokens[0]).toMatchObject({ state: 'retired', retireReason: reason });
    expect(after.bindings.filter((one) => one.endedAt === null)).toMatchObject([
      { userId: 'admin' },
    ]);
    const again = revoke({ target: { tokenId: 't1' }, reason, acting: desk }, after);
    expect(outcome(again.decision)).toBe('not_in_service');
  });
});

describe('whose own token is lost', () => {
  it('S0-10 · cannot answer for a revocation any more, and the desk does it', () => {
    const view = revoke({ target: { userIds: ['master'] }, acting: desk }).after;
    const command = { challengeId: 'x', userId: 'master', facts: { operation: 'change_user' } };
    const answer = requirementFor(view, command, context);
    expect(answer.ok && answer.requirement.required).toBe('registration');
    expect(outcome(revoke({ acting: desk }, view).decision)).toBe('ok');
  });
});
