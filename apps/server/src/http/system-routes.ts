import { openApiDocument, problemOf, type Readiness, systemPaths } from '@warifu/wire';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { apiContentPolicy, securityHeaders, sendProblem } from './answers.ts';
import type { HttpDeps } from './deps.ts';
import { docsContentPolicy, docsPage } from './docs/page.ts';
import { headerFault } from './door.ts';

/** The addresses beside the API: probes, the OpenAPI document, and its readable page. */
export function registerSystemRoutes(app: FastifyInstance, deps: HttpDeps): void {
  const document = openApiDocument({ version: deps.version });
  const text = JSON.stringify(document);
  const page = docsPage(document);
  const readiness = throttled(deps.readiness);
  app.register(async (system) => {
    system.addHook('onRequest', (request, reply, done) => {
      const fault = headerFault(request.raw);
      if (!fault) return done();
      reply.hijack();
      sendProblem(reply.raw, problemOf(fault));
    });
    system.get(systemPaths.health, (_, reply) => {
      send(reply, { type: 'text/plain; charset=utf-8', body: 'alive\n' });
    });
    system.get(systemPaths.readiness, async (_, reply) => {
      const state = await readiness();
      const body = JSON.stringify(state);
      send(reply.code(state.ready ? 200 : 503), { type: 'application/json', body });
      return reply;
    });
    system.get(systemPaths.openApi, (_, reply) => {
      send(reply, { type: 'application/json', body: text, maxAgeSeconds: 60 });
    });
    system.get(systemPaths.docs, (_, reply) => {
      const type = 'text/html; charset=utf-8';
      send(reply, { type, body: page, policy: docsContentPolicy, maxAgeSeconds: 60 });
    });
    // Whoever opens the bare address in a browser is looking for something to read.
    for (const path of ['/', `${systemPaths.docs}/`])
      system.get(path, (_, reply) => {
        const body = `see ${systemPaths.docs}\n`;
        send(reply.code(303).header('Location', systemPaths.docs), { type: 'text/plain', body });
      });
  });
}

interface Content {
  readonly type: string;
  readonly body: string;
  readonly policy?: string;
  /** How long it may be kept; not at all when it is not said. */
  readonly maxAgeSeconds?: number;
}

function send(reply: FastifyReply, { type, body, policy, maxAgeSeconds }: Content): void {
  for (let i = 0; i < securityHeaders.length; i += 2)
    reply.header(securityHeaders[i] ?? '', securityHeaders[i + 1]);
  reply
    .header('Content-Security-Policy', policy ?? apiContentPolicy)
    .header('Cache-Control', maxAgeSeconds === undefined ? 'no-store' : `max-age=${maxAgeSeconds}`)
    .type(type)
    .send(body);
}

/**
 * Anybody may ask whether the server is ready, and looking costs a write. So one look serves all who
 * ask while it lasts and for a second after.
 */
function throttled(look: () => Promise<Readiness>): () => Promise<Readiness> {
  let last: Promise<Readiness> | undefined;
  return () => {
    if (last) return last;
    const looking = look().catch(
      (): Readiness => ({ ready: false, checks: { readiness: { ok: false } } }),
    );
    last = looking;
    const forget = () => {
      setTimeout(() => {
        last = undefined;
      }, 1_000).unref();
    };
    looking.then(forget, forget);
    return looking;
  };
}
