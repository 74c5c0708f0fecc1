import { describe, expect, it } from 'vitest';
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
import {
  decideRegistrationForUsers,
  type RegisterForUsers,
} from './decide-registration-for-users.ts';

const token = aToken('t1', { state: 'delivered' });

const byAdministrators = (edit: (policy: Policy) => void = () => {}) =>
  policyWith((policy) => {
    policy.enrolment.who_registers = ['administrator'];
    policy.enrolment.registrar_roles = ['master', 'admin'];
    policy.lockout.at_registration = 'institution_lifts';
    edit(policy);
  });

function assign(
  parts: Partial<RegisterForUsers> = {},
  {
    policy = byAdministrators(),
    view = company(),
  }: { readonly policy?: Policy; readonly view?: ReturnType<typeof company> } = {},
) {
  const command: RegisterForUsers = {
    registrarId: 'm',
    targets: [
      { userId: 'u1', bindingId: 'b1' },
      { userId: 'u2', bindingId: 'b2' },
    ],
    token,
    matches: [centre],
    wellFormed: true,
    revokedTokenIds: [],
    ...parts,
  };
  const decision = decideRegistrationForUsers(view, command, { policy, now });
  return { decision, after: viewAfter(view, decision, { policy, now }) };
}

function company() {
  return aView({
    users: [aUser('m', { role: 'master' }), aUser('u1'), aUser('u2')],
    tokens: [token, aToken('t2')],
    bindings: [aBinding('u1', 't2')],
  });
}

describe('S3-02 · an administrator registers for users', () => {
  it('spends one code, binds all of them and replaces what they had (ALL-06)', () => {
    const { decision, after } = assign();
    expect(eventTypes(decision)).toEqual([
      'otp_accepted',
      'token_put_in_service',
      'binding_ended',
      'binding_started',
      'binding_started',
    ]);
    expect(decision.events[0]).toMatchObject({ userId: 'm', tokenId: 't1', step: centre });
    const inForce = after.bindings.filter((one) => one.endedAt === null);
    expect(inForce.map((one) => `${one.userId}:${one.tokenId}`)).toEqual(['u1:t1', 'u2:t1']);
  });

  const rows: {
    what: string;
    parts?: Partial<RegisterForUsers>;
    edit?: (policy: Policy) => void;
    user?: object;
    expected: string;
  }[] = [
    { what: 'himself', parts: { targets: [{ userId: 'm', bindingId: 'b1' }] }, expected: 'ok' },
    { what: 'a member registers', parts: { registrarId: 'u2' }, expected: 'role_not_allowed' },
    { what: 'a stranger registers', parts: { registrarId: 'x' }, expected: 'user_unknown' },
    {
      what: 'for a stranger',
      parts: { targets: [{ userId: 'x', bindingId: 'b1' }] },
      expected: 'user_unknown',
    },
    {
      what: 'only users register here',
      edit: ({ enrolment }) => {
        enrolment.who_registers = ['each_user'];
        enrolment.registrar_roles = [];
      },
      expected: 'registration_by_user',
    },
    {
      what: 'both ways are open',
      edit: ({ enrolment }) => {
        enrolment.who_registers = ['each_user', 'administrator'];
      },
      expected: 'ok',
    },
    {
      what: 'one of them was revoked a moment ago',
      edit: ({ revocation }) => {
        revocation.cooldown = { minutes: 30, refuses: ['registration'] };
      },
      user: { lastRevokedAt: now - 29 * 60_000 - 59_000 },
      expected: 'cooldown_running',
    },
    {
      what: 'one of them was revoked 30 minutes ago',
      edit: ({ revocation }) => {
        revocation.cooldown = { minutes: 30, refuses: ['registration'] };
      },
      user: { lastRevokedAt: now - 30 * 60_000 },
      expected: 'ok',
    },
    {
      what: 'a fixed factor is asked and missing',
      edit: ({ enrolment }) => {
        enrolment.proof = ['serial', 'otp', 'pin'];
      },
      expected: 'factors_missing',
    },
    {
      what: 'a fixed factor is asked and stated',
      parts: { factors: [{ kind: 'pin', checkedAt: now }] },
      edit: ({ enrolment }) => {
        enrolment.proof = ['serial', 'otp', 'pin'];
      },
      expected: 'ok',
    },
    {
      what: 'an unknown factor is stated',
      parts: { factors: [{ kind: 'shoe_size', checkedAt: now }] },
      expected: 'factor_unknown',
    },
    {
      what: 'different tokens for all',
      edit: ({ relations }) => {
        relations.assignment = 'all_different';
      },
      expected: 'assignment_differs',
    },
    {
      what: 'one user per token',
      edit: ({ relations }) => {
        relations.users_per_token = 1;
      },
      expected: 'users_per_token_exceeded',
    },
    { what: 'revoked for one of them, reuse', parts: { revokedTokenIds: ['t1'] }, expected: 'ok' },
    {
      what: 'revoked for one of them, no reuse',
      parts: { revokedTokenIds: ['t1'] },
      edit: ({ revocation }) => {
        revocation.reuse = false;
      },
      expected: 'token_revoked_for_user',
    },
  ];

  it.each(rows)('$what: $expected', ({ parts, edit, user, expected }) => {
    const view = company();
    const users = view.users.map((one) => (one.id === 'u1' ? { ...one, ...user } : one));
    const { decision, after } = assign(parts, {
      policy: byAdministrators(edit),
      view: { ...view, users },
    });
    expect(outcome(decision)).toBe(expected);
    expect(after.users.every((one) => one.guard.failures === 0)).toBe(true);
    if (expected !== 'ok') expect(after.bindings).toEqual(view.bindings);
  });

  it('S0-02 · before any application there is nothing to register', () => {
    const view = { ...company(), contract: aContract({ adoptedAt: null }) };
    expect(outcome(assign({}, { view }).decision)).toBe('not_adopted');
  });
});

describe('S3-05 · who locks himself at the registration', () => {
  it('counts on the administrator, and leaves the lock to the institution', () => {
    let view = company();
    for (let attempt = 0; attempt < 5; attempt++) view = assign({ matches: [] }, { view }).after;
    expect(view.users.map((one) => one.guard.failures)).toEqual([5, 0, 0]);
    expect(view.users[0]?.guard.lock?.cause).toBe('registration');
    expect(outcome(assign({}, { view }).decision)).toBe('user_locked');
  });

  it('locks as elsewhere where the policy says so', () => {
    const policy = byAdministrators(({ lockout }) => {
      lockout.at_registration = 'as_elsewhere';
    });
    let view = company();
    for (let attempt = 0; attempt < 5; attempt++)
      view = assign({ matches: [] }, { view, policy }).after;
    expect(view.users[0]?.guard.lock?.cause).toBe('threshold');
  });

  it('a locked user may be given a token; it is the lock of the one who types that counts', () => {
    const view = company();
    const users = view.users.map((one) =>
      one.id === 'u1' ? { ...one, guard: lockedGuard() } : one,
    );
    expect(outcome(assign({}, { view: { ...view, users } }).decision)).toBe('ok');
  });
});
