/**
 * The import rules of .dependency-cruiser.cjs, with a fence of its own: a tool that reads nothing
 * finds nothing. Some versions of the compiler leave dependency-cruiser with 0 modules and exit 0,
 * so every source file on disk must be among the modules it says it read.
 *
 * `--root FOLDER` looks at another tree (the test plants violations there); `--json` prints what was
 * found as one JSON object.
 */
import './check-node.mjs';
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { root as repository } from './steps.mjs';

const { values: options } = parseArgs({
  options: { root: { type: 'string', default: repository }, json: { type: 'boolean' } },
});
const root = resolve(options.root);
const folders = ['packages', 'apps', 'tests', 'bench', 'sim', 'scripts'].filter((folder) =>
  existsSync(join(root, folder)),
);

const found = readModules();
const unread = sourceFiles().filter((file) => !found.modules.includes(file));
if (options.json) console.log(JSON.stringify({ ...found, unread }));
else tell();
if (found.modules.length === 0 || unread.length > 0 || found.violations.length > 0) {
  process.exitCode = 1;
}

/**
 * @typedef {{ rule: { name: string }, from: string, to: string, cycle?: { name: string }[] }} Violation
 * @returns {{ modules: string[], violations: { rule: string, from: string, to: string }[] }}
 */
function readModules() {
  const config = join(repository, '.dependency-cruiser.cjs');
  const cruiser = join(
    repository,
    'node_modules',
    'dependency-cruiser',
    'bin',
    'dependency-cruiser.mjs',
  );
  const args = [cruiser, '--config', config, '--output-type', 'json', ...folders];
  const done = spawnSync(process.execPath, args, {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 256 * 1024 * 1024,
  });
  if (!done.stdout.startsWith('{')) throw new Error(`dependency-cruiser said: ${done.stderr}`);
  const report = JSON.parse(done.stdout);
  /** @type {Violation[]} */
  const violations = report.summary.violations;
  /** @type {{ source: string }[]} */
  const modules = report.modules;
  return {
    modules: modules.map((module) => module.source).filter(isOurs),
    violations: violations.map((violation) => ({
      rule: violation.rule.name,
      from: violation.from,
      to: violation.cycle?.map((step) => step.name).join(' → ') ?? violation.to,
    })),
  };
}

/** @param {string} path */
function isOurs(path) {
  return folders.some((folder) => path.startsWith(`${folder}/`)) && !path.includes('node_modules/');
}

/** Every TypeScript file on disk below the folders, as paths from the root. */
function sourceFiles() {
  return folders
    .flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map(
        (path) => `${folder}/${path.replaceAll('\\', '/')}`,
      ),
    )
    .filter((path) => /\.tsx?$/.test(path) && !/(^|\/)(node_modules|dist)\//.test(path));
}

function tell() {
  for (const { rule, from, to } of found.violations) console.error(`${rule}: ${from} → ${to}`);
  for (const file of unread) console.error(`not read: ${file}`);
  const { modules, violations } = found;
  console.log(
    `import rules: ${modules.length} modules read, ${unread.length} not read, ${violations.length} violations`,
  );
}
