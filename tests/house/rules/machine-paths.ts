import type { Rule } from '../source-file.ts';
import { matchesOf } from '../syntax.ts';

/** Folders of somebody’s machine, and hosts that serve packages. */
const path = /(?<![\w.:/<}-])\/(home|root|work|tmp|Users|mnt)\/[\w.-]+/;
const windows = /\b[A-Z]:\\{1,2}Users\\/;
const registry = new RegExp(
  [
    'https?://[\\w.:-]*registry',
    '^\\s*(@[\\w-]+:)?registry\\s*=',
    'registry[.](npmjs|yarnpkg)',
    '(deb|security)[.]debian[.]org',
    '(files[.]pythonhosted|pypi)[.]org',
    '"resolved": "https?:',
  ].join('|'),
);

/** What is true of one machine only breaks on the next one, and tells about the first. */
export const machinePaths: Rule = {
  ban: 'No path of a machine and no registry’s host in a tracked file.',
  instead:
    'build paths from import.meta.url or os.tmpdir(), and leave registries to npm’s own configuration.',
  check: (files) =>
    files.flatMap((file) =>
      [path, windows, registry].flatMap((pattern) =>
        matchesOf(file, pattern).map((match) => ({ path: file.path, ...match })),
      ),
    ),
  planted: [
    [{ path: 'README.md', text: `see ${['', 'home', 'me', 'warifu'].join('/')}\n` }],
    [{ path: 'packages/otp/src/a.test.ts', text: `open('${['', 'tmp', 'a.db'].join('/')}')\n` }],
    [{ path: 'package-lock.json', text: `"resolved": "${'https'}://packages.example/a.tgz"\n` }],
    [{ path: '.npmrc', text: `${'registry'}=x\n` }],
    [{ path: 'docs/a.md', text: ['C:', 'Users', 'me'].join('\\') }],
  ],
  sound: [
    {
      path: 'packages/otp/src/a.ts',
      text: "get('/v1/homes/root'); '/readyz'; 'https://a.example/home/b'\n",
    },
    { path: 'package-lock.json', text: '"resolved": "packages/otp"\n' },
  ],
};
