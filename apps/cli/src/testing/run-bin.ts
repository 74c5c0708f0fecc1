import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const bin = fileURLToPath(new URL('../../bin/warifu.js', import.meta.url));

/** How a process of the command ended, and what it wrote. */
export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

export interface RunBin {
  readonly env?: Readonly<Record<string, string>>;
  readonly stdin?: string;
  /** Arguments of Node before the bin. */
  readonly node?: readonly string[];
}

/** Starts the committed bin as a shell would, with an environment of its own. */
export function startBin(args: readonly string[], { env = {}, node = [] }: RunBin = {}) {
  return spawn(process.execPath, [...node, bin, ...args], {
    env: { PATH: process.env['PATH'] ?? '', ...env },
    stdio: 'pipe',
  });
}

/** Runs the committed bin to its end. */
export function runBin(args: readonly string[], options: RunBin = {}): Promise<Ended> {
  const child = startBin(args, options);
  let out = '';
  let err = '';
  child.stdout.on('data', (chunk) => {
    out += String(chunk);
  });
  child.stderr.on('data', (chunk) => {
    err += String(chunk);
  });
  child.stdin.end(options.stdin ?? '');
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, out, err }));
  });
}
