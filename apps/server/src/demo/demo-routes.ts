import { problemOf } from '@warifu/wire';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { sendProblem } from '../http/answers.ts';
import { docsContentPolicy } from '../http/docs/page.ts';
import { parseJson } from '../http/strict-json.ts';
import type { DemoClock } from './demo-clock.ts';
import type { MailCatcher } from './mail-catcher.ts';
import { mailsPage } from './mails-page.ts';

export interface DemoDoors {
  readonly clock: DemoClock;
  readonly mails: Pick<MailCatcher, 'mails'>;
  /** Called when the clock was moved. */
  readonly moved: () => void;
}

/** The demo's own doors (absent from the production entry): the movable clock and the mails. */
export function demoRoutes(http: FastifyInstance, { clock, mails, moved }: DemoDoors): void {
  http.get('/demo/mails', (request, reply) => {
    reply.header('Cache-Control', 'no-store');
    if (!request.headers.accept?.includes('text/html')) return reply.send({ mails: mails.mails() });
    reply.header('Content-Security-Policy', docsContentPolicy);
    return reply.type('text/html; charset=utf-8').send(mailsPage(mails.mails()));
  });
  http.get('/demo/clock', (_request, reply) => tell(reply, clock));
  http.post('/demo/clock', (request, reply) => {
    const body = parseJson(request.body instanceof Buffer ? request.body : undefined);
    const move = body.ok ? moveOf(body.value) : undefined;
    if (!move) return refuse(reply, formOfMove);
    const isMoved = 'now' in move ? clock.moveTo(move.now) : clock.advance(move.advanceMs);
    if (!isMoved) return refuse(reply, 'the clock stays from 2000 to 2099');
    moved();
    return tell(reply, clock);
  });
}

const formOfMove =
  'give {"now": "2026-11-22T09:00:00+09:00"}, with its offset or Z, or {"advance_seconds": 61}, and nothing else';

function refuse(reply: FastifyReply, detail: string): void {
  reply.hijack();
  sendProblem(reply.raw, problemOf('body_invalid', { detail }));
}

function tell(reply: FastifyReply, clock: DemoClock) {
  return reply.send({ now: new Date(clock.now()).toISOString() });
}

/** An instant of RFC 3339. Without its offset the same text would be another time on every machine. */
const instant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/;

function moveOf(body: unknown): { now: number } | { advanceMs: number } | undefined {
  if (typeof body !== 'object' || body === null) return undefined;
  const keys = Object.keys(body);
  if (keys.length !== 1) return undefined;
  if ('now' in body && typeof body.now === 'string' && instant.test(body.now)) {
    const now = Date.parse(body.now);
    return Number.isNaN(now) ? undefined : { now };
  }
  if ('advance_seconds' in body && typeof body.advance_seconds === 'number') {
    const advanceMs = body.advance_seconds * 1_000;
    return Number.isFinite(advanceMs) ? { advanceMs } : undefined;
  }
  return undefined;
}
