import type { ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { Api } from '../../scenarios/support/api.ts';
import type { Bank } from './bank.ts';
import { writeClockFile } from './file-clock.ts';
import type { PlantedBug } from './planted-bugs.ts';
import { adopt, disown, ended, kill, startChild } from './processes.ts';

const entry = fileURLToPath(new URL('./server-process.ts', import.meta.url));

/** The command that starts Node on an entry file of the tests. */
export function nodeCommand(file: string): [string, ...string[]] {
  return [process.execPath, '--disable-warning=ExperimentalWarning', file];
}

export interface ServerOptions {
  readonly bug?: PlantedBug;
  /** A program to run the server under, with its arguments: strace for example. */
  readonly under?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** Why a server did not get ready: what it wrote on its error output, and its exit code. */
export class NotReady extends Error {
  readonly exitCode: number | null;

  constructor(message: string, exitCode: number | null) {
    super(message);
    this.exitCode = exitCode;
  }
}

/** A real server in a process of its own, on a bank's folder. */
export class Server {
  readonly url: string;
  readonly pid: number;
  /** From the start of the process until it told that it was ready. */
  readonly startedInMs: number;
  readonly #bank: Bank;
  readonly #child: ChildProcess;
  readonly #output: () => string;

  private constructor(bank: Bank, started: Started) {
    this.#bank = bank;
    this.#child = started.child;
    this.#output = started.output;
    this.url = started.url;
    this.pid = started.pid;
    this.startedInMs = started.startedInMs;
  }

  /** Starts and waits until it is ready. Throws `NotReady` when it ends instead. */
  static async start(bank: Bank, options: ServerOptions = {}): Promise<Server> {
    return new Server(bank, await start(bank, options));
  }

  /** Everything that the process has written so far, on both outputs. */
  get output(): string {
    return this.#output();
  }

  api(key: string): Api {
    return new Api(() => this.url, key);
  }

  /** Sets the clock of the bank, and of this server with it. */
  async setClock(at: number): Promise<void> {
    writeClockFile(this.#bank.clockFile, at);
    await this.door('clock');
  }

  /** Opens one of the test's own doors (`server-process.ts`). */
  async door(name: 'clock' | 'checkpoint' | 'read_only' | 'writable'): Promise<void> {
    const { status } = await fetch(`${this.url}/test/${name}`, { method: 'POST' });
    if (status !== 200) throw new Error(`the door ${name} answered ${status}`);
  }

  /** kill -9: nothing of the process runs any more afterwards. */
  async kill(): Promise<void> {
    kill(this.pid, 'SIGKILL');
    await this.#gone();
  }

  /** Asks it to stop and waits until it has. */
  async stop(): Promise<number | null> {
    kill(this.pid, 'SIGTERM');
    return this.#gone();
  }

  async #gone(): Promise<number | null> {
    const exitCode = await ended(this.#child);
    disown(this.pid);
    return exitCode;
  }
}

interface Started {
  readonly child: ChildProcess;
  readonly url: string;
  readonly pid: number;
  readonly startedInMs: number;
  readonly output: () => string;
}

async function start(bank: Bank, options: ServerOptions): Promise<Started> {
  const begun = performance.now();
  const [first, ...rest] = [...(options.under ?? []), ...nodeCommand(entry)];
  const child = startChild([first ?? '', ...rest], environment(bank, options));
  let output = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    output += chunk.toString('utf8');
  });
  let pid = child.pid ?? 0;
  return new Promise((resolve, reject) => {
    if (!child.stdout) throw new Error('the child has no output');
    createInterface({ input: child.stdout }).on('line', (line) => {
      output += `${line}\n`;
      const [word, value = ''] = line.split(' ');
      if (word === 'pid') {
        pid = Number(value);
        adopt(pid);
      }
      const startedInMs = performance.now() - begun;
      if (word === 'ready') resolve({ child, url: value, pid, startedInMs, output: () => output });
    });
    child.once('error', reject);
    child.once('close', (exitCode) => {
      disown(pid);
      reject(new NotReady(output, exitCode));
    });
  });
}

function environment(bank: Bank, { bug, env }: ServerOptions): Record<string, string> {
  return {
    HOST: '127.0.0.1',
    PORT: '0',
    WARIFU_DATA_DIR: bank.dataDir,
    WARIFU_KEYRING_FILE: bank.config.keyringFile,
    TEST_CLOCK_FILE: bank.clockFile,
    TEST_PLANTED_BUG: bug ?? '',
    ...env,
  };
}
