import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { requirementFor } from '../challenge/decide-challenge.ts';
import type { Policy } from '../policy/policy-schema.ts';
import { type Command, type Moment, play } from '../testing/history.ts';
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
} from '../testing/views.ts';
import type { ContractView } from './contract-view.ts';

/** A stricter policy may refuse more. It never accepts what a milder one refused. */
const start = tokyo('2015-02-09T12:00:00.000');

describe('stricter locks', () => {
  const user = fc.constantFrom('u1', 'u2');
  const typed = fc.record({
    wellFormed: fc.constantFrom(true, true, true, false),
    offsets: fc.oneof(
      fc.constant([]),
      fc.integer({ min: -2, max: 4 }).map((one) => [one]),
    ),
  });
  const command: fc.Arbitrary<Command> = fc.oneof(
    { weight: 1, arbitrary: fc.record({ act: fc.constant('wait'), ms: fc.nat(150_000) }) },
    { weight: 6, arbitrary: fc.record({ act: fc.constant('verify'), user, typed }) },
  );
  /** Two users with a token each: where a token is shared, one's refusal may spare another's code. */
  const beginning: Moment = {
    now: start,
    view: aView({
      users: [aUser('u1'), aUser('u2')],
      tokens: [aToken('t1'), aHotpToken('t2')],
      bindings: [aBinding('u1', 't1'), aBinding('u2', 't2')],
    }),
  };
  const limits = fc.record({
    threshold: fc.integer({ min: 1, max: 6 }),
    cap: fc.integer({ min: 1, max: 8 }),
    counting: fc.constantFrom('consecutive' as const, 'cumulative' as const),
    scope: fc.constantFrom('user_otp' as const, 'token' as const, 'user_service' as const),
  });
  const less = fc.record({ threshold: fc.nat(3), cap: fc.nat(3), cumulative: fc.boolean() });

  it('ALL-06 row 12 · accept a part of what milder ones accept', () => {
    let [accepted, spared] = [0, 0];
    fc.assert(
      fc.property(
        limits,
        less,
        fc.array(command, { maxLength: 40, size: 'max' }),
        (mild, by, all) => {
          const milder = policyWith(({ lockout }) => void Object.assign(lockout, mild));
          const stricter = policyWith(({ lockout }) => {
            Object.assign(lockout, mild, by.cumulative ? { counting: 'cumulative' } : {});
            lockout.threshold = Math.max(1, mild.threshold - by.threshold);
            lockout.cap = Math.max(1, mild.cap - by.cap);
          });
          const mildly = play(beginning, all, milder).map(({ decision }) => decision.ok);
          const strictly = play(beginning, all, stricter).map(({ decision }) => decision.ok);
          strictly.forEach((ok, index) => {
            if (ok) expect(mildly[index]).toBe(true);
            if (all[index]?.act !== 'verify') return;
            accepted += Number(ok);
            spared += Number(mildly[index] && !ok);
          });
        },
      ),
      { seed: 20_150_209, numRuns: 500 },
    );
    // Both happen, or the property says nothing.
    expect(accepted).toBeGreaterThan(100);
    expect(spared).toBeGreaterThan(100);
  });
});

/** What the institution may tighten, and how much. */
interface Severity {
  readonly service: boolean;
  readonly login: boolean;
  readonly cooldown: number;
  readonly hold: number;
  readonly limit: number;
  readonly stop: boolean;
  readonly sameDay: boolean;
}

function policyOf(severity: Severity): Policy {
  return policyWith((policy) => {
    const { lockout, revocation, enrolment } = policy;
    if (severity.service) lockout.scope = 'user_service';
    if (severity.login) lockout.also_stops = ['login'];
    if (severity.cooldown > 0)
      revocation.cooldown = { minutes: severity.cooldown, refuses: ['login'] };
    enrolment.hold_hours = severity.hold;
    const yen = 1_000 - severity.limit;
    policy.limits.per_operation = [
      { operations: ['one_off_transfer'], with_otp_yen: yen, without_otp_yen: yen },
    ];
    if (severity.stop)
      policy.emergency_stop = { roles: [], scheduled_transfers: 'stop', lifted_by_desk: 'desk' };
    if (severity.sameDay)
      policy.same_day = {
        operations: ['one_off_transfer'],
        requires: ['call'],
        measures: [],
        resumes: 'at_once',
      };
  });
}

describe('stricter obstacles', () => {
  const severity = fc.record({
    service: fc.boolean(),
    login: fc.boolean(),
    cooldown: fc.nat(30),
    hold: fc.nat(48),
    limit: fc.nat(1_000),
    stop: fc.boolean(),
    sameDay: fc.boolean(),
  });
  const more = fc.record({
    service: fc.boolean(),
    login: fc.boolean(),
    cooldown: fc.nat(30),
    hold: fc.nat(48),
    limit: fc.nat(500),
    stop: fc.boolean(),
    sameDay: fc.boolean(),
  });
  const situation = fc.record({
    locked: fc.boolean(),
    tokenLocked: fc.boolean(),
    bound: fc.boolean(),
    stopped: fc.boolean(),
    agoMs: fc.nat(60 * 3_600_000),
    operation: fc.constantFrom('login', 'one_off_transfer', 'registered_transfer', 'change_user'),
    amountYen: fc.nat(1_500),
    sameDay: fc.boolean(),
  });
  const guard = lockedGuard();

  function viewOf(of: typeof situation extends fc.Arbitrary<infer T> ? T : never): ContractView {
    const ago = start - of.agoMs;
    const permissions = ['one_off_transfer', 'registered_transfer'];
    const user = { role: 'admin' as const, permissions, lastRevokedAt: ago };
    return aView({
      contract: aContract({ stoppedAt: of.stopped ? ago : null }),
      users: [aUser('u1', of.locked ? { ...user, guard } : user)],
      tokens: [aToken('t1', of.tokenLocked ? { guard } : {})],
      bindings: of.bound ? [aBinding('u1', 't1', { startedAt: ago })] : [],
    });
  }

  it('S2-04 S2-07 S3-09 · what a milder policy blocks, a stricter one blocks too', () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(severity, more, situation, (mild, by, of) => {
        const strict: Severity = {
          service: mild.service || by.service,
          login: mild.login || by.login,
          cooldown: mild.cooldown + by.cooldown,
          hold: mild.hold + by.hold,
          limit: Math.min(1_000, mild.limit + by.limit),
          stop: mild.stop || by.stop,
          sameDay: mild.sameDay || by.sameDay,
        };
        const { operation, amountYen, sameDay } = of;
        const stage = { approval: 'none', stage: 'commit' } as const;
        const facts = { operation, amountYen, sameDay, ...stage };
        const command = { challengeId: 'x', userId: 'u1', facts };
        const [mildly, strictly] = [mild, strict].map((one) => {
          const answer = requirementFor(viewOf(of), command, { policy: policyOf(one), now: start });
          if (!answer.ok) throw new Error('the question can be asked');
          return answer.requirement;
        });
        if (mildly?.required === 'blocked') expect(strictly?.required).toBe('blocked');
        if (strictly?.required === 'blocked') seen.add(strictly.reason);
      }),
      { seed: 20_150_210, numRuns: 2_000 },
    );
    expect([...seen].toSorted()).toEqual([
      'cooldown',
      'emergency_stopped',
      'held_after_registration',
      'over_limit',
      'same_day_suspended',
      'token_locked',
      'user_locked',
    ]);
  });
});
