import type { Rule } from '../source-file.ts';

/** Names that the world expects in this form. */
const customary = new Set(['README.md', 'CHANGELOG.md', 'CONTRIBUTING.md', 'LICENSE', 'NOTICE']);
const kebab = /^\.?[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+(-[a-z0-9]+)*)*$/;

/** Test data of others keeps the names under which others know it. */
const foreign = /\/(fixtures|vectors)\//;

export const fileNames: Rule = {
  ban: 'No file or folder name but kebab-case.',
  instead: 'write key-vault.ts, not keyVault.ts, KeyVault.ts or key_vault.ts.',
  check: (files) =>
    files
      .filter(({ path }) => !foreign.test(path))
      .filter(
        ({ path }) => !path.split('/').every((name) => customary.has(name) || kebab.test(name)),
      )
      .map(({ path }) => ({ path, found: 'not kebab-case' })),
  planted: [
    'packages/otp/src/keyVault.ts',
    'packages/Otp/src/a.ts',
    'docs/key_vault.md',
    'docs/A.md',
  ].map((path) => [{ path, text: '' }]),
  sound: [
    { path: 'docs/adr/0001-node-24.md', text: '' },
    { path: '.dependency-cruiser.cjs', text: '' },
    { path: 'packages/otp/src/key-vault.test.ts', text: '' },
    { path: 'packages/pskc/src/vectors/aes_gcm_test.json', text: '' },
  ],
};

const vague = /^(utils?|commons?|shared|core)$/;

/** A name that says nothing collects everything. */
export const vagueNames: Rule = {
  ban: 'No package, folder or file of code called utils, common, shared or core.',
  instead: 'name it after what it is about.',
  check: (files) =>
    files
      .filter(({ path }) => !path.startsWith('docs/'))
      .filter(({ path }) =>
        path.split('/').some((name) => name.split(/[-.]/).some((part) => vague.test(part))),
      )
      .map(({ path }) => ({ path, found: 'a vague name' })),
  planted: [
    'packages/core/package.json',
    'packages/engine/src/utils.ts',
    'apps/server/src/shared/a.ts',
    'packages/otp/src/date-utils.ts',
    'packages/common-types/src/a.ts',
  ].map((path) => [{ path, text: '' }]),
  sound: [
    { path: 'packages/engine/src/score/scores.ts', text: '' },
    { path: 'docs/adr/0003-functional-core.md', text: '' },
  ],
};
