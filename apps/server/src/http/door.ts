import type { IncomingMessage } from 'node:http';
import type { ApiClient } from '@warifu/service';
import type { ProblemCode, Route } from '@warifu/wire';
import { type Parsed, parsed, rejected } from './answers.ts';
import { authenticate } from './authentication.ts';
import type { HttpDeps } from './deps.ts';
import type { RequestLimits } from './request-limits.ts';

/**
 * The door of every operation, before its body is read: no header twice, a known client with the
 * scope that the operation names, a usable Idempotency-Key where something changes.
 */
export interface Admission {
  readonly client: ApiClient;
  /** Empty where the operation changes nothing. */
  readonly idempotencyKey: string;
}

const keyForm = /^[\x21-\x7e]{1,255}$/;

export function admit(
  request: IncomingMessage,
  route: Route,
  { apiKeys, isServing }: Pick<HttpDeps, 'apiKeys' | 'isServing'>,
): Parsed<Admission> {
  const fault = headerFault(request);
  if (fault) return rejected(fault);
  const client = authenticate(request.headers.authorization, apiKeys);
  if (!client) return rejected('unauthenticated');
  const { scope } = route;
  if (scope !== null && !client.scopes.has(scope))
    return rejected('scope_missing', { detail: scope });
  if (!isServing()) return rejected('not_ready');
  if (!route.idempotent) return parsed({ client, idempotencyKey: '' });
  const key = request.headers['idempotency-key'];
  if (key === undefined) return rejected('idempotency_key_missing');
  if (typeof key !== 'string' || !keyForm.test(key)) return rejected('idempotency_key_invalid');
  return parsed({ client, idempotencyKey: key });
}

/**
 * The door of what apps call: they have no key, so whoever asks too often waits. Which institution is
 * meant stands in the path; what apps may do there, its policy says.
 */
export function admitApp(
  request: IncomingMessage,
  { params, source }: { readonly params: unknown; readonly source: string | null },
  { isServing, limits }: Pick<HttpDeps, 'isServing'> & { readonly limits: RequestLimits },
): Parsed<Admission> {
  const fault = headerFault(request);
  if (fault) return rejected(fault);
  const institutionId = institutionOf(params);
  if (!limits.admitsSource(source ?? '', institutionId)) return rejected('too_many_requests');
  if (!isServing()) return rejected('not_ready');
  const client = { kind: 'app', keyId: 'app', institutionId, scopes: noScopes } as const;
  return parsed({ client, idempotencyKey: '' });
}

const noScopes: ReadonlySet<string> = new Set();

function institutionOf(params: unknown): string {
  if (typeof params !== 'object' || params === null || !('institution_id' in params)) return '';
  return typeof params.institution_id === 'string' ? params.institution_id : '';
}

/**
 * Whether the headers can be taken at their word. Node joins or drops repeated headers; here a
 * repetition of any name is a fault, found by counting: as many lines as there are names.
 */
export function headerFault({ headers, rawHeaders }: IncomingMessage): ProblemCode | undefined {
  let names = 0;
  for (const _ in headers) names++;
  if (names * 2 !== rawHeaders.length) return 'header_duplicated';
  return headers.host === undefined ? 'request_malformed' : undefined;
}
