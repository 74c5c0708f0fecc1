import { describe, expect, it } from 'vitest';
import type { ContractView } from '../contract/contract-view.ts';
import type { Policy } from '../policy/policy-schema.ts';
import { tokyo } from '../testing/instants.ts';
import { policyWith } from '../testing/policies.ts';
import {
  aBinding,
  aChallenge,
  aContract,
  aHotpToken,
  aToken,
  aUser,
  eventTypes,
  lockedGuard,
  outcome,
  sharing,
} from '../testing/views.ts';
import type { Challenge } from './challenge.ts';
import { decideConsumption } from './decide-consumption.ts';
import { decideProof } from './decide-proof.ts';

/**
 * A stop works at once: also between the question and the proof, and between the proof and the act.
 */
const now = tokyo('2015-02-02T12:02:00.000');
const details = JSON.stringify({ approval: 'none', stage: 'commit', amount_yen: 600 });
const fixed = { required: 'fixed_factors', factors: ['pin'], reason: 'rule', details } as const;
const coded = { required: 'otp', factors: ['pin', 'otp'], reason: 'rule', details } as const;

const stopping = (policy: Policy) => {
  policy.emergency_stop = {
    roles: ['master'],
    scheduled_transfers: 'stop',
    lifted_by_desk: 'desk',
  };
};
const wholeService = ({ lockout }: Policy) => {
  lockout.scope = 'user_service';
};
const limited = ({ limits }: Policy) => {
  limits.per_operation = [
    { operations: ['one_off_transfer'], with_otp_yen: 600, without_otp_yen: 599 },
  ];
};

const bound = sharing(aUser('u1'));
const stopped = { ...bound, contract: aContract({ stoppedAt: now - 1 }) };
const locked = sharing(aUser('u1', { guard: lockedGuard() }));
const unbound = { ...bound, bindings: [] };

interface Row {
  readonly what: string;
  readonly view: ContractView;
  readonly edit: (policy: Policy) => void;
  readonly challenge: Partial<Challenge>;
  readonly expected: string;
}

describe('between the question and the proof', () => {
  const rows: Row[] = [
    { what: 'nothing', view: bound, edit: stopping, challenge: fixed, expected: 'ok' },
    {
      what: 'an emergency stop',
      view: stopped,
      edit: stopping,
      challenge: fixed,
      expected: 'challenge_blocked',
    },
    {
      what: 'a lock of the whole service',
      view: locked,
      edit: wholeService,
      challenge: fixed,
      expected: 'challenge_blocked',
    },
    {
      what: 'a lock of the OTP, where none is asked',
      view: locked,
      edit: () => {},
      challenge: fixed,
      expected: 'ok',
    },
    {
      what: 'a limit that fell',
      view: unbound,
      edit: limited,
      challenge: fixed,
      expected: 'challenge_blocked',
    },
    { what: 'a limit that holds', view: bound, edit: limited, challenge: fixed, expected: 'ok' },
    // At the prompt of a code all looks alike: the verification refuses, and counts (ALL-07).
    {
      what: 'an emergency stop, with a code',
      view: stopped,
      edit: stopping,
      challenge: coded,
      expected: 'service_stopped',
    },
    {
      what: 'a lock of the whole service, with a code',
      view: locked,
      edit: wholeService,
      challenge: coded,
      expected: 'user_locked',
    },
  ];

  it.each(rows)('S2-04 ALL-07 · $what: $expected', ({ view, edit, challenge, expected }) => {
    const asked = { ...view, challenges: [aChallenge('x', challenge)] };
    const pin = { kind: 'pin', checkedAt: now };
    const code = { matches: [now / 60_000], wellFormed: true };
    const command = { challengeId: 'x', factors: [pin], code };
    const decision = decideProof(asked, command, { policy: policyWith(edit), now });
    expect(outcome(decision)).toBe(expected);
    expect(eventTypes(decision).includes('otp_refused')).toBe(
      challenge.required === 'otp' && !decision.ok,
    );
  });
});

describe('between the proof and the act', () => {
  const rows: Row[] = [
    { what: 'nothing', view: bound, edit: stopping, challenge: coded, expected: 'ok' },
    {
      what: 'nothing, without a code',
      view: bound,
      edit: stopping,
      challenge: fixed,
      expected: 'ok',
    },
    {
      what: 'an emergency stop',
      view: stopped,
      edit: stopping,
      challenge: coded,
      expected: 'challenge_blocked',
    },
    {
      what: 'an emergency stop, without a code',
      view: stopped,
      edit: stopping,
      challenge: fixed,
      expected: 'challenge_blocked',
    },
    {
      what: 'an emergency stop, nothing asked',
      view: stopped,
      edit: stopping,
      challenge: { ...fixed, required: 'none', factors: [] },
      expected: 'challenge_blocked',
    },
    {
      what: 'a lock of the whole service, without a code',
      view: locked,
      edit: wholeService,
      challenge: fixed,
      expected: 'challenge_blocked',
    },
    {
      what: 'a lock of the OTP, without a code',
      view: locked,
      edit: () => {},
      challenge: fixed,
      expected: 'ok',
    },
    {
      what: 'a limit that fell',
      view: unbound,
      edit: limited,
      challenge: fixed,
      expected: 'challenge_blocked',
    },
  ];

  it.each(rows)('S2-04 ALL-02 · $what: $expected', ({ view, edit, challenge, expected }) => {
    const satisfied = { state: 'satisfied' as const, satisfiedAt: now - 1_000 };
    const asked = { ...view, challenges: [aChallenge('x', { ...challenge, ...satisfied })] };
    const context = { policy: policyWith(edit), now };
    expect(outcome(decideConsumption(asked, { challengeId: 'x' }, context))).toBe(expected);
  });
});

describe('between the proof and the act, where a user has two tokens', () => {
  const satisfiedAt = now - 1_000;
  const two = (first: Partial<ReturnType<typeof aToken>>, second = first): ContractView => ({
    ...bound,
    tokens: [aToken('t1', first), aHotpToken('t2', second)],
    bindings: [aBinding('u1', 't1'), aBinding('u1', 't2')],
  });
  const late = { startedAt: now - 1 };
  const rows: { what: string; view: ContractView; expected: string }[] = [
    { what: 'one lock', view: two({ guard: lockedGuard() }, {}), expected: 'ok' },
    { what: 'two locks', view: two({ guard: lockedGuard() }), expected: 'challenge_blocked' },
    {
      what: 'a further token',
      view: { ...two({}), bindings: [aBinding('u1', 't1'), aBinding('u1', 't2', late)] },
      expected: 'ok',
    },
    {
      what: 'two other tokens',
      view: { ...two({}), bindings: [aBinding('u1', 't1', late), aBinding('u1', 't2', late)] },
      expected: 'challenge_mismatch',
    },
    {
      what: 'the loss of both',
      view: { ...two({}), bindings: [] },
      expected: 'challenge_needs_registration',
    },
  ];

  it.each(rows)('S0-09 S0-10 · $what: $expected', ({ view, expected }) => {
    const challenge = aChallenge('x', { ...coded, state: 'satisfied', satisfiedAt });
    const context = { policy: policyWith(), now };
    const asked = { ...view, challenges: [challenge] };
    expect(outcome(decideConsumption(asked, { challengeId: 'x' }, context))).toBe(expected);
  });
});
