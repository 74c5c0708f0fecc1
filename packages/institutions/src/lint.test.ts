import { lintPolicy, parsePolicy, usualLimits } from '@warifu/engine';
import { describe, expect, it } from 'vitest';
import { type DemoInstitutionId, demoInstitutionIds, demoPolicy } from './index.ts';

// All troubles of the usual walk take a minute for the five; the tests of every day look at fewer.
const full = process.env['WARIFU_FULL'] === '1';
const limits = full ? usualLimits : { troubles: [2, 1, 1], states: 8_000 };

/** What the linter must say of each document, where its notice and the standards disagree. */
const deserved: Readonly<Record<DemoInstitutionId, readonly string[]>> = {
  nanahoshi: ['act_without_proof'],
  kinpo: ['act_by_password_alone', 'first_binding_alone', 'mail_address_unproven'],
  kenyo: ['mail_has_link', 'act_by_password_alone', 'first_binding_alone', 'activation_long'],
  hokushin: ['act_by_password_alone', 'loss_in_desk_hours_only'],
  komatsubara: ['first_binding_alone', 'loss_in_desk_hours_only'],
};

describe('the demo policies under the linter', () => {
  it.each(demoInstitutionIds)(
    'ALL-03 · %s: no error, no dead end, and the warnings it deserves',
    (id) => {
      const parsed = parsePolicy(demoPolicy(id));
      if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
      const findings = lintPolicy(parsed.policy, limits);
      expect(findings.filter((one) => one.severity === 'error')).toEqual([]);
      const codes = findings.map((one) => one.code);
      for (const code of deserved[id]) expect(codes).toContain(code);
      expect(codes).not.toContain('walk_cut_short');
    },
    120_000,
  );
});
