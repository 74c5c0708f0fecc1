import { segmentSize } from './segment.ts';

/**
 * A stretch of record numbers. A store with one writer numbers its records from 1 on; where several
 * nodes write, each chain has a stretch of its own, so that no two of them ever wait for a number.
 */
export interface RecordRange {
  /** The number before the first. */
  readonly after: number;
  /** The last number. */
  readonly through: number;
}

export const wholeStore: RecordRange = { after: 0, through: Number.MAX_SAFE_INTEGER };

/** A million million records a chain; 4,096 chains stay below the largest safe integer. */
const recordsOfChain = 2 ** 40;
export const chainsMax = 4_096;

/** The stretch of the chain with this ordinal, counted from 0. Segments never cross its bounds. */
export function rangeOfChain(ordinal: number): RecordRange {
  const after = ordinal * recordsOfChain;
  return { after, through: after + recordsOfChain };
}

/** The segments of a stretch: the first, and the one after the last. */
export function segmentsOf({ after, through }: RecordRange) {
  return { from: after / segmentSize, below: Math.ceil(through / segmentSize) };
}
