import type { Issuance } from '../issuance/issuance.ts';
import type { Authenticator, Policy } from '../policy/policy-schema.ts';
import { tokyo } from './instants.ts';
import { policyWith } from './policies.ts';

/** An app that is activated by service ID, user ID and password. */
export const phoneApp: Authenticator = {
  id: 'phone_app',
  kind: 'phone_app',
  algorithm: 'SHA1',
  digits: 6,
  step_seconds: 60,
  window_steps: 1,
  registration_window_steps: 1,
  max_drift_steps: 2,
  resynchronisation: { by: [], window_steps: 0 },
  serial_pattern: 'WF[0-9]{10}',
  expiry_format: 'none',
  display: { mode: 'always_on' },
  lifetime: { ends: 'never' },
  registration: 'activation',
  registrations_per_device: 2,
  activation: {
    password_digits: { from: 4, to: 8 },
    lifetime_minutes: 10,
    attempts: 3,
    mail_address: 'entered',
    mail_links_to_app: true,
  },
};

/** Codes by mail. */
export const emailCode: Authenticator = {
  id: 'email_code',
  kind: 'email_code',
  algorithm: 'SHA1',
  digits: 6,
  window_steps: 0,
  registration_window_steps: 0,
  max_drift_steps: 0,
  resynchronisation: { by: [], window_steps: 0 },
  serial_pattern: 'EM[0-9]{10}',
  expiry_format: 'none',
  display: { mode: 'always_on' },
  lifetime: { ends: 'never' },
  registration: 'mail_address',
  mail_code: { lifetime_seconds: 300, resend_after_seconds: 60, per_day: 2 },
};

/** The sample policy with an app beside its hardware, changed as a test wants it. */
export function softPolicy(edit: (policy: Policy) => void = () => {}): Policy {
  return policyWith((policy) => {
    policy.authenticators.push(JSON.parse(JSON.stringify(phoneApp)));
    policy.enrolment.proof = ['otp'];
    policy.relations.users_per_token = 1;
    policy.revocation.cooldown = { minutes: 30, refuses: ['login', 'registration'] };
    edit(policy);
  });
}

/** Noon of the day on which issues of tests are begun. */
export const issuedAt = tokyo('2015-02-02T12:00:00.000');

/** An open issue of `u1`, begun at noon for ten minutes. */
export function anIssuance(id: string, parts: Partial<Issuance> = {}): Issuance {
  return {
    id,
    contractId: 'c1',
    userId: 'u1',
    authenticator: 'phone_app',
    serviceId: 'K7QD2M9X4TRB',
    appUserId: '3V8NHJ5C0WZE',
    passwordMac: new Uint8Array(32),
    mailAddress: 'u1@mail.example',
    state: 'open',
    failures: 0,
    tokenId: null,
    createdAt: issuedAt,
    expiresAt: issuedAt + 600_000,
    version: 0,
    ...parts,
  };
}
