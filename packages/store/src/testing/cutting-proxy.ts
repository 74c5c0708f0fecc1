import { once } from 'node:events';
import { createServer, connect as dial, type Socket } from 'node:net';

/** A way to the server that can be cut at the worst moment: around a COMMIT. */
export interface CuttingProxy {
  readonly url: string;
  /**
   * What becomes of the next COMMIT: it is not passed on, or it is passed on and its answer is not.
   * Either way the client's connection is cut.
   */
  cutNextCommit(where: 'before' | 'after'): void;
  close(): Promise<void>;
}

/** A COMMIT as a simple query: its kind, its length with the length itself, its text. */
const commit = Buffer.from('Q\0\0\0\x0bCOMMIT\0', 'latin1');

export async function cuttingProxy(target: string): Promise<CuttingProxy> {
  const { hostname, port } = new URL(target);
  let cut: 'before' | 'after' | undefined;
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = dial(Number(port), hostname);
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => {}).on('close', () => sockets.delete(socket));
    }
    upstream.on('data', (data) => client.write(data));
    upstream.on('close', () => client.destroy());
    client.on('close', () => upstream.end());
    client.on('data', (data) => {
      const where = data.includes(commit) ? cut : undefined;
      if (where === undefined) {
        upstream.write(data);
        return;
      }
      cut = undefined;
      if (where === 'after') upstream.write(data);
      client.destroy();
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port was given');
  const url = new URL(target);
  url.port = String(address.port);
  return {
    url: url.href,
    cutNextCommit: (where) => {
      cut = where;
    },
    close: async () => {
      server.close();
      for (const socket of sockets) socket.destroy();
      await once(server, 'close');
    },
  };
}
