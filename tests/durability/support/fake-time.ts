import { existsSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * libfaketime between a process and the system clock: the clock of the process is the real one and an
 * offset that stands in a file, read anew at every look. The monotonic clock is left alone, as it is
 * by whoever sets a machine's clock.
 */
export class FakeTime {
  readonly #file: string;
  #offsetMs = 0;

  constructor(folder: string) {
    this.#file = join(folder, 'faketime');
    this.set(0);
  }

  /** The time that a process under it sees now. */
  now(): number {
    return Date.now() + this.#offsetMs;
  }

  /** Sets the clock of all processes under it. */
  set(offsetMs: number): void {
    this.#offsetMs = offsetMs;
    const seconds = (offsetMs / 1_000).toFixed(3);
    // The library reads the file while it is written.
    const next = `${this.#file}.next`;
    writeFileSync(next, offsetMs < 0 ? seconds : `+${seconds}`);
    renameSync(next, this.#file);
  }

  /** Sets it on, or back, from where it is. */
  jump(ms: number): void {
    this.set(this.#offsetMs + ms);
  }

  get environment(): Readonly<Record<string, string>> {
    return {
      LD_PRELOAD: libraryFile(),
      FAKETIME_TIMESTAMP_FILE: this.#file,
      FAKETIME_NO_CACHE: '1',
      // Without it Node ends at once.
      FAKETIME_DONT_FAKE_MONOTONIC: '1',
    };
  }
}

/** Distributions differ in the folder above it. */
function libraryFile(): string {
  const roots = ['/usr/lib', '/usr/lib64', '/usr/local/lib'].filter((root) => existsSync(root));
  const folders = roots.flatMap((root) => [
    root,
    ...readdirSync(root).map((name) => join(root, name)),
  ]);
  const files = folders.map((folder) => join(folder, 'faketime', 'libfaketime.so.1'));
  const file = files.find((one) => existsSync(one));
  if (!file) throw new Error('libfaketime is not installed');
  return file;
}
