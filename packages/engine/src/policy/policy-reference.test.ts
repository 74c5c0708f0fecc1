import { readFileSync } from 'node:fs';
import { describe, expect, it, test } from 'vitest';
import { policyReference, referenceSections } from './policy-reference.ts';
import { meaningOf, policySchema, type SchemaNode } from './schema-node.ts';

/** Every key of the schema with its node. */
function keysOf(node: SchemaNode, path = ''): (readonly [string, SchemaNode])[] {
  const named = Object.entries(node.properties ?? {}).flatMap(([key, member]) => [
    [`${path}/${key}`, member] as const,
    ...keysOf(member, `${path}/${key}`),
  ]);
  const others = [
    ...Object.values(node.patternProperties ?? {}),
    ...(node.items ? [node.items] : []),
  ].flatMap((member) => keysOf(member, `${path}/*`));
  return [...named, ...others, ...(node.anyOf ?? []).flatMap((one) => keysOf(one, path))];
}

describe('the texts of the keys', () => {
  const keys = keysOf(policySchema());

  it('ALL-03 · every key has one in both languages', () => {
    const lacking = keys.filter(([, node]) => !node.description || !node['x-description-ja']);
    expect(lacking.map(([path]) => path)).toEqual([]);
    expect(keys.length).toBeGreaterThan(200);
  });

  it('ALL-03 · English is English and Japanese is Japanese', () => {
    const japanese = /[\u3040-\u30ff\u4e00-\u9fff]/;
    for (const [path, node] of keys) {
      expect(node.description, path).not.toMatch(/[\u3040-\u30ff]/);
      expect(node['x-description-ja'], path).toMatch(japanese);
    }
  });

  it('ALL-03 · a place of a document finds the text of its key', () => {
    expect(meaningOf('/lockout/threshold')?.en).toBe('Wrong codes that lock.');
    expect(meaningOf('/authenticators/0/digits')?.ja).toBe('コードの桁数。');
    expect(meaningOf('/enrolment/grace/length')?.en).toBe('How long it lasts.');
    expect(meaningOf('/no/such/key')).toBeUndefined();
  });
});

describe('the reference', () => {
  const urls = {
    ja: new URL('../../../../docs/policy-reference.ja.md', import.meta.url),
    en: new URL('../../../../docs/policy-reference.en.md', import.meta.url),
  };

  test.each(['ja', 'en'] as const)(
    'ALL-03 · the file in %s is up to date (npm run reference)',
    (language) => {
      expect(readFileSync(urls[language], 'utf8')).toBe(policyReference(language));
    },
  );

  it('ALL-03 · has a section for every part of a policy, and ranges and words', () => {
    const sections = referenceSections('en');
    expect(sections.map((one) => one.key)).toEqual(Object.keys(policySchema().properties ?? {}));
    const rows = sections.find((one) => one.key === 'lockout')?.rows ?? [];
    expect(rows.find((row) => row.key === 'threshold')?.values).toBe('1–100');
    expect(rows.find((row) => row.key === 'counting')?.values).toBe('`consecutive`, `cumulative`');
    expect(rows.find((row) => row.key === 'scopes')?.isOptional).toBe(true);
  });
});
