import { parseArgs } from 'node:util';
import { scenesPerYear } from './simulate.ts';

/** What the command line asks for. */
export interface Options {
  readonly from: number;
  readonly to: number;
  /** A known name or a file; undefined: each seed has one of the known policies. */
  readonly policy: string | undefined;
  readonly scenes: number;
  readonly only: readonly number[] | undefined;
  readonly workers: number;
  readonly json: boolean;
}

export const usage = `npm run sim -- [--seed N | --seeds FROM..TO] [--policy FILE|NAME] [--years N]
               [--only 3,17,42] [--workers N] [--json]`;

/** Reads the command line. Throws a `TypeError` for what is no number or no option. */
export function optionsFrom(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      seed: { type: 'string', default: '1' },
      seeds: { type: 'string' },
      policy: { type: 'string' },
      years: { type: 'string', default: '2' },
      only: { type: 'string' },
      workers: { type: 'string', default: '2' },
      json: { type: 'boolean', default: false },
    },
  });
  const [from = '', to = from] = (values.seeds ?? values.seed).split('..');
  return {
    from: wholeNumber(from),
    to: wholeNumber(to),
    policy: values.policy,
    scenes: Math.round(positive(values.years) * scenesPerYear),
    only: values.only?.split(',').map(wholeNumber),
    workers: wholeNumber(values.workers),
    json: values.json,
  };
}

function wholeNumber(text: string): number {
  const value = positive(text);
  if (!Number.isInteger(value)) throw new TypeError(`${text} is no whole number`);
  return value;
}

function positive(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value) || value < 0)
    throw new TypeError(`"${text}" is no number`);
  return value;
}
