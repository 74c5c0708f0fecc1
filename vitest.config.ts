import { defineConfig } from 'vitest/config';

/**
 * Four projects, told apart by what they cost: `unit` beside the sources (and the house rules),
 * `scenario` over HTTP against a real server with a real store (SQLite, and again PostgreSQL), `durability` with killed processes
 * and failing disks. WARIFU_FULL=1 asks for the full counts instead of the reduced ones; the tests
 * read it themselves, and the limits below widen with it.
 */
const seconds = 1_000;
const full = process.env['WARIFU_FULL'] === '1';

if (Number.parseInt(process.versions.node, 10) < 24) {
  throw new Error(
    `tests run on Node 24, and this is ${process.version}: use npm test, npm run check, or put node_modules/.bin first in the PATH`,
  );
}

/** A project of tests: each file in a process of its own, so that none leans on another's state. */
function project(name: string, include: string[], timeoutSeconds: number) {
  return {
    test: {
      name,
      include,
      pool: 'forks' as const,
      isolate: true,
      // node:sqlite still announces itself as experimental.
      execArgv: ['--disable-warning=ExperimentalWarning'],
      testTimeout: timeoutSeconds * seconds * (full ? 60 : 1),
      hookTimeout: timeoutSeconds * seconds,
    },
  };
}

const unit = project(
  'unit',
  [
    'packages/**/src/**/*.test.ts',
    'apps/**/src/**/*.test.ts',
    'tests/house/**/*.test.ts',
    'bench/**/*.test.ts',
    'sim/**/*.test.ts',
  ],
  30,
);
const scenario = project(
  'scenario',
  ['tests/scenarios/**/*.test.ts', 'tests/docs/**/*.test.ts'],
  60,
);
/** The same tables and races over PostgreSQL; what is about a store in a file is not among them. */
const scenarioPostgres = project(
  'scenario-postgres',
  [
    'tests/scenarios/!(demo|security)/**/*.test.ts',
    'tests/scenarios/security/{one-time,guessing,life-cycle}.test.ts',
  ],
  60,
);
const durability = project(
  'durability',
  ['tests/durability/**/*.test.ts', 'tests/planted/**/*.test.ts'],
  600,
);

export default defineConfig({
  test: {
    // Starts PostgreSQL when the first test asks for it.
    globalSetup: ['packages/store/src/testing/postgres-run.ts'],
    projects: [
      unit,
      { test: { ...scenario.test, sequence: { groupOrder: 1 } } },
      {
        test: {
          ...scenarioPostgres.test,
          env: { WARIFU_SCENARIO_STORE: 'postgres' },
          sequence: { groupOrder: 2 },
        },
      },
      // One file at a time: they measure the disk and kill processes.
      { test: { ...durability.test, fileParallelism: false, sequence: { groupOrder: 3 } } },
    ],
  },
});
