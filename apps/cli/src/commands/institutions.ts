import { configOf, hasStore, onData, onDataOrNew } from '../data.ts';
import type { Leaf } from '../leaf.ts';
import { Failure } from '../outcome.ts';
import { faulty, readPolicy } from '../policy-file.ts';

/** `warifu institutions add`: an institution is its policy document. */
export const institutionsAdd: Leaf = {
  usage: 'add <policy>',
  summary: 'Make an institution known from its policy document (a file, or - for standard input).',
  examples: ['warifu institutions add policy.json'],
  onData: true,
  run: async (invocation) => {
    const [file = ''] = invocation.args;
    const parsed = await readPolicy(invocation.io, file);
    if (!parsed.ok) return faulty(file, parsed);
    const { id, name } = parsed.policy.institution;
    const made = !(await hasStore(await configOf(invocation)));
    const { store } = await onDataOrNew(invocation, async (admin) => {
      const status = await admin.status();
      if (status.institutions.includes(id))
        throw new Failure('institution_known', `${id} is known already; nothing was changed`);
      await admin.addInstitution(parsed.policy);
      return status;
    });
    const known = `${name.en} (${id}) is known, with version 1 of its policy`;
    const text = made ? `${known}; its store is new, in ${store}` : known;
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
