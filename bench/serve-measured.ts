import { answerCalls } from './child-calls.ts';
import { clockStartsAt } from './population.ts';

/**
 * A clock that stands still until the benchmark moves it, so that codes do not run out in a
 * round.
 */
export interface FixedClock {
  now(): number;
}

/** Starts listening on any free port and tells which. */
export type StartServer = (dataDir: string, clock: FixedClock) => Promise<number>;

/** What a server process has used so far. */
export interface Usage {
  /** CPU time of all its threads since its start. */
  readonly cpuMs: number;
  readonly rssBytes: number;
}

/** The frame of all three servers under test: its argument is the data directory. */
export async function serveMeasured(start: StartServer): Promise<void> {
  let atMs = clockStartsAt;
  answerCalls((call) => {
    if (call.kind === 'usage') return usage();
    if (call.kind !== 'clock') throw new Error(`a server does not know ${call.kind}`);
    atMs = call.atMs;
    return null;
  });
  const port = await start(process.argv[2] ?? '', { now: () => atMs });
  process.send?.({ value: port });
}

function usage(): Usage {
  const { user, system } = process.cpuUsage();
  return { cpuMs: (user + system) / 1000, rssBytes: process.memoryUsage.rss() };
}
