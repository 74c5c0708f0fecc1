import { createHash, timingSafeEqual } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import Fastify, { type FastifyRequest } from 'fastify';
import { verifySync } from 'otplib';
import { stepSeconds } from './population.ts';
import { type FixedClock, serveMeasured } from './serve-measured.ts';
import { openUsualStore, type UsualStatements, usualApiKey } from './usual-store.ts';

/*
 * The usual design, written with care: Fastify with schemas both ways, otplib, SQLite with prepared
 * statements, and one transaction per request that reads the token, checks the code in its window,
 * updates the row, stores the answer and commits. It has no audit, no sealed seeds and no grouping.
 */
interface VerificationBody {
  readonly user_id: string;
  readonly purpose: string;
  readonly otp: string;
}

const schema = {
  headers: {
    type: 'object',
    required: ['idempotency-key', 'authorization'],
    properties: {
      'idempotency-key': { type: 'string', minLength: 1, maxLength: 255 },
      authorization: { type: 'string' },
    },
  },
  body: {
    type: 'object',
    required: ['user_id', 'purpose', 'otp'],
    additionalProperties: false,
    properties: {
      user_id: { type: 'string', pattern: '^usr_[0-9a-z]{26}$' },
      purpose: { type: 'string', maxLength: 64 },
      otp: { type: 'string', pattern: '^[0-9]{6}$' },
    },
  },
  response: {
    200: {
      type: 'object',
      required: ['result', 'retry'],
      properties: { result: { type: 'string' }, retry: { type: 'string' } },
    },
  },
};

const sha256 = (text: string) => createHash('sha256').update(text).digest();
const apiKeyHash = sha256(`Bearer ${usualApiKey}`);

await serveMeasured(async (dataDir, clock) => {
  const store = openUsualStore(dataDir);
  const app = Fastify({ logger: false });
  app.post<{ Body: VerificationBody }>('/v1/verifications', { schema }, (request, reply) => {
    if (!timingSafeEqual(sha256(request.headers.authorization ?? ''), apiKeyHash))
      return reply.code(401).send();
    return reply.type('application/json').send(verify(store, clock, request));
  });
  await app.listen({ port: 0, host: '127.0.0.1' });
  return (app.server.address() as AddressInfo).port;
});

/** One transaction: the answer of this key if there is one, or a decision and its stored answer. */
function verify(
  store: UsualStatements,
  clock: FixedClock,
  request: FastifyRequest<{ Body: VerificationBody }>,
): string {
  const key = String(request.headers['idempotency-key']);
  const now = clock.now();
  store.begin.run();
  try {
    const earlier = store.readAnswer.get(key)?.['body'];
    if (earlier !== undefined) {
      store.rollback.run();
      return String(earlier);
    }
    const answer = decide(store, request.body, now);
    store.storeAnswer.run(key, answer, now);
    store.commit.run();
    return answer;
  } catch (error) {
    store.rollback.run();
    throw error;
  }
}

const accepted = JSON.stringify({ result: 'accepted', retry: 'none' });
const refused = JSON.stringify({ result: 'refused', retry: 'next_code' });

function decide(store: UsualStatements, { user_id, otp }: VerificationBody, now: number): string {
  const token = store.readToken.get(user_id);
  if (!token) return refused;
  const found = verifySync({
    secret: String(token['secret']),
    token: otp,
    epoch: Math.floor(now / 1000),
    period: stepSeconds,
    epochTolerance: stepSeconds,
  });
  const step = found.valid && 'timeStep' in found ? found.timeStep : -1;
  if (token['locked'] === 1 || step <= Number(token['last_step'])) {
    store.refuse.run(user_id);
    return refused;
  }
  store.accept.run(step, user_id);
  return accepted;
}
