import type { FastifyInstance, FastifyReply } from 'fastify';
import { parseJson } from '../http/strict-json.ts';
import type { DemoClock } from './demo-clock.ts';

/** The demo's own doors (absent from the production entry): the movable clock. */
export function demoRoutes(http: FastifyInstance, clock: DemoClock): void {
  http.get('/demo/clock', (_request, reply) => tell(reply, clock));
  http.post('/demo/clock', (request, reply) => {
    const body = parseJson(request.body instanceof Buffer ? request.body : undefined);
    const move = body.ok ? moveOf(body.value) : undefined;
    if (!move) {
      const message =
        'give {"now": "2026-11-22T09:00:00+09:00"} or {"advance_seconds": 61}, and nothing else';
      return reply.code(400).send({ status: 400, code: 'body_invalid', detail: message });
    }
    if ('now' in move) clock.moveTo(move.now);
    else clock.advance(move.advanceMs);
    return tell(reply, clock);
  });
}

function tell(reply: FastifyReply, clock: DemoClock) {
  return reply.send({ now: new Date(clock.now()).toISOString() });
}

function moveOf(body: unknown): { now: number } | { advanceMs: number } | undefined {
  if (typeof body !== 'object' || body === null) return undefined;
  const keys = Object.keys(body);
  if (keys.length !== 1) return undefined;
  if ('now' in body && typeof body.now === 'string') {
    const now = Date.parse(body.now);
    return Number.isNaN(now) ? undefined : { now };
  }
  if ('advance_seconds' in body && typeof body.advance_seconds === 'number') {
    const advanceMs = body.advance_seconds * 1_000;
    return Number.isFinite(advanceMs) ? { advanceMs } : undefined;
  }
  return undefined;
}
