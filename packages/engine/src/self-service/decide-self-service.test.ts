import { describe, expect, it } from 'vitest';
import type { ContractView } from '../contract/contract-view.ts';
import type { Policy } from '../policy/policy-schema.ts';
import { policyWith } from '../testing/policies.ts';
import { registeredStep as centre, registeredAt as now } from '../testing/registering.ts';
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
import { decideSelfService, type SelfServiceRegistration } from './decide-self-service.ts';
import { decideStop, type StopOtp } from './decide-stop.ts';

const selfService = (edit: (policy: Policy) => void = () => {}) =>
  policyWith((policy) => {
    policy.adoption.unit = 'user';
    policy.adoption.application = [];
    policy.enrolment.who_registers = ['before_login'];
    policy.self_service = {
      actions: ['register', 'exchange', 'stop'],
      exchange_asks_old_code: true,
      factors: ['login_credential'],
    };
    edit(policy);
  });

const unclaimed = aToken('t9', { contractId: null, state: 'issued', form: 'hardware' });
const password = [{ kind: 'login_credential', checkedAt: now }];

/** A user who has never adopted, or one who has `t1`. */
function customer(has: 'nothing' | 't1', user: object = {}): ContractView {
  const held = has === 't1';
  return aView({
    contract: aContract({ adoptedAt: null }),
    users: [aUser('u1', { adoptedAt: held ? 1 : null, ...user })],
    tokens: held ? [aToken('t1'), unclaimed] : [unclaimed],
    bindings: held ? [aBinding('u1', 't1')] : [],
  });
}

function ask(
  view: ContractView,
  parts: Partial<SelfServiceRegistration> = {},
  policy: Policy = selfService(),
) {
  const command: SelfServiceRegistration = {
    action: 'register',
    userId: 'u1',
    bindingId: 'b9',
    token: unclaimed,
    matches: [centre],
    wellFormed: true,
    revokedTokenIds: [],
    factors: password,
    ...parts,
  };
  const decision = decideSelfService(view, command, { policy, now });
  return { decision, after: viewAfter(view, decision, { policy, now }) };
}

const oldCode = (...matches: number[]) => ({ tokenId: 't1', matches, wellFormed: true });

describe('S4-02 · registration from the login page', () => {
  it('claims the token, adopts the user and binds him', () => {
    const { decision, after } = ask(customer('nothing'));
    expect(eventTypes(decision)).toEqual([
      'otp_accepted',
      'token_claimed',
      'token_put_in_service',
      'user_adopted',
      'binding_started',
    ]);
    expect(after.tokens[0]).toMatchObject({ contractId: 'c1', state: 'in_service' });
    expect(after.users[0]).toMatchObject({ adoptedAt: now, optedOutAt: null });
  });

  const without = (name: string) => (policy: Policy) => {
    policy.self_service.actions = policy.self_service.actions.filter((one) => one !== name);
  };
  const rows: {
    what: string;
    has?: 't1';
    user?: object;
    parts?: Partial<SelfServiceRegistration>;
    edit?: (policy: Policy) => void;
    counted: 0 | 1;
    expected: string;
  }[] = [
    {
      what: 'not offered',
      edit: without('register'),
      counted: 0,
      expected: 'self_service_not_offered',
    },
    { what: 'no password', parts: { factors: [] }, counted: 0, expected: 'factors_missing' },
    {
      what: 'a password that was checked long ago',
      parts: { factors: [{ kind: 'login_credential', checkedAt: now - 121_000 }] },
      counted: 0,
      expected: 'factors_missing',
    },
    { what: 'a wrong code', parts: { matches: [] }, counted: 1, expected: 'code_wrong' },
    { what: 'no such token', parts: { token: undefined }, counted: 1, expected: 'serial_unknown' },
    {
      what: 'a token that another contract has claimed',
      parts: { token: { ...unclaimed, contractId: 'c2', state: 'in_service' } },
      counted: 1,
      expected: 'serial_unknown',
    },
    { what: 'a token works already', has: 't1', counted: 0, expected: 'already_in_service' },
    {
      what: 'after a revocation, in the pause',
      user: { lastRevokedAt: now - 1_799_000 },
      edit: ({ revocation }) => {
        revocation.cooldown = { minutes: 30, refuses: ['registration'] };
      },
      counted: 1,
      expected: 'cooldown_running',
    },
    {
      what: 'a contract that has not applied',
      edit: ({ adoption }) => {
        adoption.unit = 'contract';
        adoption.application = ['paper'];
      },
      counted: 1,
      expected: 'not_adopted',
    },
    { what: 'another user', parts: { userId: 'u9' }, counted: 0, expected: 'user_unknown' },
  ];

  it.each(rows)('row 26 · $what: $expected', ({ has, user, parts, edit, counted, expected }) => {
    const view = customer(has ?? 'nothing', user);
    const { decision, after } = ask(view, parts, selfService(edit));
    expect(outcome(decision)).toBe(expected);
    expect(after.users[0]?.guard.failures).toBe(counted);
    expect(after.bindings).toEqual(view.bindings);
  });

  it('S4-05 · a locked user is refused like everybody else', () => {
    const view = customer('nothing', { guard: lockedGuard() });
    expect(outcome(ask(view).decision)).toBe('user_locked');
  });

  it('a token that no longer works is no reason to exchange it', () => {
    const view = customer('t1');
    const tokens = [aToken('t1', { expiresOn: '2015-01-19' }), unclaimed];
    const { decision, after } = ask({ ...view, tokens });
    expect(outcome(decision)).toBe('ok');
    expect(after.bindings[0]?.endReason).toBe('replaced');
  });
});

describe('S4-02 · exchange', () => {
  const rows: {
    what: string;
    has?: 'nothing';
    old?: ReturnType<typeof oldCode> | undefined;
    matches?: number[];
    edit?: (policy: Policy) => void;
    failures: number;
    expected: string;
  }[] = [
    { what: 'both codes right', old: oldCode(centre), failures: 0, expected: 'ok' },
    { what: 'no code of the old one', failures: 0, expected: 'old_code_missing' },
    { what: 'the old code wrong', old: oldCode(), failures: 1, expected: 'code_wrong' },
    {
      what: 'the new code wrong',
      old: oldCode(centre),
      matches: [],
      failures: 1,
      expected: 'code_wrong',
    },
    { what: 'both wrong', old: oldCode(), matches: [], failures: 1, expected: 'code_wrong' },
    {
      what: 'nothing to exchange',
      has: 'nothing',
      old: oldCode(centre),
      failures: 1,
      expected: 'not_enrolled',
    },
    {
      what: 'the policy asks no old code',
      edit: ({ self_service: it }) => {
        it.exchange_asks_old_code = false;
      },
      failures: 0,
      expected: 'ok',
    },
    {
      what: 'nothing to exchange, and no old code asked',
      has: 'nothing',
      edit: ({ self_service: it }) => {
        it.exchange_asks_old_code = false;
      },
      failures: 1,
      expected: 'not_enrolled',
    },
  ];

  it.each(rows)('$what: $expected', ({ has, old, matches, edit, failures, expected }) => {
    const view = customer(has ?? 't1');
    const { decision, after } = ask(
      view,
      { action: 'exchange', old, ...(matches ? { matches } : {}) },
      selfService(edit),
    );
    expect(outcome(decision)).toBe(expected);
    expect(after.users[0]?.guard.failures).toBe(failures);
    // What failed has spent neither code.
    if (expected !== 'ok')
      expect(after.tokens.map((one) => one.lastAcceptedStep)).toEqual(view.tokens.map(() => -1));
  });

  it('ends the old binding in the same step, and both codes are spent (ALL-01, ALL-06)', () => {
    const { decision, after } = ask(customer('t1'), { action: 'exchange', old: oldCode(centre) });
    expect(eventTypes(decision)).toEqual([
      'otp_accepted',
      'otp_accepted',
      'token_claimed',
      'token_put_in_service',
      'binding_ended',
      'token_retired',
      'binding_started',
    ]);
    expect(after.bindings[0]).toMatchObject({ tokenId: 't1', endReason: 'exchanged' });
    expect(after.tokens.map((one) => one.lastAcceptedStep)).toEqual([centre, centre]);
    expect(after.tokens[0]).toMatchObject({ state: 'retired', retireReason: 'exchanged' });
  });
});

describe('S4-04 · stop', () => {
  function stop(view: ContractView, parts: Partial<StopOtp> = {}, policy = selfService()) {
    const code = { userId: 'u1', tokenId: 't1', matches: [centre], wellFormed: true };
    const decision = decideStop(view, { ...code, factors: password, ...parts }, { policy, now });
    return { decision, after: viewAfter(view, decision, { policy, now }) };
  }

  it('S4-08 · ends the binding and the token, and the user has opted out', () => {
    const { decision, after } = stop(customer('t1'));
    expect(eventTypes(decision)).toEqual([
      'otp_accepted',
      'binding_ended',
      'token_retired',
      'user_opted_out',
    ]);
    expect(after.users[0]).toMatchObject({ adoptedAt: null, optedOutAt: now });
    expect(after.tokens[0]).toMatchObject({ state: 'retired', retireReason: 'opted_out' });
  });

  it('leaves a shared token to those who share it', () => {
    const view = customer('t1');
    const shared = {
      ...view,
      users: [...view.users, aUser('u2')],
      bindings: [...view.bindings, aBinding('u2', 't1')],
    };
    const { after } = stop(shared);
    expect(after.tokens[0]?.state).toBe('in_service');
    expect(after.bindings.map((one) => one.endReason)).toEqual(['opted_out', null]);
  });

  it.each([
    ['no password', { factors: [] }, 'factors_missing', 0],
    ['a wrong code', { matches: [] }, 'code_wrong', 1],
    ['another user', { userId: 'u9' }, 'user_unknown', 0],
  ] as const)('%s: %s', (_, parts, expected, counted) => {
    const { decision, after } = stop(customer('t1'), parts);
    expect(outcome(decision)).toBe(expected);
    expect(after.users[0]?.guard.failures).toBe(counted);
  });

  it('S1-01 · nobody leaves alone what his contract has adopted', () => {
    const policy = selfService(({ adoption }) => {
      adoption.unit = 'contract';
    });
    expect(outcome(stop(customer('t1'), {}, policy).decision)).toBe('self_service_not_offered');
  });
});
