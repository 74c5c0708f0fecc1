import { once } from 'node:events';
import { createServer, connect as dial, type Socket } from 'node:net';

/**
 * A way to a PostgreSQL server that ends in the middle: of what the client says, the first so many
 * messages are passed on, and then both sides find the connection gone.
 */
export interface CountingProxy {
  readonly url: string;
  /** Messages of the client that were passed on since the last `endAfter`. */
  readonly passed: number;
  /** How many more are passed on; all of them when it is not said. */
  endAfter(messages?: number): void;
  close(): Promise<void>;
}

const lengthBytes = 4;

/** Cuts a client's stream into messages; the first one of a connection has no kind before its length. */
class Messages {
  #rest = Buffer.alloc(0);
  #kindBytes = 0;

  take(data: Buffer): Buffer[] {
    this.#rest = Buffer.concat([this.#rest, data]);
    const whole: Buffer[] = [];
    for (;;) {
      const head = this.#kindBytes + lengthBytes;
      if (this.#rest.length < head) return whole;
      const size = this.#kindBytes + this.#rest.readUInt32BE(this.#kindBytes);
      if (this.#rest.length < size) return whole;
      whole.push(this.#rest.subarray(0, size));
      this.#rest = this.#rest.subarray(size);
      this.#kindBytes = 1;
    }
  }
}

export async function countingProxy(target: string): Promise<CountingProxy> {
  const { hostname, port } = new URL(target);
  let [passed, limit] = [0, Number.POSITIVE_INFINITY];
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = dial(Number(port), hostname);
    const messages = new Messages();
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => {}).on('close', () => sockets.delete(socket));
    }
    upstream.on('data', (data) => client.write(data));
    upstream.on('close', () => client.destroy());
    client.on('close', () => upstream.end());
    client.on('data', (data) => {
      for (const message of messages.take(data)) {
        if (passed >= limit) {
          client.destroy();
          return;
        }
        passed += 1;
        upstream.write(message);
      }
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port was given');
  const url = new URL(target);
  url.port = String(address.port);
  return {
    url: url.href,
    get passed() {
      return passed;
    },
    endAfter: (messages = Number.POSITIVE_INFINITY) => {
      [passed, limit] = [0, messages];
    },
    close: async () => {
      server.close();
      for (const socket of sockets) socket.destroy();
      await once(server, 'close');
    },
  };
}
