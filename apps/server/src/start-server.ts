import type { FastifyInstance } from 'fastify';
import { AnchorWriter } from './admin/anchors.ts';
import { adminOperations } from './admin/operations.ts';
import { type AdminSocket, listenOnAdminSocket } from './admin/socket.ts';
import { type ClockWatch, watchClock } from './clock/watch-clock.ts';
import { closeInTurn } from './closing.ts';
import { adminSocketFile, ConfigError, type ServerConfig } from './config.ts';
import { type DueWork, type DueWorkOptions, startDueWork } from './due-work/start-due-work.ts';
import { createHandlers } from './http/create-handlers.ts';
import { createHttpServer } from './http/create-http-server.ts';
import { NodeMemory } from './node-memory.ts';
import type { Warifu } from './open-warifu.ts';
import { readiness } from './readiness.ts';
import { reportError } from './report.ts';
import { version } from './version.ts';

/** A server that listens. */
export interface RunningServer {
  readonly url: string;
  readonly close: () => Promise<void>;
}

export interface StartOptions extends DueWorkOptions {
  /** The operator confirms that the machine's clock is right, whatever the store knows (row 76). */
  readonly acceptClock?: boolean | undefined;
  /** Adds routes before the server listens; the demo's own doors come in here. */
  readonly extend?: (http: FastifyInstance, dueWork: Pick<DueWork, 'wake'>) => void;
}

const anchorIntervalMs = 60_000;

/**
 * Serves an open Warifu over HTTP and over its admin socket until it is closed. When it cannot
 * listen, everything is closed again, Warifu too. Throws `ConfigError` with what to set instead.
 */
export async function startServer(
  warifu: Warifu,
  options: StartOptions = {},
): Promise<RunningServer> {
  const { config } = warifu;
  const clockWatch = await watchClock(warifu, options.acceptClock ?? false);
  const dueWork = startDueWork(warifu, options);
  const memory = new NodeMemory(warifu);
  const http = httpServer(warifu, options, { dueWork, memory });
  let admin: AdminSocket | undefined;
  try {
    await memory.start();
    admin = await listenOnAdminSocket(adminSocketFile(config), adminOperations(warifu));
    const url = await listen(http, config);
    return running(warifu, { url, http, admin, dueWork, clockWatch, memory });
  } catch (error) {
    const steps = [
      () => admin?.close(),
      () => http.close(),
      () => dueWork.close(),
      () => memory.close(),
      () => clockWatch.close(),
      () => warifu.close(),
    ];
    // What could not listen is what the operator must know; the closing has nothing to lose.
    await closeInTurn(steps).catch((failure: unknown) => reportError(failure, 'closing'));
    throw error;
  }
}

interface Beside {
  readonly dueWork: DueWork;
  readonly memory: NodeMemory;
}

function httpServer(
  warifu: Warifu,
  { extend }: StartOptions,
  { dueWork, memory }: Beside,
): FastifyInstance {
  const { deps, guardedClock } = warifu;
  const http = createHttpServer({
    handlers: createHandlers(warifu.service, warifu.jobs),
    apiKeys: deps.apiKeys,
    clock: deps.clock,
    trustedProxies: warifu.config.trustedProxies,
    idempotencyMac: (bytes) => deps.vault.mac(bytes),
    isServing: () => (guardedClock?.isTrusted() ?? true) && memory.isFresh(),
    readiness: () => readiness(warifu, memory),
    reportError,
    version,
  });
  extend?.(http, dueWork);
  return http;
}

interface Listening extends Beside {
  readonly url: string;
  readonly http: FastifyInstance;
  readonly admin: AdminSocket;
  readonly clockWatch: ClockWatch;
}

function running(warifu: Warifu, listening: Listening): RunningServer {
  const { url, http, admin, dueWork, clockWatch, memory } = listening;
  const { config, deps } = warifu;
  const anchors = new AnchorWriter(config);
  const write = () => anchors.write(deps.store);
  // A full disk must not end the server: the next minute tries again.
  const timer = setInterval(
    () => void write().catch((error: unknown) => reportError(error, 'anchors')),
    anchorIntervalMs,
  );
  timer.unref();
  const steps = [
    () => http.close(),
    () => admin.close(),
    () => dueWork.close(),
    () => memory.close(),
    write,
    () => clockWatch.close(),
    () => warifu.close(),
  ];
  return {
    url,
    close: () => {
      clearInterval(timer);
      return closeInTurn(steps);
    },
  };
}

async function listen(http: FastifyInstance, { host, port }: ServerConfig): Promise<string> {
  try {
    return await http.listen({ host, port });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    throw new ConfigError(
      `cannot listen on ${host}:${port}, ${whyNot[code] ?? code}; set PORT or HOST to another, or stop what is there`,
      { cause: error },
    );
  }
}

const whyNot: Readonly<Record<string, string>> = {
  EADDRINUSE: 'which is in use',
  EACCES: 'which this user may not use',
  EADDRNOTAVAIL: 'which is no address of this machine',
  ENOTFOUND: 'a name that has no address',
};
