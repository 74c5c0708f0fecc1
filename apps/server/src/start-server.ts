import { rmSync } from 'node:fs';
import type { FastifyInstance } from 'fastify';
import { writeAnchors } from './admin/anchors.ts';
import { adminOperations } from './admin/operations.ts';
import { listenOnAdminSocket } from './admin/socket.ts';
import { adminSocketFile } from './config.ts';
import { createHandlers } from './http/create-handlers.ts';
import { createHttpServer } from './http/create-http-server.ts';
import type { Warifu } from './open-warifu.ts';
import { readiness } from './readiness.ts';
import { version } from './version.ts';

/** A server that listens. */
export interface RunningServer {
  readonly url: string;
  readonly close: () => Promise<void>;
}

export interface StartOptions {
  /** Adds routes before the server listens; the demo's own doors come in here. */
  readonly extend?: (http: FastifyInstance) => void;
}

const anchorIntervalMs = 60_000;

/** Serves an open Warifu over HTTP and over its admin socket until it is closed. */
export async function startServer(
  warifu: Warifu,
  options: StartOptions = {},
): Promise<RunningServer> {
  const { config, deps } = warifu;
  const http = createHttpServer({
    handlers: createHandlers(warifu.service),
    apiKeys: deps.apiKeys,
    clock: deps.clock,
    idempotencyMac: (bytes) => deps.vault.mac(bytes),
    isServing: () => true,
    readiness: () => readiness(warifu),
    reportError,
    version,
  });
  options.extend?.(http);
  const socketFile = adminSocketFile(config);
  const admin = await listenOnAdminSocket(socketFile, adminOperations(warifu));
  const url = await http.listen({ host: config.host, port: config.port });
  const anchors = setInterval(() => void writeAnchors(config, deps.store), anchorIntervalMs);
  anchors.unref();
  return {
    url,
    close: async () => {
      clearInterval(anchors);
      await http.close();
      admin.close();
      rmSync(socketFile, { force: true });
      await writeAnchors(config, deps.store);
      await warifu.close();
    },
  };
}

/** An unexpected error is a line on the error output: its name and place, never a request's content. */
function reportError(error: unknown, operation: string): void {
  const { name, stack } = error instanceof Error ? error : new Error('not an error');
  const place = stack?.split('\n').slice(1, 4).join(' ') ?? '';
  process.stderr.write(`${JSON.stringify({ level: 'error', operation, name, place })}\n`);
}
