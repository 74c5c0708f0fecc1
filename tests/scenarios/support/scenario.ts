import { expect, test } from 'vitest';
import { acts } from './acts.ts';
import type { TestServerOptions } from './test-server.ts';
import { World } from './world.ts';

/**
 * A scenario table. One row is `when │ act │ expected`:
 *
 *   when      empty, or `+61s`, `+3d`, or an instant `2027-02-04 23:59:59` (Tokyo)
 *   act       a verb of `acts.ts` with its words
 *   expected  what the server answered, letter by letter
 *
 * Lines that begin with `#` are comments.
 */
export interface ScenarioOptions extends TestServerOptions {
  /** Fobs in stock; they expire on 2031-03-31 unless said otherwise. */
  readonly fobs?: readonly string[];
  readonly expiresOn?: string;
}

export function scenario(title: string, table: string, options: ScenarioOptions = {}): void {
  test(title, async () => {
    const world = await World.start(options);
    try {
      const fobs = options.fobs ?? ['F1', 'F2', 'F3', 'F4', 'F5'];
      if (fobs.length > 0) await world.stock(fobs, options.expiresOn ?? '2031-03-31');
      for (const row of rowsOf(table)) {
        moveClock(world, row.when);
        const act = acts[row.verb];
        if (!act) throw new Error(`there is no act "${row.verb}" in: ${row.line}`);
        const answer = await act(world, row.words);
        expect(answer, row.line).toBe(row.expected);
      }
    } finally {
      await world.close();
    }
  });
}

interface Row {
  readonly line: string;
  readonly when: string;
  readonly verb: string;
  readonly words: readonly string[];
  readonly expected: string;
}

function rowsOf(table: string): Row[] {
  return table
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => {
      const [when = '', act = '', expected = ''] = line.split('│').map((cell) => cell.trim());
      const [verb = '', ...words] = act.split(/\s+/);
      return { line, when, verb, words, expected };
    });
}

const units: Readonly<Record<string, number>> = {
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

function moveClock({ server: { clock } }: World, when: string): void {
  if (when === '') return;
  const [, count = '', unit = ''] = /^\+(\d+)([smhd])$/.exec(when) ?? [];
  const ms = units[unit];
  if (ms !== undefined) clock.advance(Number(count) * ms);
  else clock.set(`${when.replace(' ', 'T')}+09:00`);
}
