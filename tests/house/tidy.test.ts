/**
 * The house rules as a test: each ban with its replacement. A rule that cannot fail guards nothing,
 * so each brings trees that break it and one that keeps it.
 */
import { describe, expect, it } from 'vitest';
import { repositoryFiles } from './repository-files.ts';
import { allRules } from './rules/all-rules.ts';
import { describeFinding } from './source-file.ts';

const files = repositoryFiles();

it('reads the repository', () => {
  const paths = files.map((file) => file.path);
  expect(paths).toContain('package.json');
  expect(paths).toContain('packages/otp/src/totp.ts');
  expect(paths).toContain('tests/house/tidy.test.ts');
});

describe.each(Object.entries(allRules))('house rule: %s', (_name, rule) => {
  it('is kept', () => {
    expect(rule.check(files).map((finding) => describeFinding(rule, finding))).toEqual([]);
  });

  it.each(rule.planted.map((tree, index) => ({ tree, index })))(
    'finds planted violation $index',
    ({ tree }) => {
      const findings = rule.check(tree);
      expect(findings).not.toEqual([]);
      expect(findings.map((finding) => describeFinding(rule, finding)).join()).toContain(
        'Instead:',
      );
    },
  );

  it('has planted violations, and lets sound trees pass', () => {
    expect(rule.planted.length).toBeGreaterThan(0);
    expect(rule.check(rule.sound)).toEqual([]);
  });
});
