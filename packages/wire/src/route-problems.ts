import { type ProblemCode, problems } from './problems.ts';
import type { Route } from './route.ts';

const withKey = ['unauthenticated', 'scope_missing'] as const satisfies readonly ProblemCode[];

const withoutKey = [
  'too_many_requests',
  'try_again',
  'store_full',
  'outcome_unknown',
] as const satisfies readonly ProblemCode[];

const anyRequest = [
  'header_duplicated',
  'query_duplicated',
  'query_invalid',
  'request_malformed',
  'request_timeout',
  'expectation_failed',
  'header_too_large',
  'body_invalid',
  'body_too_large',
  'media_type_unsupported',
  'internal',
  'not_ready',
  'store_unavailable',
] as const satisfies readonly ProblemCode[];

const changing = [
  'idempotency_key_missing',
  'idempotency_key_invalid',
  'idempotency_key_reused',
  'try_again',
  'store_full',
  'outcome_unknown',
] as const satisfies readonly ProblemCode[];

/** Every code that an operation can answer with, its own and those of any operation of its kind. */
export function problemsOf(route: Route): readonly ProblemCode[] {
  const codes = new Set<ProblemCode>([...(route.scope ? withKey : withoutKey), ...anyRequest]);
  if (Object.keys(route.params.properties).length > 0) codes.add('not_found');
  if (route.body !== null) codes.add('body_not_json');
  if (route.idempotent) for (const code of changing) codes.add(code);
  for (const code of route.problems) codes.add(code);
  return [...codes];
}

/** The codes of an operation by status, in the order of statuses. */
export function problemsByStatus(route: Route): ReadonlyMap<number, readonly ProblemCode[]> {
  const byStatus = new Map<number, ProblemCode[]>();
  for (const code of problemsOf(route)) {
    const { status } = problems[code];
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  return new Map([...byStatus].sort(([a], [b]) => a - b));
}
