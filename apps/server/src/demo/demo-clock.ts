import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { Clock } from '@warifu/service';

/**
 * The demo's clock: the real one and an offset that a visitor can move. The offset is kept beside
 * the store, so that a second start goes on at the time where the first one was.
 */
export class DemoClock implements Clock {
  readonly #file: string;
  #offsetMs: number;

  constructor(file: string) {
    this.#file = file;
    this.#offsetMs = existsSync(file) ? Number(readFileSync(file, 'utf8')) : 0;
  }

  now(): number {
    return Date.now() + this.#offsetMs;
  }

  /** Moves to an instant. */
  moveTo(at: number): void {
    this.#keep(at - Date.now());
  }

  /** Moves by a number of milliseconds. */
  advance(ms: number): void {
    this.#keep(this.#offsetMs + ms);
  }

  moveToRealTime(): void {
    this.#keep(0);
  }

  #keep(offsetMs: number): void {
    this.#offsetMs = offsetMs;
    writeFileSync(this.#file, String(offsetMs), { mode: 0o600 });
  }
}
