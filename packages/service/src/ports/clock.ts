import type { AuditDraft } from './audit.ts';

/** The only source of time (row 11): integer milliseconds since the epoch. */
export interface Clock {
  now(): number;
}

/**
 * The clock of a machine, which a person or a time server may set. Beside it there are two that nobody
 * sets, and that tell when it was set (row 75). A clock without them is moved on purpose, as the demo's
 * is, and nobody guards it.
 */
export interface MachineClock extends Clock {
  /** Milliseconds since any instant, at a pace that nobody changes; only differences mean anything. */
  elapsedMs(): number;
  /** This start of the machine, and how long ago it was; null where the machine does not tell. */
  boot(): Boot | null;
}

export interface Boot {
  /** Another one after every start of the machine. */
  readonly id: string;
  readonly upMs: number;
}

/** A time that a node is sure to have reached, and how long its machine had been up by then. */
export interface ClockMark {
  readonly at: number;
  readonly boot: Boot | null;
}

/** What a store knows of time when it is opened. */
export interface KnownTime {
  /** This node's own mark. */
  readonly own: ClockMark | null;
  /** The latest mark of any node. */
  readonly latestAt: number | null;
  /** When the last audit record was written. */
  readonly recordedAt: number | null;
}

/** The high-water mark of time, kept in the store so that a restart does not forget it (row 75). */
export interface ClockStore {
  known(): Promise<KnownTime>;
  /** Moves this node's mark forward; never back. */
  keep(mark: ClockMark): Promise<void>;
  /** This mark takes the place of all marks, with its record: an operator has confirmed the clock. */
  accept(mark: ClockMark, audit: AuditDraft): Promise<void>;
}
