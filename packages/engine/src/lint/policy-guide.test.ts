import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parsePolicy } from '../policy/parse-policy.ts';
import { lintPolicy } from './lint-policy.ts';
import { usualLimits } from './walk/walk.ts';

const folder = new URL('../../../../docs/policy-guide/examples/', import.meta.url);
const names = readdirSync(folder).toSorted();

const full = process.env['WARIFU_FULL'] === '1';
const limits = full ? usualLimits : { troubles: [1, 1, 0], states: 3_000 };

/** Invented institutions, with what the linter must say of each. */
const deserved: Readonly<Record<string, readonly string[]>> = {
  'hayase.json': ['grace_long'],
  'minamo.json': ['scheduled_transfers_go_on'],
  'tsukishiro.json': ['fails_open', 'mail_as_factor', 'suspension_behind_login'],
};

describe('the institutions of the guide', () => {
  it('ALL-03 · are three', () => {
    expect(names).toEqual(Object.keys(deserved));
  });

  it.each(names)(
    'ALL-03 · %s parses, has no error and no dead end',
    (name) => {
      const parsed = parsePolicy(JSON.parse(readFileSync(new URL(name, folder), 'utf8')));
      if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
      const findings = lintPolicy(parsed.policy, limits);
      expect(findings.filter((one) => one.severity === 'error')).toEqual([]);
      const codes = findings.map((one) => one.code);
      for (const code of deserved[name] ?? []) expect(codes).toContain(code);
    },
    180_000,
  );

  it.each(['ja', 'en'])('ALL-03 · the guide in %s tells of each of them', (language) => {
    const guide = readFileSync(new URL(`../guide.${language}.md`, folder), 'utf8');
    for (const name of names) expect(guide).toContain(`examples/${name}`);
  });
});
