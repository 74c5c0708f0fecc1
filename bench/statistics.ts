/** The middle value; of an even number of values the mean of the two middle ones. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

/** The smallest value that is not exceeded by that share of the values (nearest rank). */
export function percentile(values: Float64Array, share: number): number {
  const sorted = values.toSorted();
  const rank = Math.max(1, Math.ceil(share * sorted.length));
  return sorted[rank - 1] ?? Number.NaN;
}

/**
 * Welch's t of two samples of unequal variance: how many standard errors their means lie apart. The
 * practice of timing tests (dudect, and rows 20 and 26) takes |t| < 4.5 as "no difference shown".
 */
export function welchT(a: Float64Array, b: Float64Array): number {
  const [first, second] = [moments(a), moments(b)];
  const error = Math.sqrt(first.variance / a.length + second.variance / b.length);
  return error === 0 ? 0 : (first.mean - second.mean) / error;
}

/**
 * The same without the slowest twentieth of both together. A few slow disk flushes spread the whole
 * sample so much that a difference could hide in them; without them t is the sharper test.
 */
export function croppedWelchT(a: Float64Array, b: Float64Array): number {
  const bound = percentile(Float64Array.from([...a, ...b]), 0.95);
  return welchT(
    a.filter((value) => value <= bound),
    b.filter((value) => value <= bound),
  );
}

function moments(values: Float64Array): { mean: number; variance: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, variance: squares / (values.length - 1) };
}
