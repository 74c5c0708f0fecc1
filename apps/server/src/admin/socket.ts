import { chmodSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { finished } from 'node:stream/promises';
import type { ExplanationRequest, JobRequest, NewApiKey } from '@warifu/service';
import { ConfigError } from '../config.ts';
import { errorCodeOf } from '../error-code.ts';
import { AdminError } from './admin-error.ts';
import type { ListApiKeys } from './api-keys.ts';
import type { ListJobs } from './job-operations.ts';
import type { AdminOperations, ImportRequest, ListTokens } from './operations.ts';
import type { PolicyAct } from './policy-acts.ts';
import type { PolicyNamed, SimulationAsked } from './policy-reads.ts';

/**
 * The admin socket: a Unix socket in the data directory that only its owner can open. It carries
 * the operator's commands to the process that owns the store. One JSON request in; JSON lines out,
 * `{"progress": n}` while it lasts and `{"result": …}` or `{"error": {"code", "message"}}` at the end.
 */
export interface AdminSocket {
  /** Refuses what is new, waits until the commands under way have their answer, and removes the socket. */
  readonly close: () => Promise<void>;
}

/** Linux takes 108 bytes with the final zero; what is longer would be cut off without a word. */
const pathBytesMax = 100;

/** Throws `ConfigError` when the path is longer than a socket's may be. */
export async function listenOnAdminSocket(
  file: string,
  operations: AdminOperations,
): Promise<AdminSocket> {
  assertPathFits(file);
  const underWay = new Set<Promise<void>>();
  let closing = false;
  const server = createServer((request, response) => {
    // A command is one connection: none is left idle for the closing to wait for.
    response.setHeader('connection', 'close');
    readAll(request).then(
      (text) => {
        if (closing) return refuse(response);
        const work = answer(operations, { url: request.url ?? '', text, response });
        underWay.add(work);
        void work.finally(() => underWay.delete(work));
      },
      () => response.destroy(),
    );
  });
  rmSync(file, { force: true });
  await listen(server, file);
  return {
    close: async () => {
      closing = true;
      const closed = new Promise((resolve) => server.close(resolve));
      await Promise.all(underWay);
      server.closeAllConnections();
      await closed;
      rmSync(file, { force: true });
    },
  };
}

function assertPathFits(file: string): void {
  const bytes = Buffer.byteLength(file);
  if (bytes <= pathBytesMax) return;
  throw new ConfigError(
    `the path of the admin socket has ${bytes} bytes and may have ${pathBytesMax}: ${file}; name a shorter WARIFU_DATA_DIR`,
  );
}

/** The socket is never open to others, not even between its making and a change of its mode. */
function listen(server: Server, file: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    const before = process.umask(0o077);
    try {
      server.listen(file, () => {
        chmodSync(file, 0o600);
        resolve();
      });
    } finally {
      process.umask(before);
    }
  });
}

function refuse(response: ServerResponse): void {
  const error = { code: 'server_closing', message: 'the server is closing; run the command again' };
  response.end(`${JSON.stringify({ error })}\n`);
}

interface Asked {
  readonly url: string;
  readonly text: string;
  readonly response: ServerResponse;
}

/** Resolves when the answer has left, or its reader has. */
async function answer(operations: AdminOperations, { url, text, response }: Asked): Promise<void> {
  const send = (value: unknown) => response.write(`${JSON.stringify(value)}\n`);
  response.setHeader('content-type', 'application/jsonl');
  try {
    const body: unknown = JSON.parse(text || '{}');
    const onProgress = (progress: number) => send({ progress });
    const result = await call(operations, url, { body, onProgress });
    send({ result });
  } catch (error) {
    const message = error instanceof Error ? error.message : 'unknown error';
    send({ error: { code: errorCodeOf(error), message } });
  }
  response.end();
  await finished(response).catch(() => undefined);
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
    case '/backup':
      return operations.backup((body as { file: string }).file);
    case '/policy-versions':
      return operations.policyVersions((body as { institution: string }).institution);
    case '/policy-act':
      return operations.policyAct(body as PolicyAct);
    case '/policy-document':
      return operations.policyDocument(body as PolicyNamed);
    case '/explain-policy':
      return operations.explainPolicy(body as ExplanationRequest);
    case '/simulate-policy':
      return operations.simulatePolicy(body as SimulationAsked);
    case '/create-api-key':
      return operations.createApiKey(body as NewApiKey);
    case '/list-api-keys':
      return operations.listApiKeys(body as ListApiKeys);
    case '/revoke-api-key':
      return operations.revokeApiKey(body as { readonly id: string });
    case '/verify-audit':
      return operations.verifyAudit();
    case '/prepare-keys':
      return operations.prepareKeys();
    case '/rotate-keys':
      return operations.rotateKeys();
    case '/check-keys':
      return operations.checkKeys();
    case '/list-jobs':
      return operations.listJobs(body as ListJobs);
    case '/run-job':
      return operations.runJob(body as JobRequest, onProgress);
    case '/wrapped-keys':
      return operations.wrappedKeys();
    default:
      throw new AdminError(
        'command_unknown',
        `the server does not know ${path}; is it of another version?`,
      );
  }
}

async function readAll(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
