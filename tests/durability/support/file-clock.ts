import { readFileSync, writeFileSync } from 'node:fs';
import type { Clock } from '@warifu/service';

/**
 * The clock of a server in a process of its own: it stands at the instant that a file names, and
 * looks into the file again only when it is told to. So a test decides the time of every decision,
 * and a server that was killed goes on at the same time.
 */
export class FileClock implements Clock {
  readonly #file: string;
  #now: number;

  constructor(file: string) {
    this.#file = file;
    this.#now = readClockFile(file);
  }

  now(): number {
    return this.#now;
  }

  lookAgain(): void {
    this.#now = readClockFile(this.#file);
  }
}

export function writeClockFile(file: string, at: number): void {
  writeFileSync(file, String(at));
}

function readClockFile(file: string): number {
  const at = Number(readFileSync(file, 'utf8'));
  if (!Number.isSafeInteger(at)) throw new Error(`${file} holds no instant`);
  return at;
}
