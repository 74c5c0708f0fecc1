import type { Leaf } from '../leaf.ts';
import { faulty, readPolicy } from '../policy-file.ts';
import { languageOf, withLanguage } from './language.ts';

/** `warifu policy check`: the schema and the references of a policy document. */
export const policyCheck: Leaf = {
  usage: 'check <policy>',
  summary: 'Check a policy document: its schema, and that every reference leads somewhere.',
  examples: ['warifu policy check policy.json', 'warifu policy check policy.json --json'],
  onData: false,
  options: withLanguage,
  run: async ({ args: [file = ''], options, io }) => {
    const parsed = await readPolicy(io, file);
    if (!parsed.ok) return faulty(file, parsed, languageOf(options));
    const { id, name } = parsed.policy.institution;
    const text = `${file} is a valid policy: ${name.en} (${id})`;
    return { ok: true, document: { valid: true, institution: id, faults: [] }, text };
  },
};
