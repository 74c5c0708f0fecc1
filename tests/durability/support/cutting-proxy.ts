import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';

/** A raw answer of the server that its client never got. */
export interface Swallowed {
  readonly status: number;
  readonly text: string;
}

/**
 * A TCP proxy before a server. It passes everything on, or, when told to swallow, takes the server's
 * next answer for itself and cuts the client's connection instead of handing it over.
 */
export class CuttingProxy {
  readonly #server: Server;
  readonly #target: () => string;
  readonly #open = new Set<Socket>();
  #swallowing: ((answer: Swallowed) => void) | undefined;

  private constructor(target: () => string) {
    this.#target = target;
    this.#server = createServer((client) => this.#pass(client));
  }

  static async start(target: () => string): Promise<CuttingProxy> {
    const proxy = new CuttingProxy(target);
    proxy.#server.listen(0, '127.0.0.1');
    await once(proxy.#server, 'listening');
    return proxy;
  }

  get url(): string {
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('the proxy is closed');
    return `http://127.0.0.1:${address.port}`;
  }

  /** Swallows the next answer and gives it. */
  swallowNext(): Promise<Swallowed> {
    return new Promise((resolve) => {
      this.#swallowing = resolve;
    });
  }

  close(): void {
    for (const socket of this.#open) socket.destroy();
    this.#server.close();
  }

  #pass(client: Socket): void {
    const { hostname, port } = new URL(this.#target());
    const upstream = connect(Number(port), hostname);
    const both = [client, upstream];
    const cut = () => {
      for (const socket of both) socket.destroy();
    };
    for (const socket of both) {
      this.#open.add(socket);
      socket.on('error', cut);
      socket.on('close', () => {
        this.#open.delete(socket);
        cut();
      });
    }
    client.pipe(upstream);
    let taken = Buffer.alloc(0);
    upstream.on('data', (chunk: Buffer) => {
      if (!this.#swallowing) {
        client.write(chunk);
        return;
      }
      taken = Buffer.concat([taken, chunk]);
      const answer = wholeAnswer(taken);
      if (!answer) return;
      this.#swallowing(answer);
      this.#swallowing = undefined;
      cut();
    });
  }
}

/** The answer in these bytes, once all of it is there. */
function wholeAnswer(bytes: Buffer): Swallowed | undefined {
  const end = bytes.indexOf('\r\n\r\n');
  if (end < 0) return undefined;
  const head = bytes.toString('latin1', 0, end);
  const length = Number(/^content-length: (\d+)$/im.exec(head)?.[1] ?? 0);
  const body = bytes.subarray(end + 4);
  if (body.length < length) return undefined;
  return { status: Number(head.split(' ')[1]), text: body.toString('utf8') };
}
