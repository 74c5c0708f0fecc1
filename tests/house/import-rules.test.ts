/**
 * The fence around the imports: it reads every module of this repository, and each of its rules
 * reports a violation that is planted in a small tree on disk.
 */
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { emptyWorkspace, plantTree } from './planted-tree.ts';
import { root } from './repository-files.ts';

interface Report {
  readonly modules: readonly string[];
  readonly unread: readonly string[];
  readonly violations: readonly { readonly rule: string; readonly from: string }[];
}

const workspaces = [
  ...['otp', 'pskc', 'wire', 'engine', 'service', 'store', 'institutions', 'testkit'].map(
    (name) => `packages/${name}`,
  ),
  ...['server', 'cli', 'portal'].map((name) => `apps/${name}`),
];
const skeleton: Readonly<Record<string, string>> = Object.assign(
  { 'package.json': JSON.stringify({ workspaces: ['packages/*', 'apps/*'] }) },
  ...workspaces.map((folder) => emptyWorkspace(folder)),
);

/** One forbidden import: where it is planted, what it imports, and the rule that must report it. */
const plants: readonly { readonly at: string; readonly imports: string; readonly rule: string }[] =
  [
    { at: 'packages/otp/src/a.ts', imports: '@warifu/engine', rule: 'otp-imports-only-itself' },
    { at: 'packages/pskc/src/a.ts', imports: '@warifu/otp', rule: 'pskc-imports-only-itself' },
    { at: 'packages/wire/src/a.ts', imports: '@warifu/engine', rule: 'wire-imports-only-itself' },
    { at: 'packages/engine/src/a.ts', imports: '@warifu/pskc', rule: 'engine-imports-only-otp' },
    {
      at: 'packages/service/src/a.ts',
      imports: '@warifu/store',
      rule: 'service-imports-only-engine-otp-pskc',
    },
    {
      at: 'packages/store/src/a.ts',
      imports: '@warifu/otp',
      rule: 'store-imports-only-engine-service',
    },
    {
      at: 'packages/institutions/src/a.ts',
      imports: '@warifu/service',
      rule: 'institutions-imports-only-engine',
    },
    {
      at: 'packages/testkit/src/a.ts',
      imports: '@warifu/store',
      rule: 'testkit-imports-only-otp-pskc-engine-wire',
    },
    {
      at: 'packages/store/src/b.ts',
      imports: '@warifu/server',
      rule: 'packages-never-import-apps',
    },
    {
      at: 'packages/otp/src/b.test.ts',
      imports: '@warifu/server',
      rule: 'packages-never-import-apps',
    },
    { at: 'apps/server/src/a.ts', imports: '@warifu/cli', rule: 'apps-never-import-apps' },
    {
      at: 'apps/portal/src/a.ts',
      imports: '@warifu/server',
      rule: 'only-the-cli-imports-the-server',
    },
    {
      at: 'apps/server/src/d.ts',
      imports: './demo/a.ts',
      rule: 'production-never-imports-the-demo',
    },
    { at: 'packages/otp/src/c.ts', imports: './d.ts', rule: 'no-circular-imports' },
    {
      at: 'packages/service/src/c.ts',
      imports: '../../engine/src/index.ts',
      rule: 'no-relative-import-of-another-package',
    },
    {
      at: 'tests/scenarios/a.test.ts',
      imports: '../../packages/otp/src/index.ts',
      rule: 'no-relative-import-of-a-package-from-outside',
    },
    { at: 'apps/server/src/b.ts', imports: '@warifu/testkit', rule: 'no-test-code-in-product' },
    { at: 'apps/server/src/c.ts', imports: './c.test.ts', rule: 'no-test-code-in-product' },
    { at: 'packages/engine/src/b.ts', imports: './testing/a.ts', rule: 'no-test-code-in-product' },
    {
      at: 'packages/engine/src/c.ts',
      imports: 'node:crypto',
      rule: 'no-node-modules-in-otp-and-engine',
    },
    {
      at: 'packages/otp/src/e.ts',
      imports: 'node:sqlite',
      rule: 'no-node-modules-in-otp-and-engine',
    },
    {
      at: 'packages/store/src/c.ts',
      imports: '@warifu/engine/src/index.ts',
      rule: 'no-unresolvable-import',
    },
    { at: 'packages/store/src/d.ts', imports: './absent.ts', rule: 'no-unresolvable-import' },
  ];

/** Files that the plants lean on. */
const supports = {
  'packages/otp/src/d.ts': "import type {} from './c.ts';\nexport const d = 1;\n",
  'apps/server/src/c.test.ts': 'export const c = 1;\n',
  'apps/server/src/demo/a.ts': 'export const a = 1;\n',
  'packages/engine/src/testing/a.ts': 'export const a = 1;\n',
};

/** What the layers are for: all of this is allowed. */
const allowed = {
  'packages/engine/src/a.ts': "import '@warifu/otp';\n",
  'packages/engine/src/a.test.ts': "import 'node:crypto';\nimport '@warifu/testkit';\n",
  'packages/service/src/a.ts': "import '@warifu/engine';\nimport 'node:crypto';\n",
  'packages/store/src/a.ts': "import '@warifu/service';\nimport 'node:sqlite';\n",
  'packages/testkit/src/a.ts': "import '@warifu/otp';\n",
  'apps/server/src/a.ts': "import '@warifu/store';\nimport '@warifu/wire';\n",
  'apps/cli/src/a.ts': "import '@warifu/server';\n",
  'tests/scenarios/a.test.ts': "import '@warifu/server';\nimport '@warifu/testkit';\n",
  'tests/outside/a.test.ts': "import '../../packages/otp/src/index.ts';\n",
};

it('reads every module of this repository and finds no violation', () => {
  const { modules, unread, violations } = readTree(root);
  console.info(`import rules: ${modules.length} modules read`);
  expect(modules.length).toBeGreaterThan(0);
  expect(modules).toContain('packages/otp/src/totp.ts');
  expect(unread).toEqual([]);
  expect(violations).toEqual([]);
});

it('fails when nothing was read', () => {
  const tree = plantTree({ 'packages/a/notes.txt': 'no module here' });
  const done = checkImports(tree.root);
  tree.remove();
  expect(JSON.parse(done.stdout)).toEqual({ modules: [], violations: [], unread: [] });
  expect(done.status).toBe(1);
});

it('reports every planted violation, and each rule has one', () => {
  const planted = plants.map(({ at, imports }) => [at, `import '${imports}';\n`]);
  const found = inTree({ ...skeleton, ...supports, ...Object.fromEntries(planted) });
  for (const { at, rule } of plants) {
    expect(found.violations).toContainEqual(expect.objectContaining({ rule, from: at }));
  }
  expect([...new Set(plants.map(({ rule }) => rule))].sort()).toEqual(ruleNames());
});

it('reports a forbidden import of a type alone', () => {
  const text = "import type { store } from '@warifu/store';\n";
  const { violations } = inTree({ ...skeleton, 'packages/engine/src/a.ts': text });
  expect(violations.map(({ rule }) => rule)).toEqual(['engine-imports-only-otp']);
});

it('lets every allowed import pass', () => {
  const { modules, violations } = inTree({ ...skeleton, ...allowed });
  expect(violations).toEqual([]);
  expect(modules.length).toBe(workspaces.length + Object.keys(allowed).length);
});

function inTree(files: Readonly<Record<string, string>>): Report {
  const tree = plantTree(files);
  try {
    return readTree(tree.root);
  } finally {
    tree.remove();
  }
}

function readTree(folder: string): Report {
  const done = checkImports(folder);
  expect(done.stderr).toBe('');
  const report: Report = JSON.parse(done.stdout);
  expect(done.status).toBe(report.violations.length + report.unread.length === 0 ? 0 : 1);
  return report;
}

function checkImports(folder: string) {
  const script = join(root, 'scripts', 'check-imports.mjs');
  const args = [script, '--json', '--root', folder];
  return spawnSync(process.execPath, args, { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
}

function ruleNames(): string[] {
  const config: { readonly forbidden: readonly { readonly name: string }[] } = createRequire(
    import.meta.url,
  )(join(root, '.dependency-cruiser.cjs'));
  return config.forbidden.map(({ name }) => name).sort();
}
