import { describe, expect, it } from 'vitest';
import type { ContractView } from '../contract/contract-view.ts';
import { tokyo } from '../testing/instants.ts';
import { policyWith } from '../testing/policies.ts';
import {
  aBinding,
  aChallenge,
  aContract,
  aToken,
  aUser,
  lockedGuard,
  outcome,
  sharing,
  viewAfter,
} from '../testing/views.ts';
import type { Challenge } from './challenge.ts';
import { type ConsumedFor, decideConsumption } from './decide-consumption.ts';

const now = tokyo('2015-02-02T12:02:00.000');
const satisfied = { state: 'satisfied' as const, satisfiedAt: tokyo('2015-02-02T12:01:00.000') };

type Act = ConsumedFor;

function consume(challenge: Partial<Challenge>, act: Act = {}, at = now) {
  const view = {
    ...sharing(aUser('u1'), aUser('u2')),
    challenges: [aChallenge('x', { ...satisfied, ...challenge })],
  };
  const context = { policy: policyWith(), now: at };
  const decision = decideConsumption(view, { challengeId: 'x', ...act }, context);
  return { decision, after: viewAfter(view, decision, context) };
}

describe('a satisfied challenge serves the act that it was made for', () => {
  const targets = { targetUserIds: ['u1', 'u2'] };
  const rows: { what: string; challenge?: Partial<Challenge>; act?: Act; expected: string }[] = [
    { what: 'no claim', expected: 'ok' },
    { what: 'the same user', act: { userId: 'u1' }, expected: 'ok' },
    { what: 'another user', act: { userId: 'u2' }, expected: 'challenge_mismatch' },
    { what: 'the same operation', act: { operation: 'one_off_transfer' }, expected: 'ok' },
    { what: 'another one', act: { operation: 'change_user' }, expected: 'challenge_mismatch' },
    { what: 'no targets', act: { targetUserIds: [] }, expected: 'ok' },
    { what: 'the same targets', challenge: targets, act: targets, expected: 'ok' },
    {
      what: 'the same targets in another order',
      challenge: targets,
      act: { targetUserIds: ['u2', 'u1'] },
      expected: 'ok',
    },
    {
      what: 'one target less',
      challenge: targets,
      act: { targetUserIds: ['u1'] },
      expected: 'challenge_mismatch',
    },
    {
      what: 'one target more',
      challenge: { targetUserIds: ['u1'] },
      act: targets,
      expected: 'challenge_mismatch',
    },
    {
      what: 'one target twice instead of two',
      challenge: targets,
      act: { targetUserIds: ['u1', 'u1'] },
      expected: 'challenge_mismatch',
    },
    {
      what: 'two targets for one named twice',
      challenge: { targetUserIds: ['u1', 'u1'] },
      act: targets,
      expected: 'challenge_mismatch',
    },
    {
      what: 'other targets',
      challenge: { targetUserIds: ['u1'] },
      act: { targetUserIds: ['u2'] },
      expected: 'challenge_mismatch',
    },
    { what: 'still open', challenge: { state: 'open' }, expected: 'challenge_not_satisfied' },
    { what: 'consumed', challenge: { state: 'consumed' }, expected: 'challenge_consumed' },
    { what: 'of another id', challenge: { id: 'y' }, expected: 'challenge_unknown' },
    { what: 'of a removed user', challenge: { userId: 'u9' }, expected: 'user_unknown' },
  ];

  it.each(rows)('S0-07 row 9 · $what: $expected', ({ challenge, act, expected }) => {
    expect(outcome(consume(challenge ?? {}, act).decision)).toBe(expected);
  });

  it.each([
    { at: '2015-02-02T12:04:59.999', expected: 'ok' },
    { at: '2015-02-02T12:05:00.000', expected: 'challenge_expired' },
  ])('ALL-02 · consumed at $at: $expected', ({ at, expected }) => {
    expect(outcome(consume({}, {}, tokyo(at)).decision)).toBe(expected);
  });

  it('row 9 · once', () => {
    const { after } = consume({});
    expect(after.challenges[0]?.state).toBe('consumed');
    const again = decideConsumption(after, { challengeId: 'x' }, { policy: policyWith(), now });
    expect(outcome(again)).toBe('challenge_consumed');
  });
});

describe('what is carried out is what was approved', () => {
  const details = (change: object) => JSON.stringify({ user_change: change });
  const added = { login_id: 'jiro', name: '次郎', role: 'member', permissions: ['a', 'b'] };
  const act = { loginId: 'jiro', name: '次郎', role: 'member', permissions: ['b', 'a'] } as const;
  const rows: {
    what: string;
    details: string;
    userChange: NonNullable<Act['userChange']> | null;
    expected: string;
  }[] = [
    { what: 'the same', details: details(added), userChange: act, expected: 'ok' },
    {
      what: 'another name',
      details: details(added),
      userChange: { ...act, name: '三郎' },
      expected: 'challenge_mismatch',
    },
    {
      what: 'another login ID',
      details: details(added),
      userChange: { ...act, loginId: 'saburo' },
      expected: 'challenge_mismatch',
    },
    {
      what: 'another role',
      details: details(added),
      userChange: { ...act, role: 'master' },
      expected: 'challenge_mismatch',
    },
    {
      what: 'a permission more',
      details: details(added),
      userChange: { ...act, permissions: ['a', 'b', 'c'] },
      expected: 'challenge_mismatch',
    },
    {
      what: 'a member more than approved',
      details: details({ name: '次郎' }),
      userChange: { name: '次郎', permissions: [] },
      expected: 'challenge_mismatch',
    },
    {
      what: 'a member less than approved',
      details: details({ name: '次郎', role: 'member' }),
      userChange: { name: '次郎' },
      expected: 'challenge_mismatch',
    },
    { what: 'nothing approved', details: '{}', userChange: act, expected: 'challenge_mismatch' },
    { what: 'a removal', details: '{}', userChange: null, expected: 'ok' },
    {
      what: 'a removal for a change',
      details: details({ name: '次郎' }),
      userChange: null,
      expected: 'challenge_mismatch',
    },
  ];

  it.each(rows)('S0-07 · $what: $expected', ({ details: text, userChange, expected }) => {
    const { decision } = consume({ details: text }, { userChange });
    expect(outcome(decision)).toBe(expected);
  });
});

describe('what has come between the proof and the act', () => {
  const commit = JSON.stringify({ approval: 'none', stage: 'commit' });
  const spared = { required: 'fixed_factors', factors: ['pin'], details: commit } as const;
  const both = sharing(aUser('u1'));
  const unbound = { ...both, bindings: [] };
  const inGrace = aContract({ firstDeliveredAt: tokyo('2015-02-01') });
  const later = { startedAt: tokyo('2015-02-02T12:01:30.000') };
  const rows: {
    what: string;
    view: ContractView;
    challenge?: Partial<Challenge>;
    expected: string;
  }[] = [
    { what: 'nothing', view: both, expected: 'ok' },
    {
      what: 'his lock',
      view: sharing(aUser('u1', { guard: lockedGuard() })),
      expected: 'challenge_blocked',
    },
    {
      what: 'his lock, where no code was asked',
      view: sharing(aUser('u1', { guard: lockedGuard() })),
      challenge: { required: 'fixed_factors', factors: ['pin'] },
      expected: 'ok',
    },
    {
      what: 'a lock of his token',
      view: { ...both, tokens: [aToken('t1', { guard: lockedGuard() })] },
      expected: 'challenge_blocked',
    },
    { what: 'a revocation', view: unbound, expected: 'challenge_needs_registration' },
    {
      what: 'a new token',
      view: { ...both, bindings: [aBinding('u1', 't1', later)] },
      expected: 'challenge_mismatch',
    },
    {
      what: 'grace goes on',
      view: { ...unbound, contract: inGrace },
      challenge: { ...spared, reason: 'grace' },
      expected: 'ok',
    },
    {
      what: 'the end of grace',
      view: { ...unbound, contract: aContract({ firstDeliveredAt: tokyo('2015-01-02') }) },
      challenge: { ...spared, reason: 'grace' },
      expected: 'challenge_needs_registration',
    },
    {
      what: 'his registration',
      view: { ...both, contract: inGrace },
      challenge: { ...spared, reason: 'grace' },
      expected: 'challenge_needs_registration',
    },
    {
      what: 'the loss of his permission',
      view: { ...sharing(aUser('u1', { permissions: [] })), contract: inGrace },
      challenge: { ...spared, reason: 'not_adopted' },
      expected: 'challenge_blocked',
    },
  ];

  it.each(rows)('S0-04 S0-09 S0-10 ALL-02 · $what: $expected', (row) => {
    const view = { ...row.view, challenges: [aChallenge('x', { ...satisfied, ...row.challenge })] };
    const decision = decideConsumption(view, { challengeId: 'x' }, { policy: policyWith(), now });
    expect(outcome(decision)).toBe(row.expected);
  });
});
