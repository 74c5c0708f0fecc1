import type { Boot, Clock, ClockMark, KnownTime, MachineClock } from '../ports/clock.ts';

/**
 * Time as this node tells it. The machine's clock can be set by anybody's mistake; then a code of
 * yesterday would be live again, a pause would end early, or everybody's right codes would be counted
 * as wrong (rows 75, 76; docs/adr/0015). So the clock is held against one that nobody sets:
 *
 *   within maxStepMs of what the other one says   it is followed; where it is behind what was told
 *                                                 already, time stands still until it has caught up
 *   further away, in either direction             the node goes on by the other one, says so, and
 *                                                 decides nothing until the clock is right again
 *
 * Over a restart the mark in the store takes the other clock's place: exactly while the machine itself
 * was not restarted, else for as long as a stop may last.
 */
export interface ClockLimits {
  /** A step of the clock that is still followed. */
  readonly maxStepMs: number;
  /** How long a stop may have lasted that nobody has to confirm. */
  readonly maxStopMs: number;
}

export type ClockState =
  | { readonly kind: 'right' }
  /** Time stands still until the clock has caught up. */
  | { readonly kind: 'standing_still'; readonly byMs: number }
  /** The clock is this far away from what it should be: nothing is decided. */
  | { readonly kind: 'behind' | 'ahead'; readonly byMs: number };

export interface GuardedClockParts {
  readonly machine: MachineClock;
  readonly limits: ClockLimits;
  readonly known: KnownTime;
  /** Told of every change for which an operator has to look at the clock, and when it is right again. */
  readonly onChange: (state: ClockState) => void;
}

/** A clock that runs at a pace nobody changes, from an instant on. */
interface Anchor {
  readonly at: number;
  readonly elapsedMs: number;
}

/** Steps below this are a time server's usual work, and no alarm. */
const alarmMs = 500;

export class GuardedClock implements Clock {
  readonly #parts: GuardedClockParts;
  #anchor: Anchor;
  #aheadMs: number;
  #told: number;
  #state: ClockState = { kind: 'right' };

  /**
   * Follows the machine's clock, but not behind what the store knows: what is done before serving, from
   * the command line, an operator does.
   */
  constructor(parts: GuardedClockParts) {
    this.#parts = parts;
    const { machine, limits, known } = parts;
    this.#anchor = { at: machine.now(), elapsedMs: machine.elapsedMs() };
    this.#aheadMs = limits.maxStepMs;
    this.#told = floorOf(known);
  }

  /** From here on codes are decided by this clock: it has to fit what the store knows. */
  hold(): void {
    const { machine, limits, known } = this.#parts;
    const floor = floorOf(known);
    if (floor < 0) return;
    const since = sinceMark(known.own, machine.boot());
    this.#anchor = { at: Math.max(floor, since ?? floor), elapsedMs: machine.elapsedMs() };
    this.#aheadMs = since === null ? limits.maxStopMs : limits.maxStepMs;
    this.#told = floor;
    this.now();
  }

  /** The operator says that the machine's clock is right: it is followed, also back. */
  accept(): ClockMark {
    const { machine } = this.#parts;
    this.#told = machine.now();
    this.#anchor = { at: this.#told, elapsedMs: machine.elapsedMs() };
    return this.mark();
  }

  now(): number {
    const { machine, limits } = this.#parts;
    const elapsedMs = machine.elapsedMs();
    const wall = machine.now();
    const expected = Math.floor(this.#anchor.at + elapsedMs - this.#anchor.elapsedMs);
    const offMs = wall - expected;
    if (offMs > this.#aheadMs || offMs < -limits.maxStepMs) {
      this.#told = Math.max(this.#told, expected);
      this.#become({ kind: offMs > 0 ? 'ahead' : 'behind', byMs: Math.abs(offMs) });
    } else if (wall < this.#told) {
      this.#become({ kind: 'standing_still', byMs: this.#told - wall });
    } else {
      // A step back that nobody was told a later time before is one to look at all the same.
      if (offMs <= -alarmMs) this.#become({ kind: 'standing_still', byMs: -offMs });
      this.#told = wall;
      this.#anchor = { at: wall, elapsedMs };
      this.#aheadMs = limits.maxStepMs;
      this.#become({ kind: 'right' });
    }
    return this.#told;
  }

  /** How the clock stands now. */
  state(): ClockState {
    this.now();
    return this.#state;
  }

  /** Whether codes may be decided by it. */
  isTrusted(): boolean {
    const { kind } = this.state();
    return kind === 'right' || kind === 'standing_still';
  }

  /** What the store is to remember. */
  mark(): ClockMark {
    const boot = this.#parts.machine.boot();
    return { at: this.now(), boot };
  }

  #become(state: ClockState): void {
    const before = this.#state;
    this.#state = state;
    const isAlarm = state.kind !== 'standing_still' || state.byMs >= alarmMs;
    if (state.kind !== before.kind && isAlarm) this.#parts.onChange(state);
  }
}

/** The latest time that the store knows; -1 when it knows none. */
function floorOf({ own, latestAt, recordedAt }: KnownTime): number {
  return Math.max(own?.at ?? -1, latestAt ?? -1, recordedAt ?? -1);
}

/** What time it is by how long the machine has been up; null when it was restarted since the mark. */
function sinceMark(own: ClockMark | null, boot: Boot | null): number | null {
  if (!own?.boot || !boot || own.boot.id !== boot.id || boot.upMs < own.boot.upMs) return null;
  return Math.floor(own.at + boot.upMs - own.boot.upMs);
}
