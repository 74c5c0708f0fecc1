import type { Child } from './child-calls.ts';
import type { LoadPlan, LoadResult, Mix } from './load-plan.ts';
import type { MeasuredServer } from './measured-server.ts';
import { percentile } from './statistics.ts';

export type Mode = 'right' | 'wrong' | 'replay';

/** What one round came to. */
export interface Sample {
  readonly rps: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** CPU time of the server's process per answered request. */
  readonly cpuUs: number;
  readonly rssMb: number;
  /** CPU time of the load generator over the time of the round; near 1 it is what was measured. */
  readonly loadCpuShare: number;
}

export interface RoundPlan {
  readonly mode: Mode;
  readonly connections: number;
  readonly seconds: number;
}

/** Runs one round against a server. Throws when an answer was not the expected one. */
export async function measure(
  load: Child,
  server: MeasuredServer,
  plan: RoundPlan,
): Promise<Sample> {
  await server.nextStep();
  const { connections, seconds } = plan;
  const right: Mix = {
    group: 'ordinary',
    code: 'right',
    expect: 'accepted',
    from: server.position,
    count: server.requestsFor(connections, seconds),
  };
  const { sample, users } = await modes[plan.mode]({ load, server, plan, right });
  server.advance(users);
  return sample;
}

interface Round {
  readonly load: Child;
  readonly server: MeasuredServer;
  readonly plan: RoundPlan;
  /** The right codes of the users whose turn it is, all unspent. */
  readonly right: Mix;
}

interface ModeResult {
  readonly sample: Sample;
  readonly users: number;
}

const modes: Readonly<Record<Mode, (round: Round) => Promise<ModeResult>>> = {
  right: async ({ load, server, plan, right }) => {
    const { sample, result } = await runRound(load, server, { ...plan, mixes: [right] });
    return { sample, users: result.answered };
  },
  // Afterwards, outside of what is measured, each user's right code clears his failures: else the
  // later rounds would measure locked users.
  wrong: async ({ load, server, plan, right }) => {
    const wrong: Mix = { ...right, code: 'wrong', expect: 'refused' };
    const { sample, result } = await runRound(load, server, { ...plan, mixes: [wrong] });
    await outsideOfMeasurement(load, server, { ...right, count: result.answered });
    return { sample, users: result.answered };
  },
  // The codes are spent first, outside of what is measured.
  replay: async ({ load, server, plan, right }) => {
    await outsideOfMeasurement(load, server, right);
    const replay: Mix = { ...right, expect: 'refused' };
    const { sample } = await runRound(load, server, { ...plan, mixes: [replay] });
    return { sample, users: right.count };
  },
};

/** Long enough for any round to send all that it has. */
const unlimitedSeconds = 600;

async function outsideOfMeasurement(load: Child, server: MeasuredServer, mix: Mix): Promise<void> {
  const plan = { connections: 64, seconds: unlimitedSeconds, mixes: [mix] };
  await runRound(load, server, plan);
}

export type RoundLoad = Pick<LoadPlan, 'connections' | 'seconds' | 'mixes'>;

/** Runs one round of any mixes, between two readings of the server's CPU time. */
export async function runRound(
  load: Child,
  server: MeasuredServer,
  { connections, seconds, mixes }: RoundLoad,
): Promise<{ readonly sample: Sample; readonly result: LoadResult }> {
  const { name, authorization, tokens } = server.parts;
  const plan: LoadPlan = {
    port: server.port,
    authorization,
    connections,
    seconds,
    tokens,
    atMs: server.atMs,
    mixes,
    repeat: name === 'raw',
  };
  const before = await server.usage();
  const result = (await load.call({ kind: 'load', plan })) as LoadResult;
  const after = await server.usage();
  if (result.mismatches > 0 || result.answered === 0)
    throw new Error(
      `${name}: ${result.mismatches} of ${result.answered} answers were not as expected; ` +
        `the first: ${result.firstMismatch}`,
    );
  return { result, sample: sampleOf(result, after.cpuMs - before.cpuMs, after.rssBytes) };
}

function sampleOf(result: LoadResult, serverCpuMs: number, rssBytes: number): Sample {
  const { answered, elapsedMs, cpuMs, latenciesMs } = result;
  return {
    rps: answered / (elapsedMs / 1000),
    p50Ms: percentile(latenciesMs, 0.5),
    p99Ms: percentile(latenciesMs, 0.99),
    cpuUs: (serverCpuMs * 1000) / answered,
    rssMb: rssBytes / 2 ** 20,
    loadCpuShare: cpuMs / elapsedMs,
  };
}
