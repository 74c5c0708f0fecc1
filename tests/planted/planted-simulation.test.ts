import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { playAll, type Totals } from '../../sim/many-seeds.ts';
import { optionsFrom } from '../../sim/options.ts';
import { copyTree } from './planted-tree.ts';
import { bugs, type PlantedBug } from './simulated-bugs.ts';

const full = process.env['WARIFU_FULL'] === '1';

describe('the simulation', () => {
  test('row 85 · is clean over many seeds', async () => {
    const totals = await playAll(optionsFrom(['--seeds', full ? '1..10000' : '1..200']));
    expect(totals.failures).toEqual([]);
    expect(totals.decisions).toBeGreaterThan(200 * totals.seeds);
  });
});

const few = 9;

/** Plays a few seeds in the copy, in a process of its own: what was planted is read anew. */
function playIn(copy: string, { seed, policy }: PlantedBug) {
  const run = spawnSync(
    process.execPath,
    [
      '--disable-warning=ExperimentalWarning',
      join(copy, 'sim/run.ts'),
      ...['--seeds', `${seed}..${seed + few}`, '--policy', policy, '--json'],
    ],
    { cwd: copy, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 },
  );
  const totals: Totals = JSON.parse(run.stdout);
  return totals.failures.map(({ failure }) => failure);
}

/** A simulation that stays clean with a known bug in it has not looked. */
describe('planted bugs', () => {
  const copy = copyTree();
  afterAll(() => rmSync(copy, { recursive: true, force: true }));

  test.each(bugs)('$name: found from seed $seed on', (bug) => {
    const originals = bug.plants.map(({ file, right, wrong }) => {
      const path = join(copy, file);
      const text = readFileSync(path, 'utf8');
      if (!text.includes(right))
        throw new Error(`${file} has changed; plant the bug anew: ${right}`);
      writeFileSync(path, text.replace(right, wrong));
      return { path, text };
    });
    try {
      const rules = playIn(copy, bug).map((failure) => failure?.rule);
      expect(rules).toContainEqual(expect.stringContaining(bug.rule));
    } finally {
      for (const { path, text } of originals.toReversed()) writeFileSync(path, text);
    }
  });
});
