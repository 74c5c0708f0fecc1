import { afterEach, describe, expect, it } from 'vitest';
import { type Frame, type FrameOptions, startFrame } from './testing/frame.ts';

let running: Frame | undefined;

async function frameWith(options: FrameOptions): Promise<Frame> {
  running = await startFrame(options);
  return running;
}

afterEach(async () => {
  await running?.close();
  running = undefined;
});

describe('addresses beside the API', () => {
  it.each([
    ['/healthz', 200, 'text/plain; charset=utf-8'],
    ['/readyz', 200, 'application/json; charset=utf-8'],
    ['/openapi.json', 200, 'application/json; charset=utf-8'],
    ['/docs', 200, 'text/html; charset=utf-8'],
  ])('%s answers %i without a key, with every security header', async (path, status, type) => {
    const { send } = await frameWith({});
    const reply = await send({ path });
    expect([reply.status, reply.headers['content-type']]).toEqual([status, type]);
    expect(reply.headers['x-content-type-options']).toBe('nosniff');
    expect(reply.headers['referrer-policy']).toBe('no-referrer');
    expect(reply.headers['content-security-policy']).toContain("default-src 'none'");
    expect((await send({ method: 'HEAD', path })).body).toBe('');
    expect((await send({ path, headers: ['X-A', '1', 'x-a', '1'] })).status).toBe(400);
  });

  it.each(['/', '/docs/'])('%s leads to the page for readers', async (path) => {
    const { send } = await frameWith({});
    const reply = await send({ path });
    expect([reply.status, reply.headers['location']]).toEqual([303, '/docs']);
    expect(reply.headers['x-content-type-options']).toBe('nosniff');
    expect((await send({ method: 'POST', path })).status).toBe(404);
  });

  it('readiness says why not, and one look serves all who ask at once', async () => {
    let looks = 0;
    const checks = { keys: { ok: false, message: 'the key is missing' } };
    const { send } = await frameWith({
      deps: {
        readiness: async () => {
          looks++;
          return { ready: false, checks };
        },
      },
    });
    const replies = await Promise.all([1, 2, 3, 4].map(() => send({ path: '/readyz' })));
    expect(replies.map((reply) => reply.status)).toEqual([503, 503, 503, 503]);
    expect(JSON.parse(replies[0]?.body ?? '')).toEqual({ ready: false, checks });
    expect(looks).toBe(1);
  });

  it('a readiness that throws is not ready', async () => {
    const { send } = await frameWith({
      deps: { readiness: () => Promise.reject(new Error('no')) },
    });
    expect((await send({ path: '/readyz' })).status).toBe(503);
  });
});
