import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Programs of others that the tests compare with, and the Debian packages that bring them. */
const PACKAGES = {
  pskctool: 'pskctool',
  pskc2csv: 'pskc-utils',
  csv2pskc: 'pskc-utils',
  xmlsec1: 'xmlsec1',
  openssl: 'openssl',
};

/** How a program ended. */
export interface Ending {
  readonly status: number | null;
  readonly output: string;
}

/** Runs a program; a missing one fails the test with the line that installs it. */
export function runProgram(name: keyof typeof PACKAGES, ...parameters: string[]): Ending {
  const { error, status, stdout, stderr } = spawnSync(name, parameters, {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  if (error) throw new Error(`${name} is missing: run \`apt-get install ${PACKAGES[name]}\``);
  return { status, output: status === 0 ? stdout : stderr };
}

/** A folder for files that programs need as files. */
export class ScratchFolder {
  readonly path = mkdtempSync(join(tmpdir(), 'warifu-pskc-'));
  #files = 0;

  /** Writes a file of its own name and gives its path. */
  write(content: string | Uint8Array): string {
    this.#files += 1;
    const path = join(this.path, `file-${this.#files}`);
    writeFileSync(path, content);
    return path;
  }

  remove(): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}
