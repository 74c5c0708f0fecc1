import { Worker } from 'node:worker_threads';
import type { Options } from './options.ts';
import { knownPolicies, policyNamed } from './policies.ts';
import { type RunAsked, type RunResult, simulate } from './simulate.ts';

/** What many runs came to. */
export interface Totals {
  seeds: number;
  decisions: number;
  simulatedDays: number;
  readonly answers: Record<string, number>;
  readonly failures: RunResult[];
}

export function noTotals(): Totals {
  return { seeds: 0, decisions: 0, simulatedDays: 0, answers: {}, failures: [] };
}

/** What a seed is played under: the policy that was asked for, or the known ones in turn. */
export function runOf(
  options: Pick<Options, 'policy' | 'scenes' | 'only'>,
  seed: number,
): RunAsked {
  const { policy: name, scenes, only } = options;
  const playable = name === undefined ? knownPolicies() : [policyNamed(name)];
  const policy = playable[seed % playable.length];
  if (!policy) throw new Error('there is no policy to play under');
  return { seed, policy, scenes, only };
}

/** Plays every `step`-th seed from `from` to `to`, one after the other. */
export async function playSome(
  options: Options,
  { from, step }: { readonly from: number; readonly step: number },
  onFailure: (result: RunResult) => void = () => {},
): Promise<Totals> {
  const totals = noTotals();
  for (let seed = from; seed <= options.to; seed += step) {
    const result = await simulate(runOf(options, seed));
    addResult(totals, result);
    if (result.failure) onFailure(result);
  }
  return totals;
}

function addResult(totals: Totals, { failure, ...result }: RunResult): void {
  const failures = failure ? [{ ...result, failure }] : [];
  add(totals, { ...result, seeds: 1, failures });
}

function add(totals: Totals, more: Totals): void {
  totals.seeds += more.seeds;
  totals.decisions += more.decisions;
  totals.simulatedDays += more.simulatedDays;
  for (const [answer, times] of Object.entries(more.answers))
    totals.answers[answer] = (totals.answers[answer] ?? 0) + times;
  totals.failures.push(...more.failures);
}

/** The seeds shared out to workers, each with a thread of its own. */
export async function playAll(options: Options): Promise<Totals> {
  const { from, to, workers } = options;
  const count = Math.max(1, Math.min(workers, to - from + 1));
  if (count === 1) return playSome(options, { from, step: 1 });
  const parts = Array.from({ length: count }, (_, index) =>
    inWorker({ options, share: { from: from + index, step: count } }),
  );
  const totals = noTotals();
  for (const part of await Promise.all(parts)) add(totals, part);
  totals.failures.sort((a, b) => a.seed - b.seed);
  return totals;
}

export interface Share {
  readonly options: Options;
  readonly share: { readonly from: number; readonly step: number };
}

function inWorker(workerData: Share): Promise<Totals> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./seeds-worker.ts', import.meta.url), { workerData });
    worker.once('message', resolve);
    worker.once('error', reject);
  });
}
