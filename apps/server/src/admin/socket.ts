import { chmodSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { NewApiKey } from '@warifu/service';
import type { AdminOperations, ImportRequest, ListTokens } from './operations.ts';

/**
 * The admin socket: a Unix socket in the data directory that only its owner can open. It carries
 * the operator's commands to the process that owns the store. One JSON request in; JSON lines out,
 * `{"progress": n}` while it lasts and `{"result": …}` or `{"error": "…"}` at the end.
 */
export function listenOnAdminSocket(file: string, operations: AdminOperations): Promise<Server> {
  const server = createServer((request, response) => {
    void answer(operations, request, response);
  });
  rmSync(file, { force: true });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(file, () => {
      chmodSync(file, 0o600);
      resolve(server);
    });
  });
}

async function answer(
  operations: AdminOperations,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const send = (value: unknown) => response.write(`${JSON.stringify(value)}\n`);
  response.setHeader('content-type', 'application/jsonl');
  try {
    const body: unknown = JSON.parse((await readAll(request)) || '{}');
    const result = await call(operations, request.url ?? '', {
      body,
      onProgress: (progress) => send({ progress }),
    });
    send({ result });
  } catch (error) {
    send({ error: error instanceof Error ? error.message : 'unknown error' });
  }
  response.end();
}

interface Call {
  readonly body: unknown;
  readonly onProgress: (keys: number) => void;
}

/** Both ends of the socket are this program, so that what comes in has the shape that went out. */
function call(operations: AdminOperations, path: string, { body, onProgress }: Call) {
  switch (path) {
    case '/status':
      return operations.status();
    case '/import-tokens':
      return operations.importTokens(body as ImportRequest, onProgress);
    case '/list-tokens':
      return operations.listTokens(body as ListTokens);
    case '/add-institution':
      return operations.addInstitution(body);
    case '/create-api-key':
      return operations.createApiKey(body as NewApiKey);
    case '/verify-audit':
      return operations.verifyAudit();
    case '/rotate-keys':
      return operations.rotateKeys();
    case '/check-keys':
      return operations.checkKeys();
    default:
      throw new Error(`the server does not know ${path}; is it of another version?`);
  }
}

async function readAll(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
