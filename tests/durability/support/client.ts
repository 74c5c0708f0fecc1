import { type ChildProcess, fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { track } from './processes.ts';

/** What a client process is told to send, all at once. */
export interface Order {
  readonly url: string;
  readonly apiKey: string;
  readonly path: string;
  readonly bodies: readonly { readonly key: string; readonly text: string }[];
}

export interface Reply {
  readonly status: number;
  readonly text: string;
}

const entry = fileURLToPath(new URL('./client-process.ts', import.meta.url));

/** Clients in processes of their own, so that a race is one between processes. */
export class Clients {
  readonly #children: readonly ChildProcess[];

  constructor(count: number) {
    this.#children = Array.from({ length: count }, () => {
      const child = fork(entry, { execArgv: ['--disable-warning=ExperimentalWarning'] });
      track(child);
      return child;
    });
  }

  /** Deals the bodies out, as many to each process, in order; gives all replies. */
  async sendAll(to: Omit<Order, 'bodies'>, bodies: readonly unknown[]): Promise<readonly Reply[]> {
    const share = Math.ceil(bodies.length / this.#children.length);
    const orders = this.#children.map((child, index) => {
      const own = bodies.slice(index * share, (index + 1) * share);
      const texts = own.map((body) => ({ key: randomUUID(), text: JSON.stringify(body) }));
      return this.#order(child, { ...to, bodies: texts });
    });
    return (await Promise.all(orders)).flat();
  }

  async #order(child: ChildProcess, order: Order): Promise<readonly Reply[]> {
    const answered = once(child, 'message');
    child.send(order);
    const [replies]: unknown[] = await answered;
    if (!Array.isArray(replies)) throw new Error(`a client failed: ${String(replies)}`);
    return replies;
  }
}
