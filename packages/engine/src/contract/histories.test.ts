import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DomainEvent } from '../audit/events.ts';
import { lockAt } from '../lockout/guard.ts';
import type { Policy } from '../policy/policy-schema.ts';
import {
  beginning,
  type Command,
  type Moment,
  type Passage,
  play,
  tokenIds,
  userIds,
} from '../testing/history.ts';
import { tokyo } from '../testing/instants.ts';
import { policyWith } from '../testing/policies.ts';
import { aToken, aUser, aView } from '../testing/views.ts';
import { bindingOf, findToken } from './contract-view.ts';
import { evolve } from './evolve.ts';

const start = tokyo('2015-01-20T12:00:00.000');
const user = fc.constantFrom(...userIds);
const token = fc.constantFrom(...tokenIds);
const actor = fc.constantFrom('desk', ...userIds);
const reason = fc.constantFrom('lost', 'stolen', 'broken', 'revoked');
const typed = fc.record({
  wellFormed: fc.constantFrom(true, true, true, false),
  offsets: fc.oneof(
    { weight: 3, arbitrary: fc.constant([]) },
    { weight: 6, arbitrary: fc.integer({ min: -3, max: 4 }).map((one) => [one]) },
    { weight: 1, arbitrary: fc.array(fc.integer({ min: -3, max: 4 }), { maxLength: 3 }) },
  ),
});

const command: fc.Arbitrary<Command> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ act: fc.constant('wait'), ms: fc.nat(150_000) }) },
  { weight: 20, arbitrary: fc.record({ act: fc.constant('verify'), user, typed }) },
  {
    weight: 6,
    arbitrary: fc.record({ act: fc.constant('register'), user, token: fc.option(token), typed }),
  },
  { weight: 4, arbitrary: fc.record({ act: fc.constant('unlock'), actor, user }) },
  { weight: 2, arbitrary: fc.record({ act: fc.constant('unlock_token'), actor, token }) },
  {
    weight: 4,
    arbitrary: fc.record({
      act: fc.constant('revoke'),
      actor,
      users: fc.subarray([...userIds], { minLength: 1 }),
      reason,
    }),
  },
  { weight: 1, arbitrary: fc.record({ act: fc.constant('revoke_token'), token, reason }) },
  { weight: 1, arbitrary: fc.record({ act: fc.constant('remove'), user }) },
);

const policy: fc.Arbitrary<Policy> = fc
  .record({
    scope: fc.constantFrom('user_otp', 'user_service', 'token'),
    counting: fc.constantFrom('consecutive', 'cumulative'),
    temporary: fc.option(
      fc.record({ minutes: fc.constant(1), lasting_after: fc.constantFrom(1, 2) }),
    ),
    atRegistration: fc.constantFrom('as_elsewhere', 'institution_lifts'),
    roles: fc.subarray(['master', 'admin', 'member'] as const),
    oneself: fc.boolean(),
    sharers: fc.boolean(),
    whileLocked: fc.boolean(),
    deskWhen: fc.constantFrom('nobody_left', 'always'),
  })
  .map((chosen) =>
    policyWith(({ lockout }) => {
      const { scope, counting, temporary, atRegistration } = chosen;
      Object.assign(lockout, { threshold: 2, cap: 4, scope, counting, temporary });
      lockout.at_registration = atRegistration;
      Object.assign(lockout.unlock, {
        roles: chosen.roles,
        oneself: chosen.oneself,
        sharers_of_token: chosen.sharers,
        while_locked: chosen.whileLocked,
        desk_when: chosen.deskWhen,
      });
    }),
  );

/** Checks a property of every passage of 500 histories of up to 60 commands. */
function always(check: (passages: readonly Passage[], policy: Policy) => void): void {
  fc.assert(
    fc.property(policy, fc.array(command, { maxLength: 60, size: 'max' }), (rules, commands) => {
      check(play(beginning(start), commands, rules), rules);
    }),
    { seed: 20_141_117, numRuns: 500 },
  );
}

type Spending = Extract<DomainEvent, { type: 'otp_accepted' | 'otp_spent' }>;

function spendings({ decision }: Passage): Spending[] {
  return decision.events.filter(
    (event): event is Spending => event.type === 'otp_accepted' || event.type === 'otp_spent',
  );
}

describe('over random histories of three users and three tokens', () => {
  it('the histories reach what they are about', () => {
    const seen = new Set<string>();
    always((passages) => {
      for (const {
        command: { act },
        decision,
      } of passages) {
        seen.add(`${act} ${decision.ok ? 'ok' : decision.reason}`);
      }
    });
    for (const one of [
      'verify ok',
      'verify code_replayed',
      'verify user_locked',
      'verify token_locked',
      'verify not_enrolled',
      'register ok',
      'register token_lost',
      'register already_enrolled_with_token',
      'unlock ok',
      'unlock institution_only',
      'unlock not_locked',
      'unlock administrator_can',
      'unlock_token ok',
      'revoke ok',
      'revoke_token ok',
      'remove ok',
    ])
      expect(seen).toContain(one);
  });

  it('ALL-01 rows 1, 4 · a step is accepted at most once per token, and only beyond the mark', () => {
    always((passages) => {
      const spent = new Set<string>();
      for (const passage of passages) {
        for (const { tokenId, step } of spendings(passage)) {
          const mark = findToken(passage.before.view, tokenId)?.lastAcceptedStep ?? Infinity;
          expect(step).toBeGreaterThan(mark);
          expect(spent).not.toContain(`${tokenId} ${step}`);
          spent.add(`${tokenId} ${step}`);
        }
      }
    });
  });

  it('ALL-01 row 4 · no command lowers a mark, unlocking least of all', () => {
    always((passages) => {
      for (const { before, after } of passages) {
        after.view.tokens.forEach((one, index) => {
          const was = before.view.tokens[index]?.lastAcceptedStep ?? Infinity;
          expect(one.lastAcceptedStep).toBeGreaterThanOrEqual(was);
        });
      }
    });
  });
});

describe('over random histories: who is barred', () => {
  it('rows 12, 19, 28 · who is locked is never accepted, nor a token out of service', () => {
    always((passages) => {
      for (const { command: done, before, decision } of passages) {
        if (done.act !== 'verify' && done.act !== 'register') continue;
        const { view, now } = before;
        const binding = done.act === 'verify' ? bindingOf(view, done.user)?.tokenId : done.token;
        const device = view.tokens.find((one) => one.id === binding);
        const person = view.users.find((one) => one.id === done.user);
        const out = done.act === 'verify' ? device?.state !== 'in_service' : !device;
        const locked = [person, device].some((row) => row && lockAt(row.guard, now));
        const barred = locked || device?.state === 'retired' || person?.state === 'removed';
        if (barred || out) expect(decision.ok).toBe(false);
      }
    });
  });

  it('S0-08 · a user has at most one token', () => {
    always((passages) => {
      for (const { after } of passages)
        for (const id of userIds) {
          const inForce = after.view.bindings.filter((b) => b.userId === id && b.endedAt === null);
          expect(inForce.length).toBeLessThanOrEqual(1);
        }
    });
  });
});

describe('over random histories: locks', () => {
  it('ALL-06 row 21 · between two acceptances customers get the cap and no guess more', () => {
    always((passages, { lockout }) => {
      const guesses = new Map<string, number>();
      const count = (id: string, to: number) => guesses.set(id, to);
      for (const { decision } of passages) {
        const evaluated = decision.ok || !decision.reason.endsWith('_locked');
        for (const event of decision.events) {
          if (event.type === 'otp_refused' && evaluated) {
            const id = event.tokenId ?? event.userId;
            count(id, (guesses.get(id) ?? 0) + 1);
            expect(guesses.get(id)).toBeLessThanOrEqual(lockout.cap);
          }
          if (event.type === 'otp_accepted')
            for (const id of [event.userId, event.tokenId]) count(id, 0);
          if (event.type === 'user_unlocked' && event.by === 'institution') count(event.userId, 0);
          if (event.type === 'token_unlocked' && event.by === 'institution')
            count(event.tokenId, 0);
        }
      }
    });
  });

  it('S0-09 · no deadlock: whoever is locked has somebody who can lift it, or the desk can', () => {
    always((passages, rules) => {
      const last = passages.at(-1)?.after ?? beginning(start);
      for (const unlock of locksOf(last)) {
        const helpers = ['desk', ...userIds].filter(
          (who) => play(last, [{ ...unlock, actor: who }], rules)[0]?.decision.ok,
        );
        expect(helpers).not.toEqual([]);
        if (rules.lockout.unlock.desk_when === 'nobody_left' && helpers.includes('desk'))
          expect(helpers).toEqual(['desk']);
      }
    });
  });
});

type Unlocking =
  | { act: 'unlock'; actor: string; user: string }
  | { act: 'unlock_token'; actor: string; token: string };

/** The unlocking that each lock of the contract waits for. */
function locksOf({ view, now }: Moment): Unlocking[] {
  const users = view.users
    .filter((one) => lockAt(one.guard, now) && one.state === 'active')
    .map((one): Unlocking => ({ act: 'unlock', actor: '', user: one.id }));
  const tokens = view.tokens
    .filter((one) => lockAt(one.guard, now))
    .map((one): Unlocking => ({ act: 'unlock_token', actor: '', token: one.id }));
  return [...users, ...tokens];
}

describe('under any sequence of events whatever', () => {
  const step = fc.integer({ min: -5, max: 100 });
  const ids = { userId: fc.constant('u1'), tokenId: fc.constant('t1') };
  const at = fc.constant(start);
  const by = fc.constantFrom('customer', 'institution');
  const event: fc.Arbitrary<DomainEvent> = fc.oneof(
    fc.record({ type: fc.constant('otp_accepted'), ...ids, step, driftSteps: fc.integer() }),
    fc.record({ type: fc.constant('otp_spent'), ...ids, step }),
    fc.record({ type: fc.constant('otp_refused'), ...ids, place: fc.constant('prompt') }),
    fc.record({ type: fc.constant('token_unlocked'), tokenId: ids.tokenId, by }),
    fc.record({ type: fc.constant('user_unlocked'), userId: ids.userId, by }),
    fc.record({ type: fc.constant('token_put_in_service'), tokenId: ids.tokenId }),
    fc.record({ type: fc.constant('token_retired'), tokenId: ids.tokenId, reason }),
    fc.record({ type: fc.constant('token_loss_reported'), tokenId: ids.tokenId, at }),
    fc.record({ type: fc.constant('token_suspended'), tokenId: ids.tokenId, at }),
    fc.record({ type: fc.constant('token_resumed'), tokenId: ids.tokenId }),
    fc.record({
      type: fc.constant('token_resynchronised'),
      tokenId: ids.tokenId,
      step,
      driftSteps: fc.integer(),
    }),
    fc.record({ type: fc.constant('token_claimed'), tokenId: ids.tokenId }),
    fc.record({ type: fc.constant('token_extended'), tokenId: ids.tokenId, at }),
    fc.record({ type: fc.constant('user_removed'), userId: ids.userId, at }),
  );

  it('ALL-01 row 4 · the mark never decreases', () => {
    const context = { now: start, limits: { ...policyWith().lockout, threshold: 3, cap: 7 } };
    fc.assert(
      fc.property(fc.array(event, { maxLength: 40 }), (events) => {
        let view = aView({ users: [aUser('u1')], tokens: [aToken('t1')] });
        for (const one of events) {
          const after = evolve(view, [one], context);
          const mark = after.tokens[0]?.lastAcceptedStep ?? -Infinity;
          expect(mark).toBeGreaterThanOrEqual(view.tokens[0]?.lastAcceptedStep ?? Infinity);
          view = after;
        }
      }),
      { seed: 20_141_201, numRuns: 1_000 },
    );
  });
});
