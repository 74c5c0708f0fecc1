import type { ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { Api } from '../../scenarios/support/api.ts';
import type { Bank } from './bank.ts';
import { ended, startChild } from './processes.ts';
import { nodeCommand } from './server.ts';

const bin = fileURLToPath(new URL('../../../apps/cli/bin/warifu.js', import.meta.url));

export interface CommandOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** A program to run the command under, with its arguments: strace for example. */
  readonly under?: readonly string[];
}

/** How a command line ended: null as its code when a signal ended it. */
export interface CommandEnd {
  readonly code: number | null;
  readonly output: string;
}

function started(bank: Bank, args: readonly string[], { env, under = [] }: CommandOptions) {
  const [first = '', ...rest] = [...under, ...nodeCommand(bin), ...args];
  const own = {
    WARIFU_DATA_DIR: bank.dataDir,
    WARIFU_KEYRING_FILE: bank.config.keyringFile,
    PORT: '0',
    ...env,
  };
  return startChild([first, ...rest], own);
}

function outputOf(child: ChildProcess): () => string {
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: Buffer) => {
      output += chunk.toString('utf8');
    });
  return () => output;
}

/** Carries out `warifu …` on a bank's folder, as a shell would. */
export async function warifu(
  bank: Bank,
  args: readonly string[],
  options: CommandOptions = {},
): Promise<CommandEnd> {
  const child = started(bank, args, options);
  const output = outputOf(child);
  const code = await ended(child);
  return { code, output: output() };
}

/** `warifu serve` on a bank's folder. */
export interface Served {
  readonly api: Api;
  readonly url: string;
  readonly output: () => string;
  /** Ends it by a signal and waits until it is gone. */
  readonly end: (signal: 'SIGTERM' | 'SIGKILL') => Promise<number | null>;
}

export async function serve(
  bank: Bank,
  args: readonly string[] = [],
  options: CommandOptions = {},
): Promise<Served> {
  const child = started(bank, ['serve', ...args], options);
  const output = outputOf(child);
  const url = await new Promise<string>((resolve, reject) => {
    if (!child.stdout) throw new Error('the child has no output');
    createInterface({ input: child.stdout }).on('line', (line) => {
      const [, at] = /^(?:ready|listening) (\S+)/.exec(line) ?? [];
      if (at !== undefined) resolve(at);
    });
    child.once('close', () => reject(new Error(`the server ended: ${output()}`)));
  });
  const end = (signal: 'SIGTERM' | 'SIGKILL') => {
    child.kill(signal);
    return ended(child);
  };
  return { api: new Api(() => url, bank.operatorKey), url, output, end };
}
