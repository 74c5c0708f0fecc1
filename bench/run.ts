import { compareServers } from './compare-servers.ts';
import { compareSizes } from './compare-sizes.ts';
import { describeMachine } from './machine.ts';
import { type Options, parseOptions, usage } from './options.ts';
import { comparisonJson, printComparison, printMachine, printSizes, sizesJson } from './report.ts';
import { Workplace } from './workplace.ts';

/*
 * `npm run bench`: how many durable verifications a second one Warifu answers over HTTP, next to a
 * server that does nothing (raw node:http) and next to the usual design, on this machine, now.
 *
 * Three servers are started as processes on the loopback, their stores filled with the same users.
 * A load generator in a process of its own sends each the same requests, every one with a fresh
 * Idempotency-Key, and checks every answer: one that is not as expected ends the run. Rates are
 * compared within interleaved pairs of rounds and the ratios' medians reported, because the machine
 * that measures is never quite the same twice.
 */
async function run(options: Options): Promise<void> {
  const place = new Workplace();
  const end = () => void place.clear().finally(() => process.exit(130));
  process.once('SIGINT', end).once('SIGTERM', end);
  try {
    const machine = describeMachine(place.dir);
    printMachine(machine);
    const json = options.scale ? await runSizes(place, options) : await runServers(place, options);
    if (options.json) console.log(JSON.stringify({ ...json, machine }));
  } finally {
    await place.clear();
  }
}

async function runServers(place: Workplace, options: Options): Promise<object> {
  const comparison = await compareServers(place, options);
  printComparison(comparison);
  return comparisonJson(comparison, options.tokens);
}

async function runSizes(place: Workplace, options: Options): Promise<object> {
  const sizes = await compareSizes(place, options);
  printSizes(sizes);
  return sizesJson(sizes);
}

function readOptions(): Options | undefined {
  try {
    return parseOptions(process.argv.slice(2));
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}\n\n${usage}`);
    process.exit(2);
  }
}

const options = readOptions();
if (options) await run(options);
else console.log(usage);
