import { SchemaRegistry } from './openapi-schemas.ts';
import { Problem, Readiness } from './problem.ts';
import { type ProblemCode, problems } from './problems.ts';
import type { Route } from './route.ts';
import { problemsByStatus } from './route-problems.ts';
import { routeList, systemPaths } from './routes.ts';
import { scopes } from './scopes.ts';

export interface OpenApiOptions {
  /** The version of Warifu. */
  readonly version: string;
  /** Where the server is; the address of the document itself when not given. */
  readonly serverUrl?: string;
}

/**
 * The API as an OpenAPI 3.1 document, made from the routes. Every schema, answer and error code in
 * it is the one that the server checks by.
 */
export function openApiDocument({ version, serverUrl = '/' }: OpenApiOptions): OpenApiDocument {
  const schemas = new SchemaRegistry();
  schemas.place(Problem);
  const paths = pathsOf(schemas);
  return {
    openapi: '3.1.0',
    info: {
      title: 'Warifu',
      version,
      summary: 'One-time passwords of an internet bank',
      description,
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: serverUrl }],
    tags: [...new Set([...routeList.map((route) => route.resource), 'system'])].map((name) => ({
      name,
    })),
    paths,
    components: {
      schemas: schemas.components(),
      parameters: { IdempotencyKey: idempotencyKey },
      headers: { IdempotentReplayed: idempotentReplayed },
      securitySchemes: {
        api_key: { type: 'http', scheme: 'bearer', description: securityDescription() },
      },
    },
  };
}

export interface OpenApiDocument {
  readonly openapi: string;
  readonly info: Readonly<Record<string, unknown>>;
  readonly servers: readonly { readonly url: string }[];
  readonly tags: readonly { readonly name: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly components: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

const description = [
  'Tokens, policies and verification for an institution’s own systems.',
  'Every operation needs an API key of the institution with the scope that the operation names, but for what apps call.',
  'Operations with a key that change something need an `Idempotency-Key`; a repeated request with the same key gets the first answer, byte for byte.',
  'Errors are problem+json (RFC 9457) with a stable `code`. Duplicated headers and query parameters are refused; of duplicated JSON members the last counts.',
].join('\n\n');

const idempotencyKey = {
  name: 'Idempotency-Key',
  in: 'header',
  required: true,
  description:
    'A fresh random text for every act, for example a UUID; the same again to repeat it.',
  schema: { type: 'string', minLength: 1, maxLength: 255, pattern: '^[\\x21-\\x7e]+$' },
};

const idempotentReplayed = {
  description: 'Present when the answer is that of an earlier request with the same key.',
  schema: { type: 'string', enum: ['true'] },
};

function securityDescription(): string {
  const lines = Object.entries(scopes).map(([name, meaning]) => `- \`${name}\`: ${meaning}`);
  return ['An API key, `wrf_…`. Its scopes:', '', ...lines].join('\n');
}

function pathsOf(schemas: SchemaRegistry): Record<string, Record<string, unknown>> {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const route of routeList) {
    paths[route.path] = {
      ...paths[route.path],
      [route.method.toLowerCase()]: operationOf(route, schemas),
    };
  }
  return { ...paths, ...systemOperations(schemas) };
}

function operationOf(route: Route, schemas: SchemaRegistry) {
  const parameters = [
    ...parametersOf(route, 'path', schemas),
    ...parametersOf(route, 'query', schemas),
    ...(route.idempotent ? [{ $ref: '#/components/parameters/IdempotencyKey' }] : []),
  ];
  return {
    operationId: route.operationId,
    tags: [route.resource],
    summary: route.summary,
    description: route.description,
    security: route.scope === null ? [] : [{ api_key: [route.scope] }],
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(route.body === null ? {} : { requestBody: requestBodyOf(route, schemas) }),
    responses: { ...successesOf(route, schemas), ...failuresOf(route) },
  };
}

function parametersOf(route: Route, where: 'path' | 'query', schemas: SchemaRegistry) {
  const object = where === 'path' ? route.params : route.query;
  const examples: Readonly<Record<string, unknown>> =
    (where === 'path' ? route.example.params : route.example.query) ?? {};
  return Object.entries(object.properties).map(([name, schema]) => ({
    name,
    in: where,
    required: where === 'path' || object.required?.includes(name) === true,
    schema: schemas.place(schema),
    ...(name in examples ? { example: examples[name] } : {}),
  }));
}

function requestBodyOf(route: Route, schemas: SchemaRegistry) {
  return {
    required: true,
    content: {
      'application/json': {
        schema: schemas.place(route.body),
        ...(route.example.body === undefined ? {} : { example: route.example.body }),
      },
    },
  };
}

function successesOf(route: Route, schemas: SchemaRegistry) {
  const headers = { 'Idempotent-Replayed': { $ref: '#/components/headers/IdempotentReplayed' } };
  const { answer } = route.example;
  return Object.fromEntries(
    Object.entries(route.answers).map(([status, schema]) => [
      status,
      {
        description: status === '201' ? 'Done, and made.' : 'Done.',
        ...(route.idempotent ? { headers } : {}),
        content: {
          'application/json': {
            schema: schemas.place(schema),
            ...(answer === undefined ? {} : { example: answer }),
          },
        },
      },
    ]),
  );
}

function failuresOf(route: Route) {
  return Object.fromEntries(
    [...problemsByStatus(route)].map(([status, codes]) => [String(status), failure(codes)]),
  );
}

function failure(codes: readonly ProblemCode[]) {
  const titles = codes.map((code) => `- \`${code}\`: ${problems[code].title}`);
  return {
    description: titles.join('\n'),
    content: {
      'application/problem+json': {
        schema: {
          allOf: [
            { $ref: '#/components/schemas/Problem' },
            { type: 'object', properties: { code: { type: 'string', enum: codes } } },
          ],
        },
      },
    },
  };
}

function systemOperations(schemas: SchemaRegistry) {
  const readiness = { 'application/json': { schema: schemas.place(Readiness) } };
  const probe = (operationId: string, summary: string, responses: object) => ({
    get: { operationId, tags: ['system'], summary, security: [], responses },
  });
  return {
    [systemPaths.health]: probe('get_health', 'Whether the process is alive', {
      '200': { description: 'Alive.', content: { 'text/plain': { schema: { type: 'string' } } } },
    }),
    [systemPaths.readiness]: probe('get_readiness', 'Whether the server can decide now', {
      '200': { description: 'Ready.', content: readiness },
      '503': { description: 'Not ready; the checks say why.', content: readiness },
    }),
  };
}
