import type { Rule } from '../source-file.ts';
import { manifestsOf } from './manifest.ts';

const exact = /^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$/;

/** A range installs something else next month, and the lock file alone does not say why. */
export const exactVersions: Rule = {
  ban: 'No version range in a package.json.',
  instead: 'write the exact version that the lock file has, such as 1.2.3.',
  check: (files) =>
    manifestsOf(files).flatMap(({ path, listed }) =>
      listed
        .filter((dependency) => !exact.test(dependency.version))
        .map(({ name, version }) => ({ path, found: `${name} ${version}` })),
    ),
  planted: ['^1.2.3', '~1.2.3', '*', 'latest', '1.2', 'workspace:*', 'file:../x', '>=1.0.0'].map(
    (version) => [
      { path: 'packages/a/package.json', text: JSON.stringify({ dependencies: { b: version } }) },
    ],
  ),
  sound: [
    {
      path: 'package.json',
      text: JSON.stringify({
        devDependencies: { a: '1.2.3' },
        optionalDependencies: { b: '1.0.0-rc.1' },
      }),
    },
  ],
};
