import type { Boot, MachineClock } from '@warifu/service';
import { TestClock } from './test-clock.ts';

/** The clock of a machine that somebody sets: time passes by `advance`, and is set by `jump`. */
export class SetClock extends TestClock implements MachineClock {
  #elapsedMs = 60_000;
  #boot = 1;

  elapsedMs(): number {
    return this.#elapsedMs;
  }

  boot(): Boot {
    return { id: `boot-${this.#boot}`, upMs: this.#elapsedMs };
  }

  override advance(ms: number): void {
    super.advance(ms);
    this.#elapsedMs += ms;
  }

  /** Sets the clock and lets no time pass. */
  jump(ms: number): void {
    super.advance(ms);
  }

  /** The machine starts anew: nothing tells how long it was off. */
  reboot(): void {
    this.#boot += 1;
    this.#elapsedMs = 20_000;
  }
}
