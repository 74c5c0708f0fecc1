import { connect } from 'node:net';
import { StoreFailure } from '@warifu/service';
import { type Problem, routeList, routes } from '@warifu/wire';
import { afterEach, describe, expect, it } from 'vitest';
import { createHttpServer } from './create-http-server.ts';
import type { HttpDeps } from './deps.ts';
import { goodRequest } from './testing/bad-requests.ts';
import { type Frame, type FrameOptions, goodHeaders, startFrame } from './testing/frame.ts';

let running: Frame | undefined;

async function frameWith(options: FrameOptions): Promise<Frame> {
  running = await startFrame(options);
  return running;
}

afterEach(async () => {
  await running?.close();
  running = undefined;
});

const codeOf = (body: string) => (JSON.parse(body) as Problem).code;
const verification = goodRequest(routes.create_verification);

/** A whole connection as text: what is written, and all that comes back. */
function talk(port: number, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let heard = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(text));
    socket.setEncoding('utf8');
    socket.on('data', (part) => {
      heard += part;
    });
    socket.on('error', reject);
    socket.on('close', () => resolve(heard));
  });
}

describe('answers', () => {
  it('row 8: a stored answer goes out as the same bytes and status, first and again', async () => {
    const answer = { status: 201, body: '{"a":"é","b":1}' };
    let times = 0;
    const { send } = await frameWith({
      otherwise: () => Promise.resolve({ kind: 'done', answer, replayed: times++ > 0 }),
    });
    const first = await send(verification);
    const again = await send(verification);
    expect([again.status, again.body]).toEqual([first.status, first.body]);
    expect([first.status, first.body]).toEqual([201, answer.body]);
    expect(first.headers['idempotent-replayed']).toBeUndefined();
    expect(again.headers['idempotent-replayed']).toBe('true');
  });

  it('row 8: a key that was used for another input is 422', async () => {
    const { send } = await frameWith({ otherwise: () => Promise.resolve({ kind: 'key_reused' }) });
    const reply = await send(verification);
    expect([reply.status, codeOf(reply.body)]).toEqual([422, 'idempotency_key_reused']);
  });

  it('a stored problem goes out as problem+json', async () => {
    const answer = { status: 409, body: '{"code":"not_locked"}' };
    const { send } = await frameWith({
      otherwise: () => Promise.resolve({ kind: 'done', answer, replayed: false }),
    });
    const reply = await send(verification);
    expect(reply.headers['content-type']).toBe('application/problem+json');
    expect(reply.body).toBe(answer.body);
  });

  it.each([
    ['try_again', 'try_again'],
    ['conflict', 'try_again'],
    ['store_full', 'store_full'],
    ['store_unavailable', 'store_unavailable'],
    ['outcome_unknown', 'outcome_unknown'],
  ] as const)('a store that fails with %s is 503 %s, to be retried', async (failure, code) => {
    const { send } = await frameWith({
      otherwise: () => Promise.reject(new StoreFailure(failure, 'disk sda1 of node-7')),
    });
    const reply = await send(verification);
    expect([reply.status, codeOf(reply.body)]).toEqual([503, code]);
    expect(reply.headers['retry-after']).toBe('1');
    expect(reply.body).not.toContain('sda1');
  });

  it.each(['sync', 'async'])(
    'an unexpected error (%s) tells nothing outside and all inside',
    async (how) => {
      const { send, errors } = await frameWith({
        otherwise: () => {
          const error = new Error('secret 4711');
          if (how === 'sync') throw error;
          return Promise.reject(error);
        },
      });
      const reply = await send(verification);
      expect([reply.status, codeOf(reply.body)]).toEqual([500, 'internal']);
      expect(reply.body).not.toContain('4711');
      expect(errors).toHaveLength(1);
    },
  );

  it('a server that may not decide answers 503 to every operation', async () => {
    const { send } = await frameWith({ deps: { isServing: () => false } });
    for (const route of routeList) {
      const { body, ...request } = goodRequest(route);
      const reply = await send(body === '' ? request : { ...request, body });
      expect([reply.status, codeOf(reply.body)], route.operationId).toEqual([503, 'not_ready']);
    }
  });
});

describe('what handlers get', () => {
  it('is the parsed call, with a claim over client, operation, address and body', async () => {
    const calls: { readonly idempotency: { readonly inputMac: Uint8Array } }[] = [];
    const { send } = await frameWith({
      otherwise: (call) => {
        calls.push(call as never);
        return Promise.resolve({
          kind: 'done',
          answer: { status: 200, body: '{}' },
          replayed: false,
        });
      },
    });
    const body = '{"acting":{"staff_id":"s","desk":"d","evidence":"e"},"note":"n"}';
    const headers = goodHeaders(true, true);
    const path = '/v1/fees/fee_01k4y8m2v5t7q9r3w6x0z1b2c3/reversal';
    const other = path.replace('c3/', 'c4/');
    await send({ method: 'POST', path, headers, body });
    await send({ method: 'POST', path, headers, body });
    await send({ method: 'POST', path: other, headers, body });
    await send({ method: 'POST', path, headers, body: `${body} ` });
    expect(calls[0]).toMatchObject({
      params: { fee_id: 'fee_01k4y8m2v5t7q9r3w6x0z1b2c3' },
      query: {},
      body: JSON.parse(body),
      client: { keyId: 'key_all', institutionId: 'nanahoshi' },
      source: '127.0.0.1',
      idempotency: { institutionId: 'nanahoshi', key: 'k-1', at: Date.UTC(2026, 10, 22) },
    });
    const macs = calls.map((call) => Buffer.from(call.idempotency.inputMac).toString('hex'));
    expect(macs[1]).toBe(macs[0]);
    expect(new Set(macs).size).toBe(3);
  });

  it('of duplicated JSON members is the last one', async () => {
    const seen: unknown[] = [];
    const { send } = await frameWith({
      otherwise: ({ body }) => {
        seen.push(body);
        return Promise.resolve({
          kind: 'done',
          answer: { status: 200, body: '{}' },
          replayed: false,
        });
      },
    });
    const body =
      '{"user_id":"usr_01k4y8m2v5t7q9r3w6x0z1b2c3","purpose":"login","otp":"1","otp":"2"}';
    await send({ ...verification, body });
    expect(seen).toMatchObject([{ otp: '2' }]);
  });

  it.each([
    ['key_bare', 'create_verification', 'factors:state'],
    ['key_bare', 'revoke', 'desk:act'],
  ] as const)('%s may not state in %s what needs %s', async (id, operation, scope) => {
    const { send } = await frameWith({
      deps: {
        apiKeys: {
          find: () => ({
            id,
            institutionId: 'nanahoshi',
            secretSha256: Buffer.from(
              '93147f94c8b2a78b727a78b80ddaea9f90cd3f095b8aee658833dce614c87222',
              'hex',
            ),
            revokedAt: null,
            scopeSet: new Set([routes[operation].scope]),
          }),
        },
      },
    });
    const reply = await send(goodRequest(routes[operation]));
    expect([reply.status, codeOf(reply.body)]).toEqual([403, 'scope_missing']);
    expect((JSON.parse(reply.body) as Problem).detail).toBe(scope);
  });
});

describe('requests that are none', () => {
  const bare = 'GET /healthz HTTP/1.1\r\n';
  it.each([
    ['nonsense', 'GARBAGE\r\n\r\n', 400, 'request_malformed'],
    ['no Host', `${bare}Connection: close\r\n\r\n`, 400, 'request_malformed'],
    [
      'a header of 20 kB',
      `${bare}Host: x\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`,
      431,
      'header_too_large',
    ],
    ['an address of 20 kB', `GET /${'x'.repeat(20_000)} HTTP/1.1\r\n\r\n`, 431, 'header_too_large'],
    [
      'two lengths',
      `${bare}Host: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n`,
      400,
      'request_malformed',
    ],
    [
      'length and chunks',
      `POST /v1/users HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n`,
      400,
      'request_malformed',
    ],
    [
      'an expectation',
      `${bare}Host: x\r\nConnection: close\r\nExpect: tea\r\n\r\n`,
      417,
      'expectation_failed',
    ],
    [
      'an unknown address',
      'GET /v2 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n',
      404,
      'not_found',
    ],
    [
      'a bad escape',
      'GET /v1/users/%zz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n',
      404,
      'not_found',
    ],
    ['an unknown method', 'BREW /v1/users HTTP/1.1\r\nHost: x\r\n\r\n', 400, 'request_malformed'],
    [
      'a rare method',
      'TRACE /v1/users HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n',
      405,
      'method_not_allowed',
    ],
  ] as const)('%s: problem+json all the same', async (_, text, status, code) => {
    const { port } = await frameWith({});
    const heard = await talk(port, text);
    expect(heard).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(heard.toLowerCase()).toContain('content-type: application/problem+json');
    expect(heard.toLowerCase()).toContain('x-content-type-options: nosniff');
    expect(codeOf(heard.slice(heard.indexOf('\r\n\r\n') + 4))).toBe(code);
  });

  it('a wrong method is told the right ones', async () => {
    const { send } = await frameWith({});
    const reply = await send({
      method: 'DELETE',
      path: '/v1/users',
      headers: goodHeaders(true, false),
    });
    expect(reply.status).toBe(405);
    expect(String(reply.headers['allow']).split(', ').sort()).toEqual(['GET', 'POST']);
  });

  it('401 says how to authenticate', async () => {
    const { send } = await frameWith({});
    expect((await send({ path: '/v1/users' })).headers['www-authenticate']).toMatch(/^Bearer/);
  });
});

describe('handlers', () => {
  it('that are missing or superfluous stop the start', () => {
    const some = { get_user: () => {}, make_tea: () => {} } as unknown as HttpDeps['handlers'];
    const deps = {
      handlers: some,
      version: '0',
      readiness: async () => ({}),
    } as unknown as HttpDeps;
    expect(() => createHttpServer(deps)).toThrow(/missing .*list_users.*superfluous make_tea/);
  });
});
