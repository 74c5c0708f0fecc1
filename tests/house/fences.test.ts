/**
 * The other fences: linter, compiler, dead code, Node. Each gets a planted violation, because a tool
 * that silently reads nothing looks like a tool that finds nothing.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { emptyWorkspace, plantTree } from './planted-tree.ts';
import { root } from './repository-files.ts';

/** Runs a locked tool over planted files and gives its exit code and all that it printed. */
function toolIn(files: Readonly<Record<string, string>>, name: string, args: readonly string[]) {
  const tree = plantTree(files);
  try {
    const done = spawnSync(join(root, 'node_modules', '.bin', name), args, {
      cwd: tree.root,
      encoding: 'utf8',
      env: { ...process.env, NO_COLOR: '1' },
    });
    return { status: done.status, printed: `${done.stdout}${done.stderr}` };
  } finally {
    tree.remove();
  }
}

/** The lines that name a file: both tools print one a finding. */
function linesAbout(printed: string, path: string): string {
  return printed
    .split('\n')
    .filter((line) => line.includes(path))
    .join('\n');
}

function repositoryText(path: string): string {
  return readFileSync(join(root, path), 'utf8');
}

describe('biome', () => {
  const check = ['check', '--error-on-warnings', '--vcs-enabled=false', '--reporter=github'];
  const config = { 'biome.json': repositoryText('biome.json') };
  const plants = [
    ['noExplicitAny', 'packages/engine/src/a.ts', 'export const a = (b: any) => b;\n'],
    ['noNonNullAssertion', 'apps/server/src/a.ts', 'export const a = (b?: string) => b!.length;\n'],
    ['noConsole', 'packages/service/src/a.ts', "console.log('a code');\n"],
    ['noConsole', 'apps/server/src/http/a.ts', "console.error('a code');\n"],
    ['useNodejsImportProtocol', 'packages/store/src/a.ts', "import 'fs';\n"],
    [
      'useImportType',
      'packages/store/src/b.ts',
      "import { A } from './c.ts';\n\nexport type B = A;\n",
    ],
    ['noUnusedVariables', 'packages/otp/src/a.ts', 'function a() {}\n'],
    ['noFocusedTests', 'packages/otp/src/a.test.ts', "describe.only('a', () => {});\n"],
    ['noSkippedTests', 'packages/otp/src/b.test.ts', "describe.skip('a', () => {});\n"],
    ['format', 'apps/cli/src/a.ts', 'export const a = "b"\n'],
  ] as const;

  it('reports every planted violation', () => {
    const texts = Object.fromEntries(plants.map(([, path, text]) => [path, text]));
    const { status, printed } = toolIn({ ...config, ...texts }, 'biome', check);
    expect(status, printed).toBe(1);
    for (const [rule, path] of plants) expect(linesAbout(printed, path)).toContain(rule);
  });

  it('lets a sound file pass', () => {
    const files = { ...config, 'packages/otp/src/a.ts': "export const a = 'b';\n" };
    const { status, printed } = toolIn(files, 'biome', [
      'check',
      '--vcs-enabled=false',
      'packages',
    ]);
    expect(status, printed).toBe(0);
    expect(printed).toContain('Checked 1 file');
  });
});

describe('the compiler', () => {
  it.each([
    [
      'otp',
      [
        ["import 'node:crypto';\n", 'node:crypto'],
        ['export const a = document.title;\n', 'document'],
      ],
    ],
    [
      'engine',
      [
        ['export const a = process.env;\n', 'process'],
        ['export enum A { b }\n', 'erasableSyntaxOnly'],
        ['export const a = (b: string[]): string => b[0];\n', 'undefined'],
        ["import { A } from './type.ts';\nexport type B = A;\n", 'verbatimModuleSyntax'],
      ],
    ],
  ] as const)('refuses in %s what must not stand there', (name, plants) => {
    const path = (index: number) => `packages/${name}/src/planted-${index}.ts`;
    const files = {
      ...emptyWorkspace(`packages/${name}`),
      'tsconfig.base.json': repositoryText('tsconfig.base.json'),
      [`packages/${name}/tsconfig.json`]: repositoryText(`packages/${name}/tsconfig.json`),
      [`packages/${name}/src/type.ts`]: 'export type A = 1;\n',
      ...Object.fromEntries(plants.map(([text], index) => [path(index), text])),
    };
    const { status, printed } = toolIn(files, 'tsc', ['-p', `packages/${name}`]);
    expect(status, printed).not.toBe(0);
    for (const [index, [, reason]] of plants.entries()) {
      expect(linesAbout(printed, path(index))).toContain(reason);
    }
    expect(linesAbout(printed, 'type.ts')).toBe('');
  });
});

describe('knip', () => {
  it('reports a file, an export and a dependency that nobody uses', () => {
    const files = {
      'package.json': JSON.stringify({ name: 'planted', workspaces: ['packages/*', 'apps/*'] }),
      'knip.json': repositoryText('knip.json'),
      ...emptyWorkspace('packages/engine', { dependencies: { 'left-alone': '1.0.0' } }),
      'packages/engine/src/orphan.ts': 'export const orphan = 1;\n',
    };
    const { status, printed } = toolIn(files, 'knip', []);
    expect(status, printed).not.toBe(0);
    for (const found of ['orphan.ts', 'left-alone', 'engine  packages/engine/src/index.ts']) {
      expect(printed).toContain(found);
    }
  });
});

describe('Node', () => {
  it('is the one that package.json pins', () => {
    const manifest: { readonly optionalDependencies: Record<string, string> } = JSON.parse(
      repositoryText('package.json'),
    );
    const pinned = manifest.optionalDependencies[`node-${process.platform}-${process.arch}`];
    if (pinned !== undefined) expect(process.versions.node).toBe(pinned);
    expect(Number.parseInt(process.versions.node, 10)).toBeGreaterThanOrEqual(24);
  });

  it.each([
    ['20.19.0', false],
    ['22.21.1', false],
    ['23.11.0', false],
    ['24.0.0', true],
    ['26.1.0', true],
  ])('%s may run Warifu: %s', (version, allowed) => {
    const script = join(root, 'scripts', 'check-node.mjs');
    const ask = `const { nodeComplaint } = await import(process.argv[1]); console.log(nodeComplaint('${version}') ?? 'fine');`;
    const args = ['--input-type=module', '--eval', ask, script];
    const printed = spawnSync(process.execPath, args, { encoding: 'utf8' }).stdout.trim();
    expect(printed).toMatch(allowed ? /^fine$/ : /run npm ci; elsewhere install Node 24$/);
  });
});
