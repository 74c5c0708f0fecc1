import type { Group } from './population.ts';

/** What the load process is asked to do in one round, and what it found. */
export interface LoadPlan {
  readonly port: number;
  /** The value of the Authorization header. */
  readonly authorization: string;
  readonly connections: number;
  /** The round ends then, or when every request of the mixes has been sent. */
  readonly seconds: number;
  /** How many ordinary tokens the population has. */
  readonly tokens: number;
  /** The servers' fixed clock, from which the codes follow. */
  readonly atMs: number;
  /** Sent in a random order when there are several. */
  readonly mixes: readonly Mix[];
  /** Begin again with the first request after the last. Only the raw server does not notice. */
  readonly repeat: boolean;
}

/** Requests of one sort. */
export interface Mix {
  readonly group: Group;
  readonly code: 'right' | 'wrong';
  readonly expect: 'accepted' | 'refused';
  /** First position in the group's order, and how many requests. */
  readonly from: number;
  readonly count: number;
}

export interface LoadResult {
  readonly answered: number;
  /** Answers that were not what the mix expects. A round with one is no measurement. */
  readonly mismatches: number;
  readonly firstMismatch: string | null;
  readonly elapsedMs: number;
  /** CPU time of the load process itself during the timed part. */
  readonly cpuMs: number;
  /** One per answer, in the order in which the requests were sent. */
  readonly latenciesMs: Float64Array;
  /** The number of the mix that each answer belongs to. */
  readonly mixOf: Uint8Array;
}
