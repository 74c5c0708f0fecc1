import type { Totals } from './many-seeds.ts';
import type { Options } from './options.ts';
import type { Shrunk } from './shrink.ts';
import type { RunResult } from './simulate.ts';

/** A failure as somebody wants to read it who has to find its cause. */
export function failureText({ seed, policy, failure }: RunResult, scenes: number): string {
  if (!failure) return '';
  return [
    `seed ${seed}, policy ${policy}, event ${failure.scene} of ${scenes}`,
    `  ${failure.message}`,
    ...failure.last.map((line) => `    ${line}`),
    `  again: ${commandOf({ seed, policy, scenes })}`,
  ].join('\n');
}

/** The short story of a failure. */
export function shrunkText({ only, result }: Shrunk, scenes: number): string {
  const { seed, policy } = result;
  return [
    `  ${only.length} events are enough: ${commandOf({ seed, policy, scenes })} --only ${only.join(',')}`,
    ...(result.failure?.last ?? []).map((line) => `    ${line}`),
  ].join('\n');
}

function commandOf({
  seed,
  policy,
  scenes,
}: {
  readonly seed: number;
  readonly policy: string;
  readonly scenes: number;
}): string {
  return `npm run sim -- --seed ${seed} --policy ${policy} --years ${scenes / 100}`;
}

/** What all runs came to. */
export function totalsText(totals: Totals, { from, to }: Options, tookMs: number): string {
  const { seeds, decisions, simulatedDays, answers, failures } = totals;
  const years = Math.round(simulatedDays / 365);
  const kinds = Object.keys(answers).length;
  const seconds = (tookMs / 1_000).toFixed(1);
  return `seeds ${from}..${to}: ${failures.length} of ${seeds} failed; ${decisions} decisions with ${kinds} different answers in ${years} simulated years; ${seconds} s`;
}
