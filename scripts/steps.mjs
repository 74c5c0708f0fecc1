import { spawnSync } from 'node:child_process';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository's root; every command runs there, wherever the caller stands. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/**
 * One command of a suite.
 * @typedef {object} Step
 * @property {string} name what it looks at
 * @property {string} command the line that repeats it alone, with node_modules/.bin in the PATH
 */

/**
 * The steps of `npm run check` without the tests: cheap, and first, so that a slip costs seconds.
 * @type {Step[]}
 */
export const fences = [
  { name: 'format and lint', command: 'biome check --error-on-warnings .' },
  { name: 'types', command: 'tsc -p tsconfig.json' },
  { name: 'types of otp, without Node and DOM', command: 'tsc -p packages/otp/tsconfig.json' },
  {
    name: 'types of engine, without Node and DOM',
    command: 'tsc -p packages/engine/tsconfig.json',
  },
  { name: 'types of scripts', command: 'tsc -p scripts/tsconfig.json' },
  { name: 'import rules', command: 'node scripts/check-imports.mjs' },
  { name: 'dead code', command: 'knip' },
];

/**
 * The tests, in the order of their cost; the names are the projects of vitest.config.ts.
 * @type {Step[]}
 */
export const unitTests = [{ name: 'unit tests', command: 'vitest run --project unit' }];

/** @type {Step[]} */
export const longTests = [
  { name: 'scenario tests', command: 'vitest run --project scenario' },
  {
    name: 'scenario tests on PostgreSQL',
    command: 'vitest run --project scenario-postgres',
  },
  { name: 'durability tests', command: 'vitest run --project durability' },
];

/**
 * Runs the steps one after another, timed. The first failure ends the process with the step's own
 * exit code, naming the command that repeats it.
 * @param {readonly Step[]} steps
 * @returns {void}
 */
export function runSteps(steps) {
  const begun = Date.now();
  for (const step of steps) {
    console.log(`\n── ${step.name}: ${step.command}`);
    const stepBegun = Date.now();
    const exitCode = run(step.command);
    if (exitCode !== 0) {
      console.error(
        `\nfailed: ${step.name} (exit ${exitCode}). Repeat it with: npx ${step.command}`,
      );
      process.exit(exitCode);
    }
    console.log(`   ${step.name}: ok, ${seconds(stepBegun)} s`);
  }
  console.log(`\n${steps.length} steps passed in ${seconds(begun)} s`);
}

/**
 * Runs one command line in the root with the locked tools first in the PATH.
 * @param {string} command
 * @returns {number} its exit code; 1 when it died of a signal or could not start
 */
function run(command) {
  const path = [join(root, 'node_modules', '.bin'), process.env['PATH'] ?? ''].join(delimiter);
  const done = spawnSync(command, {
    cwd: root,
    shell: true,
    stdio: 'inherit',
    env: { ...process.env, PATH: path },
  });
  return done.status ?? 1;
}

/** @param {number} since */
function seconds(since) {
  return ((Date.now() - since) / 1000).toFixed(1);
}
