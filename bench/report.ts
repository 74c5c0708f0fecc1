import { type Comparison, claimConnections, type Series } from './compare-servers.ts';
import type { SizeComparison } from './compare-sizes.ts';
import type { Machine } from './machine.ts';
import type { Sample } from './measure.ts';
import { median } from './statistics.ts';
import type { TimingComparison } from './timing.ts';

const round = (value: number, digits = 0) => Number(value.toFixed(digits));

function mid(series: Series | undefined, field: keyof Sample): number {
  return median((series?.samples ?? []).map((sample) => sample[field]));
}

/** The one line of JSON: the claims on top, then everything that they rest on. */
export function comparisonJson(comparison: Comparison, tokens: number): object {
  const of = (server: string, mode: string) =>
    comparison.series.find(
      (one) => one.server === server && one.mode === mode && one.connections === claimConnections,
    );
  const verify = of('warifu', 'right');
  return {
    raw_http_rps: round(mid(of('raw', 'right'), 'rps')),
    usual_rps: round(mid(of('usual', 'right'), 'rps')),
    verify_rps: round(mid(verify, 'rps')),
    wrong_rps: round(mid(of('warifu', 'wrong'), 'rps')),
    replay_rps: round(mid(of('warifu', 'replay'), 'rps')),
    ratio_raw: round(comparison.ratioRaw, 3),
    ratio_usual: round(comparison.ratioUsual, 2),
    p50_ms: round(mid(verify, 'p50Ms'), 2),
    p99_ms: round(mid(verify, 'p99Ms'), 2),
    cpu_us_per_verification: round(mid(verify, 'cpuUs'), 1),
    rss_mb: round(Math.max(...(verify?.samples ?? []).map((sample) => sample.rssMb))),
    connections: claimConnections,
    pairs: verify?.samples.length ?? 0,
    tokens,
    series: comparison.series.map(seriesJson),
    timing: comparison.timing.map(timingJson),
  };
}

function seriesJson(series: Series): object {
  return {
    server: series.server,
    mode: series.mode,
    connections: series.connections,
    rps: round(mid(series, 'rps')),
    p50_ms: round(mid(series, 'p50Ms'), 2),
    p99_ms: round(mid(series, 'p99Ms'), 2),
    cpu_us: round(mid(series, 'cpuUs'), 1),
    rss_mb: round(mid(series, 'rssMb')),
    load_cpu_share: round(mid(series, 'loadCpuShare'), 2),
    rps_of_each_round: series.samples.map(({ rps }) => round(rps)),
  };
}

function timingJson({ median_us: [a, b], t, t_cropped, ...rest }: TimingComparison): object {
  return {
    ...rest,
    median_us: [round(a, 1), round(b, 1)],
    t: round(t, 2),
    t_cropped: round(t_cropped, 2),
  };
}

export function printMachine(machine: Machine): void {
  const { cpu, cores, memory_gb, node, sqlite, file_system } = machine;
  console.log(`${cpu}, ${cores} cores, ${memory_gb} GB; Node ${node}, SQLite ${sqlite}`);
  console.log(`${file_system}, ${machine.single_commits_per_second} single commits/s\n`);
}

export function printComparison(comparison: Comparison): void {
  const heads = [
    'server',
    'codes',
    'conn.',
    'req/s',
    'p50 ms',
    'p99 ms',
    'CPU µs',
    'RSS MB',
    'load',
  ];
  console.log(line(heads));
  for (const series of comparison.series) console.log(line(cells(series)));
  console.log(`\nWarifu / raw HTTP    ${comparison.ratioRaw.toFixed(3)}  (aim 0.25 or more)`);
  console.log(`Warifu / usual       ${comparison.ratioUsual.toFixed(2)}  (aim 3 or more)\n`);
  for (const one of comparison.timing) {
    const figures = `t ${one.t.toFixed(2)}, cropped ${one.t_cropped.toFixed(2)}`;
    console.log(
      `${one.pair}: ${figures}, ${one.samples_each} each: ${one.ok ? 'alike' : 'DIFFER'}`,
    );
  }
}

function cells(series: Series): string[] {
  const figure = (field: keyof Sample, digits: number) => mid(series, field).toFixed(digits);
  return [
    series.server,
    series.mode,
    String(series.connections),
    figure('rps', 0),
    figure('p50Ms', 2),
    figure('p99Ms', 2),
    figure('cpuUs', 1),
    figure('rssMb', 0),
    `${(mid(series, 'loadCpuShare') * 100).toFixed(0)} %`,
  ];
}

function line(texts: readonly string[]): string {
  return texts.map((text, index) => (index < 2 ? text.padEnd(8) : text.padStart(9))).join('');
}

export function printSizes({ tokens, rps, change }: SizeComparison): void {
  console.log(`${tokens[0]} tokens: ${round(rps[0])}/s; ${tokens[1]} tokens: ${round(rps[1])}/s`);
  console.log(`change ${(change * 100).toFixed(1)} %  (aim: less than a tenth)`);
}

export function sizesJson({ tokens, rps, change }: SizeComparison): object {
  return {
    scale: { tokens, verify_rps: rps.map((rate) => round(rate)), change: round(change, 3) },
  };
}
