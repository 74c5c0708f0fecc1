import { describe, expect, it } from 'vitest';
import { tokyo } from '../testing/instants.ts';
import { policyWith } from '../testing/policies.ts';
import { aChallenge, aUser, aView, outcome, viewAfter } from '../testing/views.ts';
import type { Challenge } from './challenge.ts';
import { decideConsumption } from './decide-proof.ts';

const now = tokyo('2015-02-02T12:02:00.000');
const satisfied = { state: 'satisfied' as const, satisfiedAt: tokyo('2015-02-02T12:01:00.000') };

type Act = Omit<Parameters<typeof decideConsumption>[1], 'challengeId'>;

function consume(challenge: Partial<Challenge>, act: Act = {}, at = now) {
  const view = aView({
    users: [aUser('u1'), aUser('u2')],
    challenges: [aChallenge('x', { ...satisfied, ...challenge })],
  });
  const decision = decideConsumption(view, { challengeId: 'x', ...act }, at);
  return { decision, after: viewAfter(view, decision, { policy: policyWith(), now: at }) };
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
    { what: 'consumed', challenge: { state: 'consumed' }, expected: 'challenge_not_satisfied' },
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
    const again = decideConsumption(after, { challengeId: 'x' }, now);
    expect(outcome(again)).toBe('challenge_not_satisfied');
  });
});
