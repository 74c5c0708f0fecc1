import { describe, expect, it } from 'vitest';
import { noSameDayFacts } from '../contract/contract.ts';
import type { ContractView } from '../contract/contract-view.ts';
import type { Policy } from '../policy/policy-schema.ts';
import { tokyo } from '../testing/instants.ts';
import { bound, login, obstacle, transfer } from '../testing/obstacles.ts';
import { aBinding, aContract, aToken, lockedGuard } from '../testing/views.ts';
import type { User } from '../user/user.ts';
import type { StatedFacts } from './challenge-rules.ts';

const minute = 60_000;
const hour = 3_600_000;

describe('S2-07 · 30 minutes after a revocation', () => {
  const revoked = tokyo('2015-05-11T10:00:00.000');
  const cooldown = (refuses: readonly ('login' | 'registration')[]) => (policy: Policy) => {
    policy.revocation.cooldown = { minutes: 30, refuses: [...refuses] };
  };
  const rows: {
    facts: StatedFacts;
    after: number;
    refuses: ['login'] | ['registration'];
    stands: boolean;
  }[] = [
    { facts: login, after: 0, refuses: ['login'], stands: true },
    { facts: login, after: 29 * minute + 59_000, refuses: ['login'], stands: true }, // 29:59
    { facts: login, after: 30 * minute - 1, refuses: ['login'], stands: true },
    { facts: login, after: 30 * minute, refuses: ['login'], stands: false }, // 30:00
    { facts: login, after: 5 * minute, refuses: ['registration'], stands: false },
    { facts: transfer, after: 5 * minute, refuses: ['login'], stands: false },
  ];

  it.each(rows)('ALL-02 · $facts, $after ms after, refusing $refuses: $stands', (row) => {
    const standing = obstacle({
      facts: row.facts,
      user: { lastRevokedAt: revoked },
      edit: cooldown(row.refuses),
      now: revoked + row.after,
    });
    const expected = { reason: 'cooldown', endsAt: revoked + 30 * minute };
    expect(standing).toEqual(row.stands ? expected : null);
  });

  it('is nothing where the policy has none, or nothing was revoked', () => {
    const now = revoked + 1;
    const parts = { facts: login, now };
    expect(obstacle({ ...parts, user: { lastRevokedAt: revoked }, edit: () => {} })).toBeNull();
    expect(obstacle({ ...parts, edit: cooldown(['login']) })).toBeNull();
  });
});

describe('money held for 24 hours after a registration', () => {
  const startedAt = tokyo('2015-05-11T10:00:00.000');
  const hold = ({ enrolment }: Policy) => {
    enrolment.hold_hours = 24;
  };
  const second = {
    tokens: [aToken('t1'), aToken('t2')],
    bindings: [aBinding('u1', 't1', { startedAt: 0 }), aBinding('u1', 't2', { startedAt })],
  };
  const rows: {
    what: string;
    view: Partial<ContractView>;
    facts: StatedFacts;
    after: number;
    stands: boolean;
  }[] = [
    { what: 'at once', view: bound(startedAt), facts: transfer, after: 0, stands: true },
    {
      what: 'last ms',
      view: bound(startedAt),
      facts: transfer,
      after: 24 * hour - 1,
      stands: true,
    },
    { what: '24 h', view: bound(startedAt), facts: transfer, after: 24 * hour, stands: false },
    { what: 'a login', view: bound(startedAt), facts: login, after: 0, stands: false },
    { what: 'no token', view: {}, facts: transfer, after: 0, stands: false },
    // A further token is a registration too.
    { what: 'a second token', view: second, facts: transfer, after: 0, stands: true },
  ];

  it.each(rows)('ALL-02 · $what: $stands', ({ view, facts, after, stands }) => {
    const standing = obstacle({ view, facts, edit: hold, now: startedAt + after });
    const expected = { reason: 'held_after_registration', endsAt: startedAt + 24 * hour };
    expect(standing).toEqual(stands ? expected : null);
  });

  it('is nothing where the policy holds nothing', () => {
    const parts = { view: bound(startedAt), facts: transfer, now: startedAt };
    expect(obstacle({ ...parts, edit: () => {} })).toBeNull();
  });
});

describe('the first obstacle of several is the one that is told', () => {
  const now = tokyo('2015-05-11T10:00:00.000');
  const everything = (policy: Policy) => {
    policy.emergency_stop = {
      roles: ['master'],
      scheduled_transfers: 'go_on',
      lifted_by_desk: 'desk',
    };
    policy.lockout.scope = 'user_service';
    policy.lockout.also_stops = ['login'];
    policy.revocation.cooldown = { minutes: 30, refuses: ['login'] };
    policy.enrolment.hold_hours = 1;
    policy.same_day = {
      operations: ['one_off_transfer'],
      requires: ['call'],
      measures: [],
      resumes: 'at_once',
    };
    policy.limits.per_operation = [
      { operations: ['one_off_transfer'], with_otp_yen: 5, without_otp_yen: 5 },
    ];
  };
  const stopped = aContract({ stoppedAt: now });
  const user = { guard: lockedGuard(), lastRevokedAt: now };
  const clean = { lastRevokedAt: now };
  const lockedToken = { ...bound(now), tokens: [aToken('t1', { guard: lockedGuard() })] };
  const big = { ...transfer, sameDay: true, amountYen: 6 };
  const confirmed = aContract({ sameDay: { ...noSameDayFacts, confirmedAt: now } });
  const old = bound(now - hour);
  const rows: {
    view: Partial<ContractView>;
    user: Partial<User>;
    facts: StatedFacts;
    told: string;
  }[] = [
    { view: { ...bound(now), contract: stopped }, user, facts: big, told: 'emergency_stopped' },
    { view: { ...bound(now), contract: stopped }, user, facts: login, told: 'emergency_stopped' },
    { view: bound(now), user, facts: big, told: 'user_locked' },
    { view: bound(now), user, facts: login, told: 'user_locked' },
    { view: lockedToken, user: clean, facts: login, told: 'token_locked' },
    { view: bound(now), user: clean, facts: login, told: 'cooldown' },
    { view: bound(now), user: clean, facts: big, told: 'held_after_registration' },
    { view: old, user: clean, facts: big, told: 'same_day_suspended' },
    { view: { ...old, contract: confirmed }, user: clean, facts: big, told: 'over_limit' },
  ];

  it.each(rows)('S2-04 S2-07 S3-09 · $facts: $told', ({ view, user: parts, facts, told }) => {
    expect(obstacle({ view, user: parts, facts, edit: everything, now })?.reason).toBe(told);
  });

  it('nothing stands in the way of an ordinary transfer', () => {
    const facts = { ...transfer, sameDay: true, amountYen: 5 };
    const view = { ...old, contract: confirmed };
    expect(obstacle({ view, facts, edit: everything, now })).toBeNull();
  });

  it('S2-04 · a stop from before the policy had stops is none', () => {
    expect(obstacle({ view: { contract: stopped }, facts: login, edit: () => {}, now })).toBeNull();
  });
});
