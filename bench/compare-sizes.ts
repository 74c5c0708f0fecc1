import { measure } from './measure.ts';
import type { Options } from './options.ts';
import { median } from './statistics.ts';
import { note, type Workplace } from './workplace.ts';

/** The same server with few and with ten times as many tokens in its store. */
export interface SizeComparison {
  readonly tokens: readonly [number, number];
  readonly rps: readonly [number, number];
  /** Median over pairs of the larger store's rate over the smaller one's, minus 1. */
  readonly change: number;
}

export async function compareSizes(place: Workplace, options: Options): Promise<SizeComparison> {
  const few = options.tokens;
  const many = 10 * few;
  const servers = [await place.start('warifu', few), await place.start('warifu', many)] as const;
  const plan = { mode: 'right', connections: 64, seconds: options.seconds } as const;
  const rate = async (which: 0 | 1) => (await measure(place.load, servers[which], plan)).rps;
  await rate(0);
  await rate(1);
  const pairs: (readonly [number, number])[] = [];
  for (let pair = 0; pair < options.pairs; pair += 1) {
    // Who goes first changes, so that neither always follows the other's flushes.
    const fewFirst = pair % 2 === 0;
    const first = await rate(fewFirst ? 0 : 1);
    const second = await rate(fewFirst ? 1 : 0);
    pairs.push(fewFirst ? [first, second] : [second, first]);
    note(`pair ${pair + 1} of ${options.pairs} done`);
  }
  return {
    tokens: [few, many],
    rps: [median(pairs.map(([a]) => a)), median(pairs.map(([, b]) => b))],
    change: median(pairs.map(([a, b]) => b / a)) - 1,
  };
}
