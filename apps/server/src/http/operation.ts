import type { IncomingMessage, ServerResponse } from 'node:http';
import { canonicaliseReadableId } from '@warifu/engine';
import type { IdempotencyClaim, RunResult } from '@warifu/service';
import { type Problem, problemOf, type Route } from '@warifu/wire';
import { type Parsed, parsed, rejected, sendAnswer, sendProblem } from './answers.ts';
import { cursorFault } from './cursor.ts';
import type { HttpDeps } from './deps.ts';
import type { Admission } from './door.ts';
import { problemOfFailure } from './failures.ts';
import { idempotencyClaim } from './idempotency.ts';
import { parseQuery } from './query-string.ts';
import type { RequestLimits } from './request-limits.ts';
import { missingScope } from './statements.ts';
import { parseJson } from './strict-json.ts';
import { type Check, compileCheck } from './validation.ts';

/** A request whose client was admitted and whose body, if any, has arrived. */
export interface Arrived {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly params: unknown;
  readonly body: Buffer | undefined;
  /** The address that the request came from. */
  readonly source: string | null;
  readonly admission: Admission;
}

/** A call as the frame sees it, without the types of the operation. */
export interface AnyCall {
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
  readonly client: Admission['client'];
  readonly source: string | null;
  readonly idempotency: IdempotencyClaim | undefined;
}

export type AnyHandler = (call: AnyCall) => Promise<unknown> | unknown;

/** What carries out one operation: parse, check, call, answer. */
export function operation(
  route: Route,
  handler: AnyHandler,
  deps: HttpDeps & { readonly limits: RequestLimits },
) {
  const parse = parserOf(route);
  const replay = ['Idempotent-Replayed', 'true'] as const;

  function answer(response: ServerResponse, result: unknown): void {
    const run = result as RunResult;
    if (!route.idempotent && route.scope !== null) sendReading(response, result);
    else if (run.kind === 'key_reused') sendProblem(response, problemOf('idempotency_key_reused'));
    else sendAnswer(response, run.answer, run.replayed ? replay : undefined);
  }

  function fail(response: ServerResponse, error: unknown): void {
    const problem = problemOfFailure(error);
    if (problem.code === 'internal') deps.reportError(error, route.operationId);
    if (response.headersSent) response.destroy();
    else sendProblem(response, problem);
  }

  return (arrived: Arrived): void => {
    const { request, response, source, admission, body } = arrived;
    const input = parse(arrived);
    if (!input.ok) {
      sendProblem(response, input.problem);
      return;
    }
    if (route.scope === null && !deps.limits.admitsName(nameOf(input.value))) {
      sendProblem(response, problemOf('too_many_requests'));
      return;
    }
    const call = {
      ...input.value,
      client: admission.client,
      source,
      idempotency: route.idempotent
        ? idempotencyClaim(
            admission,
            { operationId: route.operationId, url: request.url ?? '', body },
            { mac: deps.idempotencyMac, now: deps.clock.now() },
          )
        : undefined,
    };
    const settle = async () => answer(response, await handler(call));
    settle().catch((error: unknown) => fail(response, error));
  };
}

/** What a request of an app names: the issue, or else the device. */
function nameOf({ params, body }: Input): string {
  const named = new Map<string, unknown>(Object.entries({ ...Object(params), ...Object(body) }));
  const serviceId = named.get('service_id');
  const name =
    typeof serviceId === 'string'
      ? `issue ${canonicaliseReadableId(serviceId)}`
      : `device ${String(named.get('device_id'))}`;
  return `${String(named.get('institution_id'))} ${name}`;
}

function sendReading(response: ServerResponse, result: unknown): void {
  const reading = result as
    | { readonly ok: true; readonly body: unknown }
    | { readonly ok: false; readonly problem: Problem };
  if (reading.ok) sendAnswer(response, { status: 200, body: JSON.stringify(reading.body) });
  else sendProblem(response, reading.problem);
}

interface Input {
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
}

const noQuery: Parsed<unknown> = parsed(Object.freeze({}));

function parserOf(route: Route): (arrived: Arrived) => Parsed<Input> {
  const hasParams = Object.keys(route.params.properties).length > 0;
  const checkParams = hasParams ? compileCheck(route.params) : undefined;
  const checkQuery = compileCheck(route.query);
  const checkBody = route.body === null ? undefined : compileCheck(route.body);

  return ({ request, params, body, admission }) => {
    // What does not look like an ID names nothing, so there is nothing here.
    if (checkParams?.(params)) return rejected('not_found');
    const query = queryOf(request.url ?? '', route, checkQuery);
    if (!query.ok) return query;
    const given = checkBody ? bodyOf(body, checkBody) : noBody(request);
    if (!given.ok) return given;
    const stated = route.body === null ? query.value : given.value;
    const scope = missingScope(stated, admission.client);
    if (scope) return rejected('scope_missing', { detail: scope });
    return parsed({ params, query: query.value, body: given.value });
  };
}

function queryOf(url: string, route: Route, check: Check): Parsed<unknown> {
  const at = url.indexOf('?');
  if (at === -1) return noQuery;
  const query = parseQuery(url.slice(at + 1), route.query);
  if (!query.ok) return query;
  const errors = check(query.value) ?? cursorFault(route, query.value);
  return errors ? rejected('query_invalid', { errors }) : query;
}

function bodyOf(bytes: Buffer | undefined, check: Check): Parsed<unknown> {
  const json = parseJson(bytes);
  if (!json.ok) return json;
  const errors = check(json.value);
  return errors ? rejected('body_invalid', { errors }) : json;
}

/** A body where none is taken is a misunderstanding that had better come out. */
function noBody({ headers }: IncomingMessage): Parsed<undefined> {
  const length = headers['content-length'];
  const sent = headers['transfer-encoding'] !== undefined || (length ?? '0') !== '0';
  return sent ? rejected('body_invalid', { detail: 'This takes no body.' }) : parsed(undefined);
}
