import { spawnSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** One place of the source and what a careless hand would make of it. */
export interface Plant {
  readonly file: string;
  readonly right: string;
  readonly wrong: string;
}

export interface SuiteRun {
  readonly status: number | null;
  readonly output: string;
}

/** A copy of the product and its scenarios, in which bugs can be planted without touching the original. */
export function copyTree(): string {
  const copy = mkdtempSync(join(tmpdir(), 'warifu-planted-'));
  const isSource = (path: string) => !/node_modules|\/(dist|data)$/.test(path.slice(root.length));
  for (const name of [
    'packages',
    'apps',
    'tests',
    'sim',
    'vitest.config.ts',
    'package.json',
    'tsconfig.json',
    'tsconfig.base.json',
  ])
    cpSync(join(root, name), join(copy, name), { recursive: true, filter: isSource });
  linkModules(copy);
  return copy;
}

/** The installed modules of others; our own workspaces are those of the copy. */
function linkModules(copy: string): void {
  const [from, to] = [join(root, 'node_modules'), join(copy, 'node_modules')];
  mkdirSync(join(to, '@warifu'), { recursive: true });
  for (const name of readdirSync(from).filter((one) => one !== '@warifu'))
    symlinkSync(join(from, name), join(to, name));
  for (const folder of ['packages', 'apps'])
    for (const name of readdirSync(join(copy, folder)))
      symlinkSync(join(copy, folder, name), join(to, '@warifu', name));
}

/** Plants bugs, runs one part of the suite, and puts the source right again. */
export function runWithBug(
  copy: string,
  plants: readonly Plant[],
  tests: readonly string[],
): SuiteRun {
  const originals = plants.map(({ file, right, wrong }) => {
    const path = join(copy, file);
    const text = readFileSync(path, 'utf8');
    if (!text.includes(right)) throw new Error(`${file} has changed; plant the bug anew: ${right}`);
    writeFileSync(path, text.replace(right, wrong));
    return { path, text };
  });
  try {
    return runSuite(copy, tests);
  } finally {
    for (const { path, text } of originals.toReversed()) writeFileSync(path, text);
  }
}

export function runSuite(copy: string, tests: readonly string[]): SuiteRun {
  const vitest = join(root, 'node_modules/vitest/vitest.mjs');
  const run = spawnSync(process.execPath, [vitest, 'run', '--project', 'scenario', ...tests], {
    cwd: copy,
    env: { ...process.env, NO_COLOR: '1' },
  });
  return { status: run.status, output: `${run.stdout}${run.stderr}` };
}
