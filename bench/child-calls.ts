import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { LoadPlan } from './load-plan.ts';

/*
 * How the benchmark speaks with the processes that it starts: one call at a time over the channel
 * of `fork`, beside the HTTP traffic that is measured. A child ends when its parent is gone.
 */
export type Call =
  | { readonly kind: 'load'; readonly plan: LoadPlan }
  | { readonly kind: 'usage' }
  | { readonly kind: 'clock'; readonly atMs: number };

export interface Reply {
  readonly value?: unknown;
  readonly error?: string;
}

/** In the child: answers every call, errors as text. */
export function answerCalls(answer: (call: Call) => unknown): void {
  const reply = (message: Reply) => process.send?.(message);
  process.on('disconnect', () => process.exit(0));
  process.on('message', async (call: Call) => {
    try {
      reply({ value: await answer(call) });
    } catch (error) {
      reply({ error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
    }
  });
}

/** A started child: `call` asks it something, `stop` ends it and waits for its end. */
export class Child {
  readonly #process: ChildProcess;
  readonly #name: string;

  /** Starts a file of this folder with Node. */
  constructor(name: string, args: readonly string[] = []) {
    this.#name = name;
    this.#process = fork(fileURLToPath(new URL(`./${name}.ts`, import.meta.url)), [...args], {
      execArgv: ['--disable-warning=ExperimentalWarning'],
      // Typed arrays of latencies travel as they are.
      serialization: 'advanced',
    });
  }

  call(message: Call): Promise<unknown> {
    const answer = this.nextMessage();
    this.#process.send(message);
    return answer;
  }

  /** The next message of the child; also the one with which a server says that it is ready. */
  nextMessage(): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const onExit = () => reject(new Error(`${this.#name} ended unexpectedly`));
      this.#process.once('exit', onExit);
      this.#process.once('message', (reply: Reply) => {
        this.#process.off('exit', onExit);
        if (reply.error === undefined) resolve(reply.value);
        else reject(new Error(`${this.#name}: ${reply.error}`));
      });
    });
  }

  async stop(): Promise<void> {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return;
    const ended = new Promise((resolve) => this.#process.once('exit', resolve));
    this.#process.kill('SIGTERM');
    await ended;
  }
}
