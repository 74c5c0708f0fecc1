/** Full counts are asked for with WARIFU_FULL=1; otherwise the reduced ones, which fit a daily run. */
const full = process.env['WARIFU_FULL'] === '1';

export function asked(reduced: number, inFull: number): number {
  return full ? inFull : reduced;
}

/** Prints the figure that a row asks for, so that a run's output is its report. */
export function report(row: string, figures: Readonly<Record<string, number | string>>): void {
  const told = Object.entries(figures).map(([name, figure]) => `${name} ${figure}`);
  console.info(`${row}: ${told.join(', ')}`);
}

/** The value below which the given part of the samples lies (nearest rank). */
export function quantile(samples: readonly number[], part: number): number {
  const sorted = samples.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(part * sorted.length) - 1)] ?? Number.NaN;
}

/** Random numbers that are the same in every run (mulberry32): a failure can be repeated. */
export function repeatable(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}
