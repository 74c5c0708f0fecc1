import { playAll, runOf } from './many-seeds.ts';
import { type Options, optionsFrom, usage } from './options.ts';
import { failureText, shrunkText, totalsText } from './report.ts';
import { shrink } from './shrink.ts';

/**
 * `npm run sim -- --seed N`: years of contracts over the real engine and service, from one seed. Exits
 * with 1 when something happened that never may, and says how to see it again.
 */
const options = read(process.argv.slice(2));
const startedAt = performance.now();
const totals = await playAll(options);
const tookMs = Math.round(performance.now() - startedAt);
if (options.json) console.log(JSON.stringify({ ...totals, tookMs }));
else await tell();
if (totals.failures.length > 0) process.exitCode = 1;

function read(args: readonly string[]): Options {
  try {
    return optionsFrom(args);
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}\n${usage}`);
    process.exit(2);
  }
}

/** Every failure in a line or two, and the first one cut as short as it gets. */
async function tell(): Promise<void> {
  const { scenes } = options;
  const [first, ...others] = totals.failures;
  if (first) {
    console.log(failureText(first, scenes));
    const shrunk = await shrink({ ...runOf(options, first.seed), only: options.only }, first);
    console.log(shrunkText(shrunk, scenes));
  }
  for (const { seed, policy, failure } of others)
    console.log(`seed ${seed}, policy ${policy}, event ${failure?.scene}: ${failure?.message}`);
  console.log(totalsText(totals, options, tookMs));
}
