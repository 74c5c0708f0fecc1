import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parsePolicy } from '../policy/parse-policy.ts';
import { policyWith } from '../testing/policies.ts';
import { bySeverity, type Finding } from './finding.ts';
import { lintDocument } from './lint-policy.ts';
import { brokenPolicies } from './testing/broken-policies.ts';

const japanese = /[\u3040-\u30ff\u4e00-\u9fff]/;

describe('broken policies', () => {
  it('ALL-03 · are at least forty', () => {
    expect(new Set(brokenPolicies.map((one) => `${one.code} ${one.path}`)).size).toBeGreaterThan(
      40,
    );
  });

  it.each(brokenPolicies)('ALL-03 · $code at $path', ({ edit, code, path, ja, en }) => {
    const policy = policyWith(edit);
    // The linter speaks of policies that parse; what the schema refuses never gets here.
    const parsed = parsePolicy(policy);
    expect(parsed.ok ? [] : parsed.faults).toEqual([]);
    const found = lintDocument(policy).find((one) => one.code === code && one.path === path);
    expect(found?.message.ja).toContain(ja);
    expect(found?.message.ja).toMatch(japanese);
    expect(found?.message.en).toContain(en);
    expect(found?.message.en).not.toMatch(japanese);
  });

  it('ALL-03 · every check of the linter has a policy that breaks it', () => {
    const sources = readdirSync(new URL('.', import.meta.url)).filter((name) =>
      /^(lint|dead)-.*(?<!test)\.ts$/.test(name),
    );
    const codes = sources.flatMap((name) => {
      const text = readFileSync(new URL(name, import.meta.url), 'utf8');
      const heads = text.matchAll(/\[\s*(?:'(?:error|warning|note)'|severity),\s*'([a-z_]+)'/g);
      return [...heads].flatMap((head) => head[1] ?? []);
    });
    const broken = new Set(brokenPolicies.map((one) => one.code));
    // Found by walking, or by a policy of more rules than a person writes; tested beside those.
    const elsewhere = ['dead_end', 'walk_cut_short', 'walk_reduced', 'rules_too_many_to_check'];
    expect(codes.length).toBeGreaterThan(60);
    expect(codes.filter((code) => !broken.has(code) && !elsewhere.includes(code))).toEqual([]);
  });
});

describe('findings', () => {
  it('come with errors first', () => {
    const finding = (severity: Finding['severity']): Finding => ({
      severity,
      code: severity,
      path: '/',
      message: { ja: '', en: '' },
    });
    const sorted = bySeverity([finding('note'), finding('warning'), finding('error')]);
    expect(sorted.map((one) => one.severity)).toEqual(['error', 'warning', 'note']);
  });

  it('ALL-03 · a policy with more combinations than can be asked is told so', () => {
    const policy = policyWith((one) => {
      one.challenge_rules = Array.from({ length: 30 }, (_, index) => ({
        id: `rule_${index}`,
        when: {
          amount_yen_from: index + 1,
          channels: [`channel_${index}`],
          payee_classes: [`class_${index}`],
        },
        factors: ['otp'],
      }));
    });
    const codes = lintDocument(policy).map((one) => one.code);
    expect(codes).toContain('rules_too_many_to_check');
  });

  it.each([
    ['window_wide', 'RFC 6238 5.2; OWASP ASVS 6.5.5'],
    ['step_long', 'OWASP ASVS 6.5.5'],
    ['look_ahead_wide', 'RFC 4226 7.4'],
    ['threshold_high', 'PSD2 RTS 4(3)(b); RFC 4226 7.3'],
    ['cap_high', 'NIST SP 800-63B-4 3.2.2'],
    ['fails_open', 'NIST SP 800-63B-4 4.4'],
    ['first_binding_alone', 'NIST SP 800-63B-4 4.1.2.1'],
    ['mail_has_link', 'NIST SP 800-63B-4 4.1.2.2; FSA 2025-07'],
    ['act_by_password_alone', 'OWASP ASVS 6.4.4, 7.5.3'],
  ])('rows 21, 22, 29, 30 · %s names its clause: %s', (code, clause) => {
    const broken = brokenPolicies.find((one) => one.code === code);
    const findings = lintDocument(policyWith(broken?.edit));
    expect(findings.find((one) => one.code === code)?.clause).toBe(clause);
  });
});
