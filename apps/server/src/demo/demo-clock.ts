import { existsSync, readFileSync } from 'node:fs';
import type { Clock } from '@warifu/service';
import { replaceFile } from './replace-file.ts';

/** From this instant on. */
const earliestAt = Date.UTC(2000, 0, 1);
/** Before this one. */
const endAt = Date.UTC(2100, 0, 1);

/**
 * The demo's clock: the real one and an offset that a visitor can move. The offset is kept beside
 * the store, so that a second start goes on at the time where the first one was. It stays within
 * this century, where every date and every step that comes of it can be written.
 */
export class DemoClock implements Clock {
  readonly #file: string;
  #offsetMs: number;

  constructor(file: string) {
    this.#file = file;
    this.#offsetMs = existsSync(file) ? offsetIn(readFileSync(file, 'utf8')) : 0;
  }

  now(): number {
    return Date.now() + this.#offsetMs;
  }

  /** Moves to an instant; false, and not moved, when it is out of this century. */
  moveTo(at: number): boolean {
    return this.#keep(at - Date.now());
  }

  /** Moves by a number of milliseconds; false, and not moved, when that leads out of this century. */
  advance(ms: number): boolean {
    return this.#keep(this.#offsetMs + ms);
  }

  moveToRealTime(): void {
    this.#keep(0);
  }

  #keep(exactMs: number): boolean {
    const offsetMs = Math.round(exactMs);
    if (!isWithinReach(offsetMs)) return false;
    this.#offsetMs = offsetMs;
    replaceFile(this.#file, String(offsetMs));
    return true;
  }
}

function isWithinReach(offsetMs: number): boolean {
  const at = Date.now() + offsetMs;
  return at >= earliestAt && at < endAt;
}

/** What is no offset is none: a demo with a damaged file goes on at the real time. */
function offsetIn(text: string): number {
  const offsetMs = /^-?\d+\n?$/.test(text) ? Number(text) : 0;
  return isWithinReach(offsetMs) ? offsetMs : 0;
}
