import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { serveMeasured } from './serve-measured.ts';

/*
 * The floor under every figure: node:http in one process that reads and parses the same body and
 * answers a constant of the same size. Nothing is looked up, decided or stored.
 */
const body = JSON.stringify({ result: 'accepted', retry: 'none' });
const headers = { 'content-type': 'application/json', 'content-length': body.length };

function handle(request: IncomingMessage, response: ServerResponse): void {
  let text = '';
  request.setEncoding('utf8');
  request.on('data', (chunk: string) => {
    text += chunk;
  });
  request.on('end', () => {
    JSON.parse(text);
    response.writeHead(200, headers);
    response.end(body);
  });
}

await serveMeasured(async () => {
  const server = createServer(handle);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
});
