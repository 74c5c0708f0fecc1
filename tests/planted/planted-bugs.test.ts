import { rmSync } from 'node:fs';
import { afterAll, expect, test } from 'vitest';
import { copyTree, type Plant, runSuite, runWithBug } from './planted-tree.ts';

/**
 * A suite that stays green with a known bug in it has failed. Each bug of this table is one that real
 * services had; with it the tests of its row must be red, and without it green.
 */
interface PlantedBug {
  readonly row: number;
  readonly bug: string;
  readonly plants: readonly Plant[];
  readonly tests: readonly string[];
}

const oneTime = 'tests/scenarios/security/one-time.test.ts';
const guessing = 'tests/scenarios/security/guessing.test.ts';
const decideVerification = 'packages/engine/src/verification/decide-verification.ts';
const batcher = 'packages/store/src/sqlite/batcher.ts';

const bugs: readonly PlantedBug[] = [
  {
    row: 1,
    bug: 'the last accepted step is accepted again',
    plants: [
      {
        file: 'packages/engine/src/verification/matching-steps.ts',
        right: '(step) => step <= token.lastAcceptedStep',
        wrong: '(step) => step < token.lastAcceptedStep',
      },
    ],
    tests: [oneTime, '-t', 'row 1 '],
  },
  {
    row: 2,
    bug: 'all requests of a batch decide on what was read before the first, and are saved unconditionally',
    plants: [
      {
        file: batcher,
        right: 'const loaded = load(entry.work);',
        wrong: 'const loaded = loads.get(entry) ?? load(entry.work);',
      },
      {
        file: batcher,
        right: 'const results: Done[] = [];',
        wrong:
          'const results: Done[] = [];\n      const loads = new Map(entries.map((one) => [one, load(one.work)]));',
      },
      { file: batcher, right: 'own.some((subject) => subjects.has(subject))', wrong: 'false' },
      {
        file: 'packages/store/src/sqlite/hot-statements.ts',
        right: 'WHERE id = ? AND version = ? AND last_accepted_step <= ?',
        wrong: 'WHERE id = ? AND ? IS NOT NULL AND last_accepted_step <= ?',
      },
    ],
    tests: [oneTime, '-t', 'row 2 '],
  },
  {
    row: 7,
    bug: 'what is no code is refused without being counted',
    plants: [
      {
        file: decideVerification,
        right: "return count(user, token, { reason: 'code_malformed', context });",
        wrong: "return refused('code_malformed');",
      },
    ],
    tests: [oneTime, '-t', 'row 7 '],
  },
  {
    row: 12,
    bug: 'a locked user’s code is evaluated',
    plants: [
      {
        file: decideVerification,
        right: "if (lockAt(user.guard, context.now)) return 'user_locked';",
        wrong: '',
      },
    ],
    tests: [oneTime, '-t', 'row 12 '],
  },
  {
    row: 13,
    bug: 'the count is undone when the answer cannot be presented',
    plants: [
      {
        file: 'packages/service/src/acts/perform.ts',
        right: 'return context.failed;',
        wrong: "throw new Error('the answer could not be presented');",
      },
    ],
    tests: [guessing, '-t', 'row 13 '],
  },
];

const copy = copyTree();
afterAll(() => rmSync(copy, { recursive: true, force: true }));

test('without a bug the copy is green', () => {
  const { status, output } = runSuite(copy, [oneTime, guessing]);
  expect(status, output).toBe(0);
});

test.each(bugs)('row $row: "$bug" turns the suite red', ({ row, plants, tests }) => {
  const { status, output } = runWithBug(copy, plants, tests);
  expect(status, output).toBe(1);
  expect(output).toMatch(new RegExp(`FAIL .*row ${row} `));
  expect(output).toMatch(/AssertionError|expected/);
});
