import type { PolicyFault } from '@warifu/engine';
import { onData } from '../data.ts';
import { readJson } from '../io.ts';
import type { Leaf } from '../leaf.ts';
import { counted, type Outcome } from '../outcome.ts';

/** `warifu institutions add`: an institution is its policy document. */
export const institutionsAdd: Leaf = {
  usage: 'add <policy>',
  summary: 'Make an institution known from its policy document (a file, or - for standard input).',
  examples: ['warifu institutions add policy.json'],
  onData: true,
  run: async (invocation) => {
    const [file = ''] = invocation.args;
    const document = readJson(invocation.io, file);
    const result = await onData(invocation, (admin) => admin.addInstitution(document));
    if (!result.ok) return faulty(file, result.faults);
    const { id, name } = result.policy.institution;
    const text = `${name.en} (${id}) is known, with version 1 of its policy`;
    return { ok: true, document: { institution: id, policy_version: 1 }, text };
  },
};

/** `warifu institutions list`: their ids. */
export const institutionsList: Leaf = {
  usage: 'list',
  summary: 'List the institutions.',
  examples: ['warifu institutions list', 'warifu institutions list --json'],
  onData: true,
  run: async (invocation) => {
    const { institutions } = await onData(invocation, (admin) => admin.status());
    const none = 'no institution yet; add one with `warifu institutions add policy.json`';
    return { ok: true, document: { institutions }, text: institutions.join('\n') || none };
  },
};

/** A policy document that was refused: every fault with its place. */
export function faulty(file: string, faults: readonly PolicyFault[]): Outcome {
  return {
    ok: false,
    document: { valid: false, faults },
    text: faults.map(({ path, message }) => `${path}: ${message}`).join('\n'),
    message: `${file} has ${counted(faults.length, 'fault')}; correct and check it again with \`warifu policy check ${file}\``,
  };
}
