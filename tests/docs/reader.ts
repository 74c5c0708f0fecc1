import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import type { TestClock } from '../scenarios/support/test-clock.ts';
import { Shell } from './shell.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

/**
 * Somebody who reads a document at a shell in the folder of his clone. Only waiting is played: his
 * `sleep` moves the server's clock instead.
 */
export class Reader {
  readonly folder: string;
  readonly shell: Shell;

  /** `sleep` is the body of the command in its place, with the seconds in `$1`. */
  constructor(sleep: string, env: Readonly<Record<string, string | undefined>> = {}) {
    this.folder = mkdtempSync(join(tmpdir(), 'warifu-docs-'));
    const programs = join(this.folder, 'programs');
    mkdirSync(programs);
    symlinkSync(join(root, 'packages'), join(this.folder, 'packages'));
    const bin = join(root, 'apps', 'cli', 'bin', 'warifu.js');
    program(join(programs, 'sleep'), sleep);
    // What `npx warifu` comes to in a clone.
    program(join(programs, 'npx'), `shift\nexec '${process.execPath}' '${bin}' "$@"`);
    this.shell = new Shell(this.folder, {
      ...env,
      PATH: `${programs}:${process.env['PATH'] ?? ''}`,
    });
  }

  /** Puts a demo where `npm run demo` has it. */
  placeDemo(dataDir: string): void {
    mkdirSync(join(this.folder, 'data'));
    symlinkSync(dataDir, join(this.folder, 'data', 'demo'));
  }

  close(): void {
    this.shell.close();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

function program(file: string, lines: string): void {
  writeFileSync(file, `#!/bin/sh\n${lines}\n`);
  chmodSync(file, 0o755);
}

/** The body of a `sleep` that advances a clock of this process, by a door that ends with the test. */
export async function sleepOf(clock: TestClock): Promise<string> {
  const door = createServer(async (request, response) => {
    let seconds = '';
    for await (const chunk of request) seconds += String(chunk);
    clock.advance(Number(seconds) * 1_000);
    response.end();
  });
  onTestFinished(() => void door.close());
  await new Promise<void>((resolve) => door.listen(0, '127.0.0.1', resolve));
  const address = door.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return `curl -sS -d "$1" http://127.0.0.1:${port}/`;
}

/** The body of a `sleep` that advances the clock of a demo. */
export function sleepOfDemo(url: string): string {
  const json = '-H "Content-Type: application/json"';
  return `curl -sS ${json} -d "{\\"advance_seconds\\": $1}" ${url}/demo/clock > clock.json`;
}
