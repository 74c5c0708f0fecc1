import type { Clock } from '@warifu/service';

export const secondMs = 1_000;
export const minuteMs = 60 * secondMs;
export const hourMs = 60 * minuteMs;
export const dayMs = 24 * hourMs;

/**
 * Simulated time. The real time only goes on; the server's clock is that and what it is wrong by, which
 * jumps forth and back. Devices have their own errors on top of the real time.
 */
export class SimClock implements Clock {
  #realMs: number;
  #wrongMs = 0;

  constructor(startAt: number) {
    this.#realMs = startAt;
  }

  /** What the server takes for now. */
  now(): number {
    return this.#realMs + this.#wrongMs;
  }

  get realMs(): number {
    return this.#realMs;
  }

  pass(ms: number): void {
    this.#realMs += Math.max(0, Math.round(ms));
  }

  /** Puts the server's clock wrong by so much; 0 puts it right. */
  jumpTo(wrongMs: number): void {
    this.#wrongMs = Math.round(wrongMs);
  }
}
