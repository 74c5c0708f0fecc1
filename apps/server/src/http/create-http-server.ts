import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { type Problem, problemOf, type Route, routeList, routes } from '@warifu/wire';
import Fastify, {
  type FastifyHttpOptions,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
} from 'fastify';
import { sendProblem } from './answers.ts';
import type { HttpDeps } from './deps.ts';
import { type Admission, admit, admitApp, headerFault } from './door.ts';
import { problemOfFailure, problemOfParserError } from './failures.ts';
import { type AnyHandler, operation } from './operation.ts';
import { rawAnswer } from './raw-answer.ts';
import { RequestLimits } from './request-limits.ts';
import { sourceOf } from './source.ts';
import { registerSystemRoutes } from './system-routes.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Set by the door of an operation. */
    admission: Admission | null;
  }
}

/** A body may have this many bytes. */
export const bodyLimitBytes = 64 * 1024;

/**
 * The HTTP frame: every operation of the wire with its handler, and a problem+json for everything
 * that goes wrong. Fastify routes and reads bodies; the rest of the hot path is plain functions.
 * Throws when a handler is missing or superfluous.
 */
export function createHttpServer(deps: HttpDeps): FastifyInstance {
  const app = Fastify(options(deps));
  app.decorateRequest('admission', null);
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) =>
    done(null, body),
  );
  app.setErrorHandler((error, request, reply) => refuse(reply, failure(error, deps, request)));
  app.setNotFoundHandler((request, reply) => refuseUnknown(request, reply));
  app.server.on('checkExpectation', (_request, response) =>
    sendProblem(response, problemOf('expectation_failed')),
  );
  registerSystemRoutes(app, deps);
  const limits = new RequestLimits(deps.clock, deps.appLimits);
  for (const [route, handler] of bindings(deps))
    registerOperation(app, { ...deps, limits }, { route, handler });
  return app;
}

function options(deps: HttpDeps): FastifyHttpOptions<Server> {
  const { trustedProxies = [] } = deps;
  return {
    logger: false,
    bodyLimit: bodyLimitBytes,
    trustProxy: trustedProxies.length === 0 ? false : [...trustedProxies],
    // A slow sender may not hold a connection for longer than this.
    requestTimeout: 15_000,
    keepAliveTimeout: 72_000,
    forceCloseConnections: 'idle',
    // While the server closes, what comes in over open connections is still answered.
    return503OnClosing: false,
    routerOptions: { querystringParser: () => noQuery },
    http: { maxHeaderSize: 16_384, requireHostHeader: false },
    clientErrorHandler: refuseUnread,
    frameworkErrors(error: unknown, request: FastifyRequest, reply: FastifyReply) {
      refuse(reply, failure(error, deps, request));
    },
  };
}

/** Answers on a connection on which no request could be read. */
function refuseUnread(error: Error & { readonly code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) socket.destroy();
  else socket.end(rawAnswer(problemOfParserError(error.code)));
}

/** Queries are parsed by the operations, strictly; Fastify's own reading would hide repetitions. */
const noQuery = Object.freeze({});

function failure(error: unknown, deps: HttpDeps, { method, url }: FastifyRequest): Problem {
  const problem = problemOfFailure(error);
  if (problem.code === 'internal') deps.reportError(error, `${method} ${url.split('?')[0]}`);
  return problem;
}

/** Answers a problem past Fastify's own error answers, which are of another form. */
function refuse(reply: FastifyReply, problem: Problem, extra: readonly string[] = []): void {
  reply.hijack();
  // What was refused may still be on its way in, so the connection does not go on.
  const closing = problem.status === 413 || problem.status === 408 ? ['Connection', 'close'] : [];
  sendProblem(reply.raw, problem, [...extra, ...closing]);
}

function refuseUnknown({ raw, method }: FastifyRequest, reply: FastifyReply): void {
  const path = (raw.url ?? '').split('?')[0] ?? '';
  const allowed = routeList.filter((route) => matches(route.path, path)).map((r) => r.method);
  const code = headerFault(raw) ?? (allowed.length > 0 ? 'method_not_allowed' : 'not_found');
  const extra = code === 'method_not_allowed' ? ['Allow', allowed.join(', ')] : [];
  refuse(reply, problemOf(code, code === 'method_not_allowed' ? { detail: method } : {}), extra);
}

/** Whether a path is one of a template, part by part. */
function matches(template: string, path: string): boolean {
  const parts = path.split('/');
  const expected = template.split('/');
  return (
    parts.length === expected.length &&
    expected.every((part, i) => (part.startsWith('{') ? parts[i] !== '' : part === parts[i]))
  );
}

interface Binding {
  readonly route: Route;
  readonly handler: AnyHandler;
}

/** Each route with its handler. The types say so already; a caller without types is told at start. */
function bindings({ handlers }: HttpDeps): [Route, AnyHandler][] {
  const known = new Map<string, Route>(Object.entries(routes));
  const given = new Map<string, unknown>(Object.entries(handlers));
  const superfluous = [...given.keys()].filter((name) => !known.has(name));
  const missing = [...known.keys()].filter((name) => typeof given.get(name) !== 'function');
  if (missing.length + superfluous.length > 0)
    throw new Error(
      `handlers do not fit the wire: missing ${missing.join(' ') || 'none'}, superfluous ${superfluous.join(' ') || 'none'}`,
    );
  // The frame hands each handler what the schemas of its own route have let through.
  return [...known].map(([name, route]) => [route, given.get(name) as AnyHandler]);
}

function registerOperation(
  app: FastifyInstance,
  deps: HttpDeps & { readonly limits: RequestLimits },
  { route, handler }: Binding,
) {
  const carryOut = operation(route, handler, deps);
  app.route({
    method: route.method,
    url: route.path.replaceAll('{', ':').replaceAll('}', ''),
    exposeHeadRoute: false,
    onRequest: (request, reply, done) => {
      const admission =
        route.scope === null
          ? admitApp(request.raw, { params: request.params, source: sourceOf(request) }, deps)
          : admit(request.raw, route, deps);
      if (admission.ok) {
        request.admission = admission.value;
        done();
      } else refuse(reply, admission.problem);
    },
    handler: (arrived, reply) => {
      const { raw, params, body, admission } = arrived;
      reply.hijack();
      if (!admission) throw new Error('an operation was reached past its door');
      carryOut({
        request: raw,
        response: reply.raw,
        source: sourceOf(arrived),
        params,
        body: Buffer.isBuffer(body) ? body : undefined,
        admission,
      });
    },
  });
}
