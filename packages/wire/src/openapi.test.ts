import { Validator } from '@seriousme/openapi-schema-validator';
import { describe, expect, it } from 'vitest';
import { openApiDocument } from './openapi.ts';
import { routeList } from './routes.ts';

const document = openApiDocument({ version: '0.1.0' });

/** Every value under a key of this name, wherever it stands. */
function valuesOf(name: string, node: unknown): unknown[] {
  if (Array.isArray(node)) return node.flatMap((one) => valuesOf(name, one));
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries(node).flatMap(([key, value]) =>
    key === name ? [value, ...valuesOf(name, value)] : valuesOf(name, value),
  );
}

function resolves(reference: unknown): boolean {
  let node: unknown = document;
  for (const part of String(reference).replace(/^#\//, '').split('/')) {
    if (typeof node !== 'object' || node === null) return false;
    node = new Map<string, unknown>(Object.entries(node)).get(part);
  }
  return node !== undefined && node !== null;
}

describe('openApiDocument', () => {
  it('is valid OpenAPI 3.1 by an independent validator', async () => {
    const validator = new Validator();
    // The validator resolves references in place, so it gets a copy.
    const result = await validator.validate({ ...structuredClone(document) });
    expect(result.errors ?? []).toEqual([]);
    expect(result.valid).toBe(true);
    expect(validator.version).toBe('3.1');
  });

  it('is refused by that validator when an operation loses its responses', async () => {
    const broken = structuredClone(document) as { paths: Record<string, object> };
    broken.paths['/v1/fees'] = { get: { responses: 7 } };
    expect((await new Validator().validate(broken)).valid).toBe(false);
  });

  it('resolves every reference', () => {
    const references = valuesOf('$ref', document);
    expect(references.length).toBeGreaterThan(300);
    expect(references.filter((one) => !resolves(one))).toEqual([]);
  });

  it('has every operation once, with an ID of its own', () => {
    const ids = valuesOf('operationId', document);
    expect(new Set(ids).size).toBe(ids.length);
    for (const route of routeList) expect(ids).toContain(route.operationId);
    expect(ids).toHaveLength(routeList.length + 2);
  });

  it('asks an Idempotency-Key of exactly the operations that change something', () => {
    for (const route of routeList) {
      const operation = document.paths[route.path]?.[route.method.toLowerCase()];
      const keyed = JSON.stringify(operation).includes('parameters/IdempotencyKey');
      expect(keyed, route.operationId).toBe(route.idempotent);
    }
  });

  it('keeps no schema ID, since names are the components', () => {
    expect(valuesOf('$id', document)).toEqual([]);
  });
});
