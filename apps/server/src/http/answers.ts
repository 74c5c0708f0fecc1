import type { ServerResponse } from 'node:http';
import { type FieldError, type Problem, type ProblemCode, problemOf } from '@warifu/wire';

/**
 * How answers leave. They are ready strings with ready headers, written straight to Node's response:
 * on the hot path every header that is set one by one costs as much as checking an API key.
 */
export interface Answer {
  readonly status: number;
  readonly body: string;
}

/** On every answer of this server (row 51): nothing is sniffed, embedded, referred or kept. */
export const securityHeaders = [
  'X-Content-Type-Options',
  'nosniff',
  'Referrer-Policy',
  'no-referrer',
  'Cross-Origin-Resource-Policy',
  'same-origin',
] as const;

export const apiContentPolicy = "default-src 'none'; frame-ancestors 'none'";

const apiHeaders = [
  ...securityHeaders,
  'Content-Security-Policy',
  apiContentPolicy,
  'Cache-Control',
  'no-store',
] as const;

const successHeaders = [...apiHeaders, 'Content-Type', 'application/json'] as const;
const problemHeaders = [...apiHeaders, 'Content-Type', 'application/problem+json'] as const;

/** Sends an answer of the API; statuses from 400 on are problems. */
export function sendAnswer(
  response: ServerResponse,
  { status, body }: Answer,
  extra: readonly string[] = [],
): void {
  const fixed = status < 400 ? successHeaders : problemHeaders;
  response.writeHead(status, [
    ...fixed,
    'Content-Length',
    String(Buffer.byteLength(body)),
    ...extra,
  ]);
  response.end(body);
}

/** Sends a problem, with the headers that its status calls for. */
export function sendProblem(
  response: ServerResponse,
  problem: Problem,
  extra: readonly string[] = [],
): void {
  const answer = { status: problem.status, body: JSON.stringify(problem) };
  sendAnswer(response, answer, [...headersFor(problem), ...extra]);
}

function headersFor({ status }: Problem): readonly string[] {
  if (status === 401) return ['WWW-Authenticate', 'Bearer realm="warifu"'];
  if (status === 429) return ['Retry-After', '60'];
  return status === 503 ? ['Retry-After', '1'] : [];
}

/** The parse of something that came in: its value, or what is wrong with it. */
export type Parsed<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problem: Problem };

export function parsed<T>(value: T): Parsed<T> {
  return { ok: true, value };
}

export function rejected(
  code: ProblemCode,
  more: { readonly detail?: string; readonly errors?: FieldError[] } = {},
): { readonly ok: false; readonly problem: Problem } {
  return { ok: false, problem: problemOf(code, more) };
}
