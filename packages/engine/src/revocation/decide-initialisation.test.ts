import { describe, expect, it } from 'vitest';
import type { ContractView } from '../contract/contract-view.ts';
import type { Policy } from '../policy/policy-schema.ts';
import { staff, user } from '../testing/cast.ts';
import { tokyo } from '../testing/instants.ts';
import { policyWith } from '../testing/policies.ts';
import {
  aBinding,
  aContract,
  aToken,
  aUser,
  aView,
  eventTypes,
  lockedGuard,
  outcome,
  viewAfter,
} from '../testing/views.ts';
import type { User } from '../user/user.ts';
import { firstUseEvents, hasUsed } from '../verification/first-use.ts';
import { decideInitialisation, type Initialise } from './decide-initialisation.ts';

const startedAt = tokyo('2015-02-10T12:00:00.000');
const now = startedAt + 1_000;

const allowing = (edit: (policy: Policy) => void = () => {}) =>
  policyWith((policy) => {
    policy.revocation.initialise = { roles: ['master'], desk: 'desk' };
    edit(policy);
  });
const policy = allowing();

function company(
  target: Partial<User> = {},
  form: 'hardware' | 'phone_app' = 'hardware',
): ContractView {
  return aView({
    contract: aContract({ firstEnrolledAt: startedAt }),
    users: [
      aUser('boss', { role: 'master' }),
      aUser('admin', { role: 'admin' }),
      aUser('u1', { firstEnrolledAt: startedAt, ...target }),
    ],
    tokens: [aToken('t1', { form }), aToken('t2')],
    bindings: [
      aBinding('u1', 't1', { startedAt }),
      aBinding('boss', 't2', { startedAt: startedAt - 9 }),
    ],
  });
}

function initialise(command: Partial<Initialise> = {}, view = company(), by = policy) {
  const full: Initialise = { userIds: ['u1'], acting: user('boss'), ...command };
  const context = { policy: by, now };
  const decision = decideInitialisation(view, full, context);
  return { decision, after: viewAfter(view, decision, context) };
}

describe('初期化: who may take a registration back', () => {
  const rows: {
    what: string;
    command?: Partial<Initialise>;
    view?: ContractView;
    by?: Policy;
    expected: string;
  }[] = [
    { what: 'a master', expected: 'ok' },
    { what: 'an admin', command: { acting: user('admin') }, expected: 'role_not_allowed' },
    { what: 'the user', command: { acting: user('u1') }, expected: 'role_not_allowed' },
    { what: 'nobody known', command: { acting: user('u9') }, expected: 'user_unknown' },
    { what: 'the desk', command: { acting: staff() }, expected: 'ok' },
    { what: 'another desk', command: { acting: staff('other') }, expected: 'desk_not_allowed' },
    { what: 'where the policy has none', by: policyWith(), expected: 'role_not_allowed' },
    {
      what: 'a desk where the policy has none',
      command: { acting: staff() },
      by: policyWith(),
      expected: 'desk_not_allowed',
    },
    { what: 'his own', command: { userIds: ['boss'] }, expected: 'ok' },
    {
      what: 'his own, where nobody may',
      command: { userIds: ['boss'] },
      by: allowing(({ revocation }) => {
        revocation.oneself = false;
      }),
      expected: 'not_oneself',
    },
    {
      what: 'of somebody without a token',
      command: { userIds: ['u1', 'admin'] },
      expected: 'not_in_service',
    },
    { what: 'of nobody', command: { userIds: ['u9'] }, expected: 'user_unknown' },
    {
      what: 'after the first use',
      view: company({ otpUsedAt: startedAt }),
      expected: 'already_used',
    },
    {
      what: 'a new registration after an old use',
      view: company({ otpUsedAt: startedAt - 1 }),
      expected: 'ok',
    },
    {
      what: 'locked in his whole service',
      view: {
        ...company(),
        users: [aUser('boss', { role: 'master', guard: lockedGuard() }), aUser('u1')],
      },
      by: allowing(({ lockout }) => {
        lockout.scope = 'user_service';
      }),
      expected: 'actor_locked',
    },
  ];
  it.each(rows)('$what: $expected', ({ command, view, by, expected }) => {
    const { decision } = initialise(command, view, by);
    expect(outcome(decision)).toBe(expected);
    if (!decision.ok) expect(decision.events).toEqual([]);
  });
});

describe('it is as if he had not registered', () => {
  it('no pause, grace again, and the device may be registered again', () => {
    const { decision, after } = initialise();
    expect(eventTypes(decision)).toEqual(['binding_ended']);
    expect(after.bindings[0]).toMatchObject({ endedAt: now, endReason: 'initialised' });
    expect(after.users[2]).toMatchObject({ lastRevokedAt: null, firstEnrolledAt: null });
    expect(after.tokens[0]).toMatchObject({ state: 'in_service', lostReportedAt: null });
    // Colleagues have registered too, so the contract as a whole has.
    expect(after.contract.firstEnrolledAt).toBe(startedAt);
  });

  it('of the only one who had registered: the contract has nobody again', () => {
    const view = company();
    const alone = { ...view, bindings: view.bindings.slice(0, 1) };
    expect(initialise({}, alone).after.contract.firstEnrolledAt).toBeNull();
  });

  it('who had registered before keeps that', () => {
    const { after } = initialise({}, company({ firstEnrolledAt: startedAt - 5 }));
    expect(after.users[2]?.firstEnrolledAt).toBe(startedAt - 5);
  });

  it('a token in an app ends with it', () => {
    const { decision, after } = initialise({}, company({}, 'phone_app'));
    expect(eventTypes(decision)).toEqual(['binding_ended', 'token_retired']);
    expect(after.tokens[0]).toMatchObject({ state: 'retired', retireReason: 'cancelled' });
  });
});

describe('the first use', () => {
  it('is kept once, and only where the policy looks at it', () => {
    expect(firstUseEvents(company(), 'u1', { policy: policyWith(), now })).toEqual([]);
    const events = firstUseEvents(company(), 'u1', { policy, now });
    expect(events).toEqual([{ type: 'user_otp_used', userId: 'u1', at: now }]);
    const after = viewAfter(company(), { ok: true, events }, { policy, now });
    expect(firstUseEvents(after, 'u1', { policy, now: now + 1 })).toEqual([]);
    expect(firstUseEvents(after, 'u9', { policy, now })).toEqual([]);
  });

  it('of two tokens counts from the last registration', () => {
    const view = company({ otpUsedAt: startedAt + 1 });
    const two = { ...view, bindings: [...view.bindings, aBinding('u1', 't2', { startedAt: now })] };
    const [, , target] = view.users;
    expect(target && hasUsed(view, target)).toBe(true);
    expect(target && hasUsed(two, target)).toBe(false);
  });
});
