import type { Static } from 'typebox';
import type { Problem } from './problem.ts';
import { isProblemCode, type ProblemCode } from './problems.ts';
import type { AnswerOf, BodyOf, Route } from './route.ts';
import { type OperationId, type Routes, routes } from './routes.ts';

export interface ClientOptions {
  /** Where the server is, without a path: `http://127.0.0.1:8080`. */
  readonly baseUrl: string;
  readonly apiKey: string;
  /** Replaces the runtime's `fetch`, for example in tests. */
  readonly fetch?: typeof fetch;
}

type Given<Name extends string, T> = keyof T extends never
  ? { readonly [K in Name]?: undefined }
  : Record<never, never> extends T
    ? { readonly [K in Name]?: T }
    : { readonly [K in Name]: T };

type GivenBody<R extends Route> = R['body'] extends null
  ? { readonly body?: undefined }
  : Given<'body', BodyOf<R>>;

/** What a call of an operation takes. */
export type CallInput<R extends Route> = Given<'params', Static<R['params']>> &
  Given<'query', Static<R['query']>> &
  GivenBody<R> & {
    /** Made up when it is not given. Give the same again to repeat a call safely. */
    readonly idempotencyKey?: string;
  };

/** What a call answers: the status and the body that belongs to it. */
export type CallAnswer<R extends Route> = AnswerOf<R> & {
  /** True when this is the answer of an earlier call with the same key. */
  readonly replayed: boolean;
};

type Arguments<R extends Route> =
  Record<never, never> extends CallInput<R> ? [input?: CallInput<R>] : [input: CallInput<R>];

export interface Client {
  /**
   * Calls one operation.
   * @throws {ProblemError} when the server refuses, with its code
   * @throws {TypeError} of `fetch` when the server cannot be reached
   */
  call<K extends OperationId>(
    operation: K,
    ...input: Arguments<Routes[K]>
  ): Promise<CallAnswer<Routes[K]>>;
}

/** The server refused. Decide by `code`; it is stable. `undefined` when the answer was no problem+json. */
export class ProblemError extends Error {
  readonly status: number;
  readonly code: ProblemCode | undefined;
  readonly problem: Problem | undefined;

  constructor(operation: OperationId, status: number, problem: Problem | undefined) {
    super(`${operation}: ${status} ${problem?.code ?? ''} ${problem?.detail ?? ''}`.trim());
    this.name = 'ProblemError';
    this.status = status;
    this.code = problem?.code;
    this.problem = problem;
  }
}

interface LooseInput {
  readonly params?: object | undefined;
  readonly query?: object | undefined;
  readonly body?: unknown;
  readonly idempotencyKey?: string | undefined;
}

/** A client of the API; it runs in browsers and in Node and keeps no state. */
export function createClient(options: ClientOptions): Client {
  return {
    call: (operation, ...[input]) => send(options, operation, input ?? {}),
  };
}

async function send<K extends OperationId>(
  options: ClientOptions,
  operation: K,
  input: LooseInput,
): Promise<CallAnswer<Routes[K]>> {
  const route: Route = routes[operation];
  const response = await (options.fetch ?? fetch)(addressOf(options.baseUrl, route, input), {
    method: route.method,
    headers: headersOf(options.apiKey, route, input),
    ...(route.body === null ? {} : { body: JSON.stringify(input.body ?? {}) }),
  });
  const body: unknown = await response.json().catch(() => undefined);
  if (!response.ok) throw new ProblemError(operation, response.status, asProblem(body));
  const replayed = response.headers.get('idempotent-replayed') === 'true';
  // The server answers by the same routes as these types, so a body of a success is one of theirs.
  return { status: response.status, body, replayed } as CallAnswer<Routes[K]>;
}

function addressOf(baseUrl: string, route: Route, input: LooseInput): string {
  const params = new Map<string, unknown>(Object.entries(input.params ?? {}));
  const path = route.path.replace(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(String(params.get(name) ?? '')),
  );
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(input.query ?? {}))
    if (value !== undefined) query.set(name, String(value));
  return `${baseUrl}${path}${query.size > 0 ? `?${query}` : ''}`;
}

function headersOf(apiKey: string, route: Route, input: LooseInput): Record<string, string> {
  return {
    authorization: `Bearer ${apiKey}`,
    accept: 'application/json',
    ...(route.body === null ? {} : { 'content-type': 'application/json' }),
    ...(route.idempotent ? { 'idempotency-key': input.idempotencyKey ?? crypto.randomUUID() } : {}),
  };
}

function asProblem(body: unknown): Problem | undefined {
  if (typeof body !== 'object' || body === null || !('code' in body)) return undefined;
  return isProblemCode(body.code) ? (body as Problem) : undefined;
}
