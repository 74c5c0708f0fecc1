import type { Static, TObject, TSchema } from 'typebox';
import type { ProblemCode } from './problems.ts';
import { inline } from './schema.ts';
import type { Scope } from './scopes.ts';

export type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE';

/**
 * One operation of the API. The list of these is the one source of the server's validation, of the
 * OpenAPI document and of the client; nothing else names a path.
 */
export interface Route {
  readonly operationId: string;
  readonly resource: string;
  readonly method: Method;
  /** With parameters in braces, as OpenAPI writes them. */
  readonly path: `/v1/${string}`;
  /** Null for what apps call: they have no API key, and send no Idempotency-Key. */
  readonly scope: Scope | null;
  readonly summary: string;
  readonly description: string;
  readonly params: TObject;
  readonly query: TObject;
  readonly body: TSchema | null;
  /** The bodies of successful answers by status. */
  readonly answers: { readonly [status: number]: TSchema };
  /** What this operation can refuse with, besides what any operation can. */
  readonly problems: readonly ProblemCode[];
  /** Whether its answer is stored and repeated by an Idempotency-Key: of API clients, what changes something. */
  readonly idempotent: boolean;
  readonly example: RouteExample;
}

/** A request as it may look; the tests hold it against the schemas. */
export interface RouteExample {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string | number>>;
  readonly body?: Readonly<Record<string, unknown>>;
  /** The body of the successful answer. */
  readonly answer?: Readonly<Record<string, unknown>>;
}

/** Keeps the exact type of a route. */
export function defineRoute<const R extends Route>(route: R): R {
  return route;
}

/** For operations that take no parameters in the path or in the query. */
export const nothing = inline({});

export type ParamsOf<R extends Route> = Static<R['params']>;
export type QueryOf<R extends Route> = Static<R['query']>;
export type BodyOf<R extends Route> = R['body'] extends TSchema ? Static<R['body']> : undefined;

/** The successful answers of a route: each status with its body. */
export type AnswerOf<R extends Route> = {
  [S in keyof R['answers'] & number]: {
    readonly status: S;
    readonly body: R['answers'][S] extends TSchema ? Static<R['answers'][S]> : never;
  };
}[keyof R['answers'] & number];

/** The body of the successful answer of a route. */
export type AnswerBodyOf<R extends Route> = AnswerOf<R>['body'];
