import { Agent, request } from 'node:http';
import type { Order, Reply } from './client.ts';

/**
 * A client in a process of its own: it is told a list of requests and sends them all at once, each
 * over its own connection, in the order of the list.
 */
const agent = new Agent({ keepAlive: true });

process.on('message', (order: Order) => {
  Promise.all(order.bodies.map((body) => send(order, body))).then(
    (replies) => process.send?.(replies),
    (error: unknown) => process.send?.(String(error)),
  );
});

function send({ url, apiKey, path }: Order, body: { key: string; text: string }): Promise<Reply> {
  const headers = {
    authorization: `Bearer ${apiKey}`,
    'content-type': 'application/json',
    'idempotency-key': body.key,
  };
  return new Promise((resolve, reject) => {
    const outgoing = request(`${url}${path}`, { method: 'POST', agent, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString('utf8');
        resolve({ status: response.statusCode ?? 0, text });
      });
    });
    outgoing.on('error', reject);
    outgoing.end(body.text);
  });
}
