import { Compile } from 'typebox/compile';
import { describe, expect, it } from 'vitest';
import { isProblemCode, problems } from './problems.ts';
import { problemsOf } from './route-problems.ts';
import { routeList, routes } from './routes.ts';
import { isScope, scopeNames } from './scopes.ts';

describe('routes', () => {
  it('are listed under their own names, each once', () => {
    for (const [key, route] of Object.entries(routes)) expect(route.operationId).toBe(key);
    const addresses = routeList.map((route) => `${route.method} ${route.path}`);
    expect(new Set(addresses).size).toBe(addresses.length);
  });

  it.each(routeList.map((route) => [route.operationId, route] as const))(
    '%s names its parameters, a known scope and known problems',
    (_, route) => {
      const inPath = [...route.path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]);
      expect(Object.keys(route.params.properties)).toEqual(inPath);
      expect(route.scope === null || isScope(route.scope)).toBe(true);
      expect(route.problems.every(isProblemCode)).toBe(true);
      expect(problemsOf(route).length).toBe(new Set(problemsOf(route)).size);
    },
  );

  it.each(routeList.map((route) => [route.operationId, route] as const))(
    '%s needs a key exactly when a client changes something, and a body only then',
    (_, route) => {
      expect(route.idempotent).toBe(route.method !== 'GET' && route.scope !== null);
      expect(route.body === null).toBe(route.method === 'GET' || route.method === 'DELETE');
    },
  );

  it.each(routeList.map((route) => [route.operationId, route] as const))(
    '%s has an example that its own schemas accept',
    (_, route) => {
      const { params = {}, query = {}, body, answer } = route.example;
      expect(Compile(route.params).Check(params)).toBe(true);
      expect(Compile(route.query).Check(query)).toBe(true);
      if (route.body) expect([...Compile(route.body).Errors(body)]).toEqual([]);
      const [success] = Object.values(route.answers);
      if (success && answer) expect([...Compile(success).Errors(answer)]).toEqual([]);
    },
  );

  it('are open to apps without an API key only under their own path', () => {
    const open = routeList.filter((route) => route.scope === null);
    expect(open.map((route) => route.path)).toEqual([
      '/v1/app/{institution_id}/activations',
      '/v1/app/{institution_id}/credentials',
    ]);
  });

  it('have schemas that bound every text, list and number, and name every member', () => {
    const loose = routeList.flatMap((route) =>
      [route.params, route.query, route.body].flatMap((schema) =>
        unbounded(schema, route.operationId),
      ),
    );
    expect(loose).toEqual([]);
  });
});

/** Where a schema lets in something without a bound. */
function unbounded(schema: unknown, at: string): string[] {
  if (Array.isArray(schema)) return schema.flatMap((one, i) => unbounded(one, `${at}/${i}`));
  if (typeof schema !== 'object' || schema === null) return [];
  const node = new Map<string, unknown>(Object.entries(schema));
  const kind = node.get('type');
  const missing =
    (kind === 'string' && !node.has('maxLength') && !node.has('enum')) ||
    (kind === 'array' && !node.has('maxItems')) ||
    (kind === 'integer' && !(node.has('minimum') && node.has('maximum'))) ||
    (kind === 'object' && node.get('additionalProperties') !== false) ||
    kind === 'number';
  const inside = [...node].flatMap(([key, value]) => unbounded(value, `${at}/${key}`));
  return missing ? [at, ...inside] : inside;
}

describe('problems', () => {
  it('have statuses of client or server errors', () => {
    for (const { status } of Object.values(problems)) {
      expect(status).toBeGreaterThanOrEqual(400);
      expect(status).toBeLessThan(600);
    }
  });

  it('and scopes are closed lists', () => {
    expect(scopeNames).toHaveLength(27);
    expect(isScope('toString')).toBe(false);
    expect(isProblemCode('toString')).toBe(false);
  });
});
