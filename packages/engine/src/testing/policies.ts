import type { Policy } from '../policy/policy-schema.ts';

/**
 * A policy for tests, with a value in every corner of the language. It is nobody's: what the demo
 * institutions say is proved beside their documents.
 */
const sample: Policy = {
  schema: 'warifu-policy/1',
  institution: {
    id: 'sample',
    name: { ja: '見本', en: 'Sample' },
    time_zone: 'Asia/Tokyo',
    service_from_on: '2014-12-01',
    sender_domains: [],
  },
  calendar: {
    weekend: ['saturday', 'sunday'],
    public_holidays: 'japan',
    closed: [],
    closed_on: [],
  },
  labels: { token: { ja: 'トークン', en: 'Token' } },
  authenticators: [
    {
      id: 'fob',
      kind: 'hardware_totp',
      algorithm: 'SHA1',
      digits: 6,
      step_seconds: 60,
      window_steps: 1,
      registration_window_steps: 2,
      max_drift_steps: 3,
      resynchronisation: { by: ['user', 'staff'], window_steps: 60 },
      lifetime: { ends: 'printed_date' },
      registration: 'serial',
      serial_pattern: '[0-9]{8}',
      expiry_format: 'YYYY-MM-DD',
      display: { mode: 'always_on', bar_seconds: 10 },
    },
    {
      id: 'card',
      kind: 'hardware_hotp',
      algorithm: 'SHA1',
      digits: 6,
      window_steps: 4,
      registration_window_steps: 9,
      max_drift_steps: 0,
      resynchronisation: { by: ['user', 'staff'], window_steps: 60 },
      lifetime: { ends: 'printed_date' },
      registration: 'serial',
      serial_pattern: '[0-9]{8}',
      expiry_format: 'none',
      display: { mode: 'press_to_show' },
    },
  ],
  fixed_factors: ['login_credential', 'pin', 'confirmation_password'],
  operations: {
    login: {
      label: { ja: 'ログイン', en: 'Sign in' },
      kind: 'login',
      permission: false,
      approval: false,
    },
    one_off_transfer: {
      kind: 'sending',
      label: { ja: '都度', en: 'One-off' },
      permission: true,
      approval: true,
    },
    bulk_transfer: {
      kind: 'sending',
      label: { ja: '総合', en: 'Bulk' },
      permission: true,
      approval: false,
    },
    registered_transfer: {
      kind: 'sending',
      label: { ja: '登録', en: 'Known' },
      permission: true,
      approval: false,
    },
    change_user: {
      label: { ja: '変更', en: 'Change a user' },
      kind: 'administration',
      permission: false,
      roles: ['master', 'admin'],
      approval: false,
    },
    unlock_otp: {
      label: { ja: '解除', en: 'Unlock' },
      kind: 'administration',
      permission: false,
      roles: ['master', 'admin'],
      approval: false,
    },
  },
  challenge_rules: [
    { id: 'login', when: { operations: ['login'] }, factors: ['login_credential'] },
    {
      id: 'transfer_final',
      when: { operations: ['one_off_transfer'], stage: ['final_approval'] },
      factors: ['pin', 'otp'],
    },
    {
      id: 'transfer_before',
      when: { operations: ['one_off_transfer'], approval: ['single', 'double'] },
      factors: ['pin'],
    },
    {
      id: 'transfer_rest',
      when: { operations: ['one_off_transfer'] },
      factors: ['pin', 'otp'],
    },
    {
      id: 'bulk_large',
      when: { operations: ['bulk_transfer'], amount_yen_from: 1_000_000 },
      factors: ['otp'],
      without_otp: ['pin', 'confirmation_password'],
    },
    { id: 'bulk_small', when: { operations: ['bulk_transfer'] }, factors: ['pin'] },
    { id: 'registered', when: { operations: ['registered_transfer'] }, factors: ['pin'] },
    {
      id: 'users',
      when: { operations: ['change_user'] },
      factors: ['confirmation_password', 'otp'],
    },
  ],
  challenge: { lifetime_seconds: 300, fixed_factor_max_age_seconds: 120 },
  adoption: {
    obligation: [{ effect: 'optional' }],
    unit: 'contract',
    kinds: 'free',
    application: ['paper'],
    sent_unasked: true,
    recording_business_days: 0,
    delivery_days: 7,
    delivery_to: 'registered_address',
  },
  enrolment: {
    who_registers: ['each_user'],
    registrar_roles: [],
    concerns: 'users_with_otp_operations',
    proof: ['serial', 'otp'],
    grace: {
      length: { days: 30 },
      count_from: 'delivery',
      skip: true,
      ends_when_a_colleague_registers: false,
      lapses_on_enrolment: true,
    },
    after_grace: 'block_operations',
    skip_shown_after_grace: false,
    takes_effect: 'at_once',
    hold_hours: 0,
  },
  relations: {
    users_per_token: 'any',
    assignment: 'any',
    tokens_per_user: 1,
    contracts_per_token: 1,
  },
  lockout: {
    threshold: 5,
    counting: 'consecutive',
    cap: 20,
    scope: 'user_otp',
    also_stops: [],
    temporary: null,
    at_registration: 'as_elsewhere',
    unlock: {
      roles: ['master', 'admin'],
      oneself: false,
      sharers_of_token: true,
      while_locked: false,
      desk: 'desk',
      desk_when: 'nobody_left',
      documents: [],
      takes: null,
    },
  },
  revocation: {
    roles: ['master', 'admin'],
    oneself: true,
    scope: 'binding',
    web_notification: false,
    desk: 'desk',
    reuse: true,
    cooldown: null,
    initialise: null,
  },
  self_service: { actions: [], exchange_asks_old_code: true, factors: [] },
  suspension: null,
  emergency_stop: null,
  fees: {
    tax: { mode: 'included' },
    free_tokens: 3,
    additional_yen: 1_080,
    reissue_yen: 1_080,
    reissue_charged: 'always',
    broken_yen: 0,
    replacement_yen: 0,
    replacement_free: 'all',
    monthly_yen: 0,
    debit: { account: 'representative', on: 'application' },
  },
  replacement: { lead_days: 60, tokens: 'all', at_expiry: 'refused' },
  limits: { per_operation: [], rise: 'at_once' },
  same_day: null,
  compensation: null,
  desks: [
    {
      id: 'desk',
      label: { ja: '窓口', en: 'Desk' },
      hours: [{ days: ['weekday'], from: '09:00', to: '17:00' }],
      closed: ['12-31'],
    },
  ],
  notices: [
    {
      id: 'terms',
      from_on: '2014-12-01',
      until_on: '2015-01-31',
      title: { ja: '規', en: 'Terms' },
    },
  ],
};

/** The sample policy, changed as a test wants it. Every call gives a policy of its own. */
export function policyWith(edit: (policy: Policy) => void = () => {}): Policy {
  const copy: Policy = JSON.parse(JSON.stringify(sample));
  edit(copy);
  return copy;
}

/** The grace of a policy that a test changes; a policy without one is a fault of the test. */
export function graceRule(policy: Policy): NonNullable<Policy['enrolment']['grace']> {
  const { grace } = policy.enrolment;
  if (grace === null) throw new Error('the policy has grace');
  return grace;
}
