import type { Child } from './child-calls.ts';
import type { Mix } from './load-plan.ts';
import { runRound } from './measure.ts';
import type { MeasuredServer } from './measured-server.ts';
import { croppedWelchT, median, welchT } from './statistics.ts';

/*
 * The timing halves of rows 20 and 26: what a caller may not learn from an answer he may not learn
 * from its time either. One connection, so that nothing queues; the classes in a random order, so
 * that drift of the machine falls on all alike.
 */
export interface TimingComparison {
  readonly pair: string;
  readonly samples_each: number;
  readonly median_us: readonly [number, number];
  readonly t: number;
  /** Without the slowest twentieth, where disk flushes drown small differences. */
  readonly t_cropped: number;
  readonly ok: boolean;
}

/** The bound that both rows name. */
const tBound = 4.5;
const timeoutSeconds = 600;

interface Class {
  readonly name: string;
  readonly mix: Pick<Mix, 'group' | 'code'>;
}

const lockedRight: Class = { name: 'locked + right', mix: { group: 'locked', code: 'right' } };
const lockedWrong: Class = { name: 'locked + wrong', mix: { group: 'locked', code: 'wrong' } };
const wrong: Class = { name: 'wrong', mix: { group: 'ordinary', code: 'wrong' } };
const noToken: Class = { name: 'no token', mix: { group: 'unbound', code: 'wrong' } };

/** Row 20: the right code of somebody who is locked looks like a wrong one. */
export function compareLocked(load: Child, server: MeasuredServer, samples: number) {
  return compare(load, server, { classes: [lockedRight, lockedWrong], samples });
}

/** Row 26, as far as its paths exist: wrong, locked and without a token. */
export function compareStates(load: Child, server: MeasuredServer, samples: number) {
  return compare(load, server, { classes: [wrong, lockedWrong, noToken], samples });
}

async function compare(
  load: Child,
  server: MeasuredServer,
  { classes, samples }: { readonly classes: readonly Class[]; readonly samples: number },
): Promise<TimingComparison[]> {
  const mixes: Mix[] = classes.map(({ mix }) => {
    const from = mix.group === 'ordinary' ? server.position : 0;
    return { ...mix, expect: 'refused', from, count: samples };
  });
  const { result } = await runRound(load, server, {
    connections: 1,
    seconds: timeoutSeconds,
    mixes,
  });
  server.advance(samples);
  const latencies = classes.map((_, mix) =>
    result.latenciesMs.filter((_latency, index) => result.mixOf[index] === mix),
  );
  return pairsOf(classes).map(([a, b]) => {
    const names = `${classes[a]?.name} / ${classes[b]?.name}`;
    return comparison(
      names,
      latencies[a] ?? new Float64Array(),
      latencies[b] ?? new Float64Array(),
    );
  });
}

function comparison(pair: string, a: Float64Array, b: Float64Array): TimingComparison {
  const t = welchT(a, b);
  const cropped = croppedWelchT(a, b);
  return {
    pair,
    samples_each: Math.min(a.length, b.length),
    median_us: [median([...a]) * 1000, median([...b]) * 1000],
    t,
    t_cropped: cropped,
    ok: Math.abs(t) < tBound && Math.abs(cropped) < tBound,
  };
}

function pairsOf(all: readonly unknown[]): [number, number][] {
  return all.flatMap((_a, a) =>
    all.slice(a + 1).map((_b, next): [number, number] => [a, a + 1 + next]),
  );
}
