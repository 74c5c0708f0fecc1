import type { Clock } from '@warifu/service';

/** A clock that stands still until a test moves it. */
export class TestClock implements Clock {
  #now: number;

  constructor(startAt: string) {
    this.#now = Date.parse(startAt);
  }

  now(): number {
    return this.#now;
  }

  set(at: string): void {
    this.#now = Date.parse(at);
  }

  advance(ms: number): void {
    this.#now += ms;
  }
}
