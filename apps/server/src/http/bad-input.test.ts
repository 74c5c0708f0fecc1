import { isProblemCode, type Problem, problems, problemsOf, routeList } from '@warifu/wire';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { badRequests, goodRequest } from './testing/bad-requests.ts';
import { type Frame, type Reply, startFrame } from './testing/frame.ts';

const called: string[] = [];
const made = routeList.map((route) => [route, badRequests(route)] as const);
const cases = made.reduce((sum, [, requests]) => sum + requests.length, 0);

/** What an answer to a bad request must be, or what it is instead. */
function fault(reply: Reply, expected: string): string | undefined {
  if (reply.headers['content-type'] !== 'application/problem+json') return 'no problem+json';
  const problem = JSON.parse(reply.body) as Problem;
  if (!isProblemCode(problem.code)) return `unknown code ${problem.code}`;
  if (problem.code !== expected) return `code ${problem.code} instead of ${expected}`;
  if (problem.status !== reply.status || problems[problem.code].status !== reply.status)
    return `status ${reply.status}`;
  if (reply.status < 400 || reply.status > 499) return `status ${reply.status}`;
  return / at |node_modules|\.ts|Error:|FST_/.test(reply.body) ? 'inner text' : undefined;
}

describe(`bad input: ${routeList.length} operations, ${cases} bad requests`, () => {
  let frame: Frame;
  beforeAll(async () => {
    frame = await startFrame({
      otherwise: () => {
        called.push('called');
        return Promise.resolve({
          kind: 'done',
          answer: { status: 200, body: '{}' },
          replayed: false,
          ok: true,
          body: {},
        });
      },
    });
  });
  afterAll(() => frame.close());

  it.each(
    made.map(([route, requests]) => [route.operationId, requests.length, route, requests] as const),
  )(
    '%s × %i cases: each is 4xx with its stable code and reaches no handler',
    async (_, __, route, requests) => {
      called.length = 0;
      const faults: string[] = [];
      for (const { what, sent, code } of requests) {
        const wrong = fault(await frame.send(sent), code);
        if (wrong) faults.push(`${what}: ${wrong}`);
        const declared = problemsOf(route).includes(code);
        if (!declared && code !== 'method_not_allowed' && code !== 'not_found')
          faults.push(`${what}: ${code} is not declared`);
      }
      expect(faults).toEqual([]);
      expect(called).toEqual([]);
      expect(frame.errors).toEqual([]);
    },
  );

  it.each(routeList.map((route) => [route.operationId, route] as const))(
    '%s: the good request that the bad ones are made from does reach its handler',
    async (_, route) => {
      called.length = 0;
      const { body, ...request } = goodRequest(route);
      const reply = await frame.send(body === '' ? request : { ...request, body });
      expect(reply.status, reply.body).toBe(200);
      expect(called).toHaveLength(1);
    },
  );
});
