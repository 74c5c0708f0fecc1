import { Agent, request } from 'node:http';

/** An answer as it came over one connection. */
export interface Heard {
  readonly status: number;
  readonly text: string;
  /** The client's own port, and which answer on that connection it was, from 1. */
  readonly port: number;
  readonly nth: number;
}

export interface Said {
  readonly path: string;
  readonly body: unknown;
  readonly key: string;
}

/**
 * One client on one connection that stays open: its port tells which writes of a traced server were
 * its answers.
 */
export class Line {
  readonly #url: () => string;
  readonly #apiKey: string;
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 1 });
  #port = 0;
  #answers = 0;

  constructor(url: () => string, apiKey: string) {
    this.#url = url;
    this.#apiKey = apiKey;
  }

  /** Sends one POST and waits for its answer. Rejects when the connection breaks before. */
  say({ path, body, key }: Said): Promise<Heard> {
    const text = JSON.stringify(body);
    const headers = {
      authorization: `Bearer ${this.#apiKey}`,
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(text),
      'idempotency-key': key,
    };
    return new Promise((resolve, reject) => {
      const options = { method: 'POST', agent: this.#agent, headers };
      const outgoing = request(`${this.#url()}${path}`, options, (response) => {
        const port = response.socket.localPort ?? 0;
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => {
          const heard = Buffer.concat(chunks).toString('utf8');
          resolve({ status: response.statusCode ?? 0, text: heard, ...this.#count(port) });
        });
      });
      outgoing.on('error', reject);
      outgoing.end(text);
    });
  }

  close(): void {
    this.#agent.destroy();
  }

  #count(port: number): { port: number; nth: number } {
    if (port !== this.#port) this.#answers = 0;
    this.#port = port;
    this.#answers += 1;
    return { port, nth: this.#answers };
  }
}
