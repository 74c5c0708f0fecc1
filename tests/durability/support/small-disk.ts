import { spawnSync } from 'node:child_process';
import { closeSync, ftruncateSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * A disk of a fixed size (a tmpfs), which a test fills with a ballast and empties again. Mounting
 * needs rights that not every machine gives: `SmallDisk.mount` then gives undefined, and the tests
 * make do with a disk whose writes are made to fail (`failingWrites`).
 */
export class SmallDisk {
  readonly folder: string;
  readonly #ballast: number;

  private constructor(folder: string) {
    this.folder = folder;
    this.#ballast = openSync(join(folder, 'ballast'), 'w');
  }

  static mount(mebibytes: number): SmallDisk | undefined {
    const folder = mkdtempSync(join(tmpdir(), 'warifu-disk-'));
    const size = `size=${mebibytes}m`;
    if (succeeds('mount', ['-t', 'tmpfs', '-o', size, 'warifu-test', folder]))
      return new SmallDisk(folder);
    rmSync(folder, { recursive: true });
    return undefined;
  }

  /** Writes until nothing fits any more. */
  fill(): void {
    for (const bytes of [1_048_576, 4_096, 1]) {
      const block = Buffer.alloc(bytes, 1);
      while (this.#writes(block));
    }
  }

  empty(): void {
    ftruncateSync(this.#ballast, 0);
  }

  unmount(): void {
    closeSync(this.#ballast);
    succeeds('umount', [this.folder]);
    rmSync(this.folder, { recursive: true, force: true });
  }

  #writes(block: Buffer): boolean {
    try {
      return writeSync(this.#ballast, block) > 0;
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOSPC') return false;
      throw error;
    }
  }
}

function succeeds(program: string, args: readonly string[]): boolean {
  return spawnSync(program, args).status === 0;
}

/** Runs a server so that some of its writes find no space: from the n-th on, so many. */
export function failingWrites(from: number, count: number): readonly string[] {
  const when = `${from}..${from + count - 1}`;
  const inject = `inject=pwrite64:error=ENOSPC:when=${when}`;
  return [
    'strace',
    '-f',
    '-qq',
    '--seccomp-bpf',
    '-o',
    '/dev/null',
    '-e',
    'trace=pwrite64',
    '-e',
    inject,
  ];
}

/** Runs a server so that every sync from the n-th on fails as a dying disk's would. */
export function failingSyncs(from: number): readonly string[] {
  const inject = `inject=fsync,fdatasync:error=EIO:when=${from}+`;
  return [
    'strace',
    '-f',
    '-qq',
    '--seccomp-bpf',
    '-o',
    '/dev/null',
    '-e',
    'trace=fsync,fdatasync',
    '-e',
    inject,
  ];
}
