import { createHash, createHmac } from 'node:crypto';
import { Agent, request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type OperationId, routes, scopeNames } from '@warifu/wire';
import { createHttpServer } from '../create-http-server.ts';
import type { ApiKey, HttpDeps } from '../deps.ts';
import type { AnyHandler } from '../operation.ts';

/** A frame that listens on the loopback with stub handlers, and raw requests against it. */
const secret = 'w'.repeat(43);

function apiKey(id: string, over: Partial<ApiKey> = {}): ApiKey {
  return {
    id,
    institutionId: 'nanahoshi',
    secretSha256: createHash('sha256').update(secret).digest(),
    revokedAt: null,
    scopeSet: new Set(scopeNames),
    ...over,
  };
}

const keys = new Map<string, ApiKey>([
  ['key_all', apiKey('key_all')],
  ['key_none', apiKey('key_none', { scopeSet: new Set() })],
  ['key_revoked', apiKey('key_revoked', { revokedAt: 1 })],
]);

export const authorization = `Bearer wrf_key_all_${secret}`;
export const authorizationOf = (keyId: string) => `Bearer wrf_${keyId}_${secret}`;

export interface FrameOptions {
  readonly handlers?: Partial<Record<OperationId, AnyHandler>>;
  /** Called for every operation without a handler of its own. */
  readonly otherwise?: AnyHandler;
  readonly deps?: Partial<HttpDeps>;
}

export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

export interface Sent {
  readonly method?: string;
  readonly path: string;
  /** Name and value in turn, so that names can be repeated. */
  readonly headers?: readonly string[];
  readonly body?: string | Buffer;
}

export interface Frame {
  readonly port: number;
  readonly errors: unknown[];
  readonly send: (sent: Sent) => Promise<Reply>;
  readonly close: () => Promise<void>;
}

export async function startFrame({ handlers, otherwise, deps }: FrameOptions): Promise<Frame> {
  const errors: unknown[] = [];
  const fallback = otherwise ?? (() => Promise.reject(new Error('not expected to be called')));
  const all = Object.keys(routes).map((name) => [name, fallback]);
  const stubs = { ...Object.fromEntries(all), ...handlers } as HttpDeps['handlers'];
  const app = createHttpServer({
    handlers: stubs,
    apiKeys: { find: (id) => keys.get(id) },
    clock: { now: () => Date.UTC(2026, 10, 22) },
    idempotencyMac: (bytes) => createHmac('sha256', 'test').update(bytes).digest(),
    isServing: () => true,
    readiness: async () => ({ ready: true, checks: { store: { ok: true } } }),
    reportError: (error) => errors.push(error),
    version: '0.1.0',
    appLimits: { source: 1_000_000, name: 1_000_000, institution: 1_000_000 },
    ...deps,
  });
  await app.listen({ host: '127.0.0.1', port: 0 });
  const { port } = app.server.address() as AddressInfo;
  const agent = new Agent({ keepAlive: true, maxSockets: 4 });
  return {
    port,
    errors,
    send: (sent) => send(port, agent, sent),
    close: async () => {
      agent.destroy();
      await app.close();
    },
  };
}

function send(port: number, agent: Agent, sent: Sent): Promise<Reply> {
  const { method = 'GET', path, headers = [], body } = sent;
  const bytes = body === undefined ? undefined : Buffer.from(body);
  const length = bytes === undefined ? [] : ['Content-Length', String(bytes.length)];
  return new Promise((resolve, reject) => {
    const request = httpRequest(
      {
        host: '127.0.0.1',
        port,
        agent,
        method,
        path,
        headers: ['Host', '127.0.0.1', ...length, ...headers],
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            body: Buffer.concat(chunks).toString('utf8'),
          }),
        );
      },
    );
    request.on('error', reject);
    request.end(bytes);
  });
}

/** The headers of a good request of an operation. */
export function goodHeaders(keyed: boolean, withBody: boolean): string[] {
  return [
    'Authorization',
    authorization,
    ...(keyed ? ['Idempotency-Key', 'k-1'] : []),
    ...(withBody ? ['Content-Type', 'application/json'] : []),
  ];
}
