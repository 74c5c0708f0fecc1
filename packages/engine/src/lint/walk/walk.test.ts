import { describe, expect, it } from 'vitest';
import type { Policy } from '../../policy/policy-schema.ts';
import { policyWith } from '../../testing/policies.ts';
import { deadEndFindings } from '../dead-end-findings.ts';
import { usualLimits, walkPolicy } from './walk.ts';

/** The sample of the tests with a code at login, which leaves the most room for dead ends. */
function loginPolicy(edit: (policy: Policy) => void = () => {}): Policy {
  return policyWith((policy) => {
    policy.authenticators = policy.authenticators.slice(0, 1);
    policy.challenge_rules = [
      { id: 'login', when: { operations: ['login'] }, factors: ['login_credential', 'otp'] },
      { id: 'rest', when: {}, factors: ['pin'] },
    ];
    policy.enrolment.concerns = 'all_users';
    policy.enrolment.after_grace = 'block_login';
    edit(policy);
  });
}

const closed = (policy: Policy) => {
  for (const desk of policy.desks) desk.hours = [];
};

const appOnly = (policy: Policy) => {
  policy.authenticators = [
    {
      id: 'app',
      kind: 'phone_app',
      algorithm: 'SHA1',
      digits: 6,
      step_seconds: 30,
      window_steps: 1,
      registration_window_steps: 1,
      max_drift_steps: 2,
      resynchronisation: { by: ['user'], window_steps: 60 },
      serial_pattern: 'W[0-9]{10}',
      expiry_format: 'none',
      display: { mode: 'always_on' },
      lifetime: { ends: 'never' },
      registration: 'serial',
    },
  ];
  policy.adoption.unit = 'user';
  policy.adoption.application = [];
  policy.adoption.sent_unasked = false;
  policy.enrolment.who_registers = ['before_login'];
  policy.enrolment.grace = null;
  policy.relations.users_per_token = 1;
  policy.self_service = {
    actions: ['register', 'exchange', 'stop'],
    exchange_asks_old_code: true,
    factors: ['login_credential'],
  };
};

/** What is planted, who is stuck with what, and a step of the story that must be told. */
const planted: {
  what: string;
  edit: (policy: Policy) => void;
  reasons: string[];
  story: string;
}[] = [
  {
    what: 'nobody lifts locks but a desk that never opens',
    edit: (policy) => {
      policy.lockout.unlock.roles = [];
      closed(policy);
    },
    reasons: ['user_locked', 'no_code'],
    story: 'types wrong codes until the lock',
  },
  {
    what: 'colleagues lift locks, and when all are locked only a desk that never opens could',
    edit: closed,
    reasons: ['user_locked'],
    story: 'types wrong codes until the lock',
  },
  {
    what: 'a revoked token is never registered again, and no further one can be had',
    edit: (policy) => {
      policy.revocation.reuse = false;
      policy.adoption.application = ['paper'];
      policy.adoption.sent_unasked = false;
      policy.replacement.tokens = 'none';
      policy.adoption.obligation = [{ effect: 'mandatory' }];
      policy.adoption.application = [];
    },
    reasons: ['application_due'],
    story: '',
  },
  {
    what: 'an administrator registers, locks himself, and the institution is closed',
    edit: (policy) => {
      policy.enrolment.who_registers = ['administrator'];
      policy.enrolment.registrar_roles = ['master'];
      policy.enrolment.after_grace = 'block_operations';
      policy.lockout.at_registration = 'institution_lifts';
      policy.lockout.scope = 'user_service';
      policy.challenge_rules = [
        { id: 'sending', when: { operation_kinds: ['sending'] }, factors: ['otp', 'pin'] },
        { id: 'rest', when: {}, factors: ['pin'] },
      ];
      closed(policy);
    },
    reasons: ['user_locked'],
    story: 'while registering tokens',
  },
  {
    what: 'an exchange needs the code of a phone that is gone, and nobody revokes',
    edit: (policy) => {
      appOnly(policy);
      policy.revocation.roles = [];
      closed(policy);
    },
    reasons: ['no_code', 'user_locked'],
    story: 'is lost',
  },
  {
    what: 'only administrators register, behind a login that needs a token',
    edit: (policy) => {
      policy.enrolment.who_registers = ['administrator'];
      policy.enrolment.registrar_roles = ['master', 'admin'];
    },
    reasons: ['registration_required'],
    story: 'grace ends',
  },
  {
    what: 'an emergency stop that only a desk which never opens could lift',
    edit: (policy) => {
      policy.desks.push({
        id: 'shut',
        label: { ja: '閉', en: 'Shut' },
        hours: [],
        closed: [],
      });
      policy.emergency_stop = {
        roles: ['master'],
        scheduled_transfers: 'stop',
        lifted_by_desk: 'shut',
      };
    },
    reasons: ['emergency_stopped'],
    story: 'stops everything',
  },
  {
    what: 'an expired token without a successor',
    edit: (policy) => {
      policy.replacement.tokens = 'none';
      policy.adoption.application = [];
      policy.revocation.roles = [];
      closed(policy);
    },
    reasons: ['token_expired'],
    story: 'a token expires',
  },
];

describe('the walk finds the dead ends that are planted', () => {
  it.each(planted)('ALL-03 · $what', ({ edit, reasons, story }) => {
    const policy = loginPolicy(edit);
    const walk = walkPolicy(policy, { troubles: [2, 1, 0], states: 1_500 });
    const found = [...new Set(walk.deadEnds.map((one) => one.stuck.reason))];
    for (const reason of reasons) expect(found).toContain(reason);
    const findings = deadEndFindings(policy, walk);
    expect(findings).toContainEqual(
      expect.objectContaining({ severity: 'error', code: 'dead_end' }),
    );
    expect(findings.map((one) => one.message.en).join('\n')).toContain(story);
    expect(findings.map((one) => one.message.ja).join('\n')).toContain('元に戻せません');
  });
});

describe('the walk leaves sound policies alone', () => {
  it('ALL-03 · from every state of the sample there is a way out', () => {
    const walk = walkPolicy(loginPolicy(), { ...usualLimits, troubles: [2, 2, 1] });
    expect(walk.deadEnds).toEqual([]);
    expect(walk.complete).toBe(true);
    expect(walk.states).toBeGreaterThan(500);
  });

  it('ALL-03 · a self-service policy has the desk for those who lost their phone', () => {
    expect(walkPolicy(loginPolicy(appOnly)).deadEnds).toEqual([]);
  });

  it('ALL-03 · a walk that is cut short says so', () => {
    const policy = loginPolicy();
    const walk = walkPolicy(policy, { troubles: [0, 0, 0], states: 20 });
    expect(walk.complete).toBe(false);
    expect(deadEndFindings(policy, walk).map((one) => one.code)).toContain('walk_cut_short');
  });
});
