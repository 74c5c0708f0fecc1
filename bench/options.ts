import { parseArgs } from 'node:util';

/** How much to measure. */
export interface Options {
  readonly json: boolean;
  /** Compare two sizes of Warifu's store instead of the three servers. */
  readonly scale: boolean;
  readonly tokens: number;
  readonly pairs: number;
  /** Length of every round. */
  readonly seconds: number;
  /** Of every class of a timing comparison. */
  readonly timingSamples: number;
}

export const usage = `npm run bench -- [options]
  --json          end with one line of JSON
  --quick         a rough picture in a minute; no figures to quote
  --tokens N      tokens in the stores before the first request (default 100000)
  --pairs N       interleaved rounds of each server at 64 connections (default 5)
  --seconds N     length of a round (default 4)
  --scale         compare --tokens with ten times as many in Warifu's store, and nothing else
  --help          this text
Environment: WARIFU_BENCH_DIR, a folder on the disk to measure (default ./data)`;

/** Parses the command line. Undefined when help is asked for; throws on what it does not know. */
export function parseOptions(args: readonly string[]): Options | undefined {
  const { values } = parseArgs({
    args: [...args],
    options: {
      json: { type: 'boolean', default: false },
      quick: { type: 'boolean', default: false },
      scale: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
      tokens: { type: 'string' },
      pairs: { type: 'string' },
      seconds: { type: 'string' },
    },
  });
  if (values.help) return undefined;
  const number = (name: 'tokens' | 'pairs' | 'seconds', full: number, quick: number) =>
    positive(name, values[name] ?? String(values.quick ? quick : full));
  return {
    json: values.json,
    scale: values.scale,
    tokens: number('tokens', 100_000, 20_000),
    pairs: number('pairs', 5, 2),
    seconds: number('seconds', 4, 1),
    timingSamples: values.quick ? 2_000 : 20_000,
  };
}

function positive(name: string, text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1)
    throw new Error(`--${name} is "${text}"; give a whole number from 1`);
  return value;
}
