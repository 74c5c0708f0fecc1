import { describe, expect, it } from 'vitest';
import { policyWith } from '../testing/policies.ts';
import { laterKinds } from './authenticator-schema.ts';
import { parsePolicy } from './parse-policy.ts';
import type { PolicyFault } from './policy-fault.ts';
import type { Policy } from './policy-schema.ts';

function faultsOf(document: unknown): readonly PolicyFault[] {
  const parse = parsePolicy(document);
  return parse.ok ? [] : parse.faults;
}

/** The sample document with `parts` merged into what lies at a JSON Pointer. */
function merged(pointer: string, parts: object): Policy {
  return policyWith((policy) => {
    let node: unknown = policy;
    for (const key of pointer.split('/').slice(1)) node = Reflect.get(Object(node), key);
    Object.assign(Object(node), parts);
  });
}

const app = { kind: 'phone_app', registration: 'activation', registrations_per_device: 10 };
const activation = {
  password_digits: { from: 4, to: 8 },
  lifetime_minutes: 60,
  attempts: 5,
  mail_address: 'entered',
  mail_links_to_app: false,
};
const mailed = {
  kind: 'email_code',
  registration: 'mail_address',
  mail_code: { lifetime_seconds: 300, resend_after_seconds: 60, per_day: 10 },
};
const nobodysDesk = { desk: 'nowhere' };

describe('what a schema cannot say, with its path and its code', () => {
  const rows: readonly [at: string, parts: object, path: string, code: string][] = [
    ['/calendar', { closed: ['02-30'] }, '/calendar/closed/0', 'day_invalid'],
    ['/calendar', { closed_on: ['2025-02-29'] }, '/calendar/closed_on/0', 'date_invalid'],
    [
      '/calendar',
      {
        weekend: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'],
      },
      '/calendar',
      'no_business_day',
    ],
    ['/desks/0', { closed: ['13-01'] }, '/desks/0/closed/0', 'day_invalid'],
    ['/desks/0', { closed_on: ['2025-04-31'] }, '/desks/0/closed_on/0', 'date_invalid'],
    ['/desks/0/hours/0', { to: '09:00' }, '/desks/0/hours/0/to', 'hours_reversed'],
    ['/notices/0', { until_on: '2014-11-30' }, '/notices/0/until_on', 'dates_out_of_order'],
    ['/authenticators/0', app, '/authenticators/0/activation', 'needed_for_this_kind'],
    ['/authenticators/0', { activation }, '/authenticators/0/activation', 'not_for_this_kind'],
    [
      '/authenticators/0',
      { registrations_per_device: 1 },
      '/authenticators/0/registrations_per_device',
      'not_for_this_kind',
    ],
    [
      '/authenticators/0',
      { ...app, activation: { ...activation, password_digits: { from: 8, to: 4 } } },
      '/authenticators/0/activation/password_digits',
      'range_reversed',
    ],
    ['/authenticators/1', mailed, '', ''],
    [
      '/authenticators/1',
      { ...mailed, mail_code: undefined },
      '/authenticators/1/mail_code',
      'needed_for_this_kind',
    ],
    [
      '/authenticators/1',
      { ...mailed, registration: 'serial' },
      '/authenticators/1/registration',
      'not_for_this_kind',
    ],
    [
      '/authenticators/0',
      { registration: 'mail_address' },
      '/authenticators/0/registration',
      'not_for_this_kind',
    ],
    [
      '/authenticators/0',
      { registration_window_steps: 0 },
      '/authenticators/0/registration_window_steps',
      'range_reversed',
    ],
    [
      '/authenticators/0/display',
      { shown_seconds: 30 },
      '/authenticators/0/display/shown_seconds',
      'not_together',
    ],
    [
      '/authenticators/0',
      { step_seconds: 30, display: { mode: 'press_to_show', bar_seconds: 45 } },
      '/authenticators/0/display/bar_seconds',
      'out_of_range',
    ],
    [
      '/authenticators/0',
      { lifetime: { ends: 'after_displays', displays: 10 } },
      '/authenticators/0/lifetime',
      'not_for_this_kind',
    ],
    [
      '/authenticators/1',
      { kind: 'hardware_totp', step_seconds: 60 },
      '/authenticators/1',
      'authenticators_alike',
    ],
    ['/authenticators/1', { id: 'fob' }, '/authenticators/1/id', 'duplicate'],
    [
      '',
      { fixed_factors: ['login_credential', 'pin', 'confirmation_password', 'serial'] },
      '/fixed_factors',
      'name_reserved',
    ],
    [
      '/challenge_rules/0/when',
      { authenticators: ['card', 'ring'] },
      '/challenge_rules/0/when/authenticators',
      'reference_unknown',
    ],
    ['/challenge_rules/1', { id: 'login' }, '/challenge_rules/1/id', 'duplicate'],
    [
      '/challenge_rules/1',
      { replaces: ['retina'] },
      '/challenge_rules/1/replaces',
      'reference_unknown',
    ],
    ['/challenge_rules/5', { replaces: ['pin'] }, '/challenge_rules/5/replaces', 'needed_together'],
    [
      '/challenge_rules/4/when',
      { amount_yen_below: 1_000_000 },
      '/challenge_rules/4/when/amount_yen_below',
      'range_reversed',
    ],
    [
      '/adoption',
      { obligation: [{ from_on: '2015-02-29', effect: 'mandatory' }] },
      '/adoption/obligation/0/from_on',
      'date_invalid',
    ],
    [
      '/adoption',
      { migration: { from: 'fob', to: 'ring', cut_over_on: '2020-01-01' } },
      '/adoption/migration/to',
      'reference_unknown',
    ],
    [
      '/adoption',
      { migration: { from: 'fob', to: 'fob', cut_over_on: '2020-01-01' } },
      '/adoption/migration/to',
      'not_together',
    ],
    ['/enrolment', { proof: ['serial', 'retina'] }, '/enrolment/proof', 'reference_unknown'],
    ['/enrolment', { registrar_roles: ['admin'] }, '/enrolment/registrar_roles', 'needed_together'],
    [
      '/enrolment',
      { who_registers: ['administrator'] },
      '/enrolment/registrar_roles',
      'needed_together',
    ],
    [
      '/enrolment/grace',
      { count_from: 'fixed_date' },
      '/enrolment/grace/fixed_on',
      'needed_together',
    ],
    [
      '/enrolment/grace',
      { fixed_on: '2015-01-01' },
      '/enrolment/grace/fixed_on',
      'needed_together',
    ],
    [
      '/enrolment/grace',
      { authenticators: ['ring'] },
      '/enrolment/grace/authenticators',
      'reference_unknown',
    ],
    [
      '/lockout',
      { scopes: [{ authenticator: 'ring', scope: 'token' }] },
      '/lockout/scopes/0/authenticator',
      'reference_unknown',
    ],
    [
      '/lockout/unlock',
      { takes: { from: 3, to: 2, counts_filing_day: true, meaning: 'promise' } },
      '/lockout/unlock/takes',
      'range_reversed',
    ],
    [
      '/lockout/unlock',
      { permission: 'unlock_otp' },
      '/lockout/unlock/permission',
      'reference_unknown',
    ],
    [
      '/revocation',
      { initialise: { roles: ['master'], ...nobodysDesk } },
      '/revocation/initialise/desk',
      'reference_unknown',
    ],
    ['/self_service', { factors: ['otp'] }, '/self_service/factors', 'reference_unknown'],
    [
      '',
      { emergency_stop: { roles: ['master'], scheduled_transfers: 'stop', lifted_by_desk: 'x' } },
      '/emergency_stop/lifted_by_desk',
      'reference_unknown',
    ],
    [
      '/fees',
      {
        tax: {
          mode: 'excluded',
          rates: [
            { from_on: '2019-10-01', percent: 10 },
            { from_on: '2014-04-01', percent: 8 },
          ],
        },
      },
      '/fees/tax/rates/1/from_on',
      'dates_out_of_order',
    ],
    ['/fees', { return_within_days: 30 }, '/fees/return_within_days', 'needed_together'],
    [
      '/limits',
      { per_operation: [{ operations: ['x'], with_otp_yen: 2, without_otp_yen: 1 }] },
      '/limits/per_operation/0/operations',
      'reference_unknown',
    ],
    [
      '',
      {
        same_day: {
          operations: ['one_off_transfer'],
          requires: ['measures'],
          measures: [],
          resumes: 'at_once',
        },
      },
      '/same_day/measures',
      'needed_together',
    ],
  ];

  it.each(rows)('ALL-03 · at %s %j: %s', (at, parts, path, code) => {
    const document: unknown = JSON.parse(JSON.stringify(merged(at, parts)));
    const faults = faultsOf(document).map((one) => ({ path: one.path, code: one.code }));
    expect(faults).toEqual(path === '' ? [] : [{ path, code }]);
  });

  it.each(laterKinds)('ALL-03 · the kind %s is known and refused by name', (kind) => {
    const [fault] = faultsOf(merged('/authenticators/0', { kind }));
    expect(fault).toMatchObject({ path: '/authenticators/0/kind', code: 'kind_not_available' });
    expect(fault?.message.en).toContain(`${kind} is not available yet`);
    expect(fault?.message.ja).toContain(`「${kind}」はまだ利用できません`);
  });
});

describe('what the schema refuses, in words', () => {
  const rows: readonly [at: string, parts: object, code: string, en: string, ja: string][] = [
    ['/fees', { surprise: 1 }, 'unknown_key', 'is unknown, remove it', '削除してください'],
    ['/fees', { tax: { mode: 'excluded' } }, 'missing_key', 'lacks rates', '「rates」がありません'],
    ['/fees', { tax: { mode: 'x' } }, 'not_one_of', 'included, excluded', 'included, excluded'],
    ['/authenticators/0', { digits: 7 }, 'not_one_of', '6, 8', '6, 8'],
    ['/lockout', { threshold: 0 }, 'out_of_range', 'from 1 to 100', '1以上100以下'],
    ['/lockout', { threshold: '5' }, 'wrong_type', 'a whole number', '整数'],
    ['/desks/0/hours/0', { from: '9:00' }, 'wrong_pattern', 'is not written', '書式'],
    ['', { desks: [] }, 'wrong_length', 'at least 1', '1件以上'],
    ['/relations', { users_per_token: 0 }, 'out_of_range', 'at least 1', '1以上'],
    ['/enrolment/grace', { length: {} }, 'wrong_length', 'exactly one of', '一つだけ'],
    [
      '/authenticators/0',
      { lifetime: { ends: 'years_after_issue', years: 99, extendable_in_app: true } },
      'out_of_range',
      'from 1 to 20',
      '1以上20以下',
    ],
  ];

  it.each(rows)('ALL-03 · at %s %j is %s, and only that', (at, parts, code, en, ja) => {
    const faults = faultsOf(merged(at, parts));
    expect(faults.map((one) => one.code)).toEqual([code]);
    expect(faults[0]?.message.en).toContain(en);
    expect(faults[0]?.message.ja).toContain(ja);
  });
});
