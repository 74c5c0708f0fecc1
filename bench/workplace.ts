import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Child } from './child-calls.ts';
import { MeasuredServer, type ServerName } from './measured-server.ts';
import { preloadUsual } from './preload-usual.ts';
import { preloadWarifu } from './preload-warifu.ts';
import { usualApiKey } from './usual-store.ts';

/** A folder of its own on the disk to measure, and every process that runs in it. */
export class Workplace {
  readonly dir: string;
  readonly load: Child;
  readonly #children: Child[] = [];

  constructor() {
    const parent =
      process.env['WARIFU_BENCH_DIR'] ?? fileURLToPath(new URL('../data', import.meta.url));
    mkdirSync(parent, { recursive: true });
    this.dir = mkdtempSync(join(parent, 'bench-'));
    this.load = this.#child('load');
  }

  /** Fills a store where there is one, and starts the server on it. */
  async start(name: ServerName, tokens: number): Promise<MeasuredServer> {
    const dataDir = mkdtempSync(join(this.dir, `${name}-`));
    const startedAt = performance.now();
    const authorization = `Bearer ${await fill(name, dataDir, tokens)}`;
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
    if (name !== 'raw') note(`${name}: a store with ${tokens} tokens in ${seconds} s`);
    const child = this.#child(`${name}-server`, [dataDir]);
    return MeasuredServer.listening({ name, dataDir, authorization, tokens }, child);
  }

  /** Ends what was started and removes what was written. */
  async clear(): Promise<void> {
    await Promise.all(this.#children.map((child) => child.stop()));
    rmSync(this.dir, { recursive: true, force: true });
  }

  /** Known from its first moment, so that an interruption leaves no process behind. */
  #child(name: string, args: readonly string[] = []): Child {
    const child = new Child(name, args);
    this.#children.push(child);
    return child;
  }
}

/** Fills the store of a server and gives the API key of its client. */
async function fill(name: ServerName, dataDir: string, tokens: number): Promise<string> {
  if (name === 'warifu') return preloadWarifu(dataDir, tokens);
  if (name === 'usual') preloadUsual(dataDir, tokens);
  return usualApiKey;
}

/** Progress goes to the error output, so that the output holds results only. */
export function note(text: string): void {
  process.stderr.write(`${text}\n`);
}
