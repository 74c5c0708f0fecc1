import type { ProblemCode, Route } from '@warifu/wire';
import { badValues } from './bad-bodies.ts';
import { authorization, authorizationOf, goodHeaders, type Sent } from './frame.ts';

export interface BadRequest {
  readonly what: string;
  readonly sent: Sent;
  /** The code that must come back. */
  readonly code: ProblemCode;
}

/** All the bad requests of one operation, made from its route. */
export function badRequests(route: Route): BadRequest[] {
  const good = goodRequest(route);
  return [
    ...badDoors(route, good),
    ...badHeaders(good),
    ...(route.idempotent ? badKeys(good) : []),
    ...badParams(route, good),
    ...badQueries(route, good),
    ...(route.body === null ? [unwantedBody(good)] : badBodies(route, route.body, good)),
  ];
}

export function goodRequest({ method, path, example, idempotent, body }: Route): Required<Sent> {
  const address = path.replace(/\{(\w+)\}/g, (_, name: string) => example.params?.[name] ?? '');
  const query = new URLSearchParams(
    Object.entries(example.query ?? {}).map(([name, value]): [string, string] => [
      name,
      `${value}`,
    ]),
  );
  return {
    method,
    path: query.size > 0 ? `${address}?${query}` : address,
    headers: goodHeaders(idempotent, body !== null),
    body: body === null ? '' : JSON.stringify(example.body ?? {}),
  };
}

type Good = Required<Sent>;

/** A request without its body where it has none to send. */
function as({ body, ...rest }: Good): Sent {
  return body === '' ? rest : { ...rest, body };
}

function replaced({ headers, ...good }: Good, name: string, value: string | undefined): Sent {
  const at = headers.indexOf(name);
  const kept = [...headers.slice(0, at), ...headers.slice(at + 2)];
  return as({ ...good, headers: value === undefined ? kept : [...kept, name, value] });
}

function badDoors(route: Route, good: Good): BadRequest[] {
  const wrong = [
    undefined,
    '',
    'Basic d3JmOndyZg==',
    'Bearer',
    'Bearer wrf_key_all',
    `${authorization}w`,
    authorization.slice(0, -1),
    authorization.replace('wwww', 'wwwx'),
    authorizationOf('key_unknown'),
    authorizationOf('key_revoked'),
    authorizationOf('__proto__'),
  ];
  const unknownMethod: BadRequest = {
    what: 'an unknown method',
    sent: { ...as(good), method: 'PUT' },
    code: 'method_not_allowed',
  };
  if (route.scope === null) return [unknownMethod];
  return [
    ...wrong.map(
      (value): BadRequest => ({
        what: `authorization ${value?.slice(0, 24)}`,
        sent: replaced(good, 'Authorization', value),
        code: 'unauthenticated',
      }),
    ),
    {
      what: `without the scope ${route.scope}`,
      sent: replaced(good, 'Authorization', authorizationOf('key_none')),
      code: 'scope_missing',
    },
    unknownMethod,
  ];
}

function badHeaders(good: Good): BadRequest[] {
  const names = [
    'Host',
    'Accept',
    'X-Anything',
    'authorization',
    'IDEMPOTENCY-KEY',
    'Content-Type',
  ];
  return names.map((name) => ({
    what: `${name} twice`,
    sent: as({ ...good, headers: [...good.headers, ...twice(name, good.headers)] }),
    code: 'header_duplicated',
  }));
}

/** What makes a header stand twice, whether or not it stands there already. */
function twice(name: string, headers: readonly string[]): string[] {
  const there = headers.some((one, i) => i % 2 === 0 && one.toLowerCase() === name.toLowerCase());
  const value = name.toLowerCase() === 'authorization' ? authorization : 'text/plain';
  return there || name === 'Host' ? [name, value] : [name, value, name, value];
}

function badKeys(good: Good): BadRequest[] {
  const bad = ['', 'a b', 'k'.repeat(256), 'clé', '\t'];
  return [
    {
      what: 'no Idempotency-Key',
      sent: replaced(good, 'Idempotency-Key', undefined),
      code: 'idempotency_key_missing',
    },
    ...bad.map(
      (value): BadRequest => ({
        what: `Idempotency-Key ${JSON.stringify(value.slice(0, 9))}`,
        sent: replaced(good, 'Idempotency-Key', value),
        code: 'idempotency_key_invalid',
      }),
    ),
  ];
}

function badParams({ params, path }: Route, good: Good): BadRequest[] {
  return Object.keys(params.properties).flatMap((name) =>
    ['x', '%00', '%2e%2e', `x${'9'.repeat(400)}`, '%E3%81%82', '__proto__'].map(
      (value): BadRequest => ({
        what: `${name} is ${value.slice(0, 12)}`,
        sent: as({ ...good, path: path.replace(`{${name}}`, value) }),
        code: 'not_found',
      }),
    ),
  );
}

function badQueries({ query }: Route, good: Good): BadRequest[] {
  const [address = ''] = good.path.split('?');
  const invalid = (text: string): BadRequest => ({
    what: `query ${text.slice(0, 40)}`,
    sent: as({ ...good, path: `${address}?${text}` }),
    code: 'query_invalid',
  });
  const names = Object.keys(query.properties);
  return [
    invalid('surprise=1'),
    invalid('surprise=1&surprise=2'),
    invalid('__proto__=1'),
    invalid('%zz=1'),
    ...names.flatMap((name) => [
      invalid(`${name}=`),
      invalid(`${name}=%zz`),
      invalid(`${name}=%00`),
      invalid(`${name}=${'x'.repeat(5_000)}`),
      {
        what: `${name} twice`,
        sent: as({ ...good, path: `${address}?${name}=50&${name}=50` }),
        code: 'query_duplicated' as const,
      },
    ]),
    ...names
      .filter((name) => name === 'cursor')
      .flatMap(() =>
        ['garbage', 'con_1', '', '\ufffd', 'tok_01k4y8m2v5t7q9r3w6x0z1b2c', '99-31', 'tok:x'].map(
          (key) => invalid(`cursor=${Buffer.from(key).toString('base64url') || '_'}`),
        ),
      ),
    ...names
      .filter((name) => name === 'limit')
      .flatMap(() =>
        ['0', '201', '-1', '1.5', '1e2', '007', '+5'].map((v) => invalid(`limit=${v}`)),
      ),
  ];
}

function unwantedBody(good: Good): BadRequest {
  const headers = [...good.headers, 'Content-Type', 'application/json'];
  return {
    what: 'a body that is not taken',
    sent: { ...good, headers, body: '{}' },
    code: 'body_invalid',
  };
}

function badBodies(route: Route, schema: object, good: Good): BadRequest[] {
  const text = (what: string, body: string | Buffer, code: ProblemCode): BadRequest => ({
    what,
    sent: { ...good, body },
    code,
  });
  return [
    ...badValues(schema, route.example.body).map(({ what, value }) =>
      text(what, JSON.stringify(value), 'body_invalid'),
    ),
    ...badTexts(String(good.body), text),
    ...['text/plain', 'application/xml', 'multipart/form-data; boundary=x', 'nonsense', ''].map(
      (type): BadRequest => ({
        what: `media type ${type}`,
        sent: { ...replaced(good, 'Content-Type', type), body: good.body },
        code: 'media_type_unsupported',
      }),
    ),
  ];
}

function badTexts(
  body: string,
  text: (what: string, body: string | Buffer, code: ProblemCode) => BadRequest,
): BadRequest[] {
  const withMember = (member: string) =>
    `${body.slice(0, -1)}${body === '{}' ? '' : ','}${member}}`;
  return [
    text('half of the body', body.slice(0, -1), 'body_not_json'),
    text('two bodies', `${body}${body}`, 'body_not_json'),
    text('a byte order mark', `\u{feff}${body}`, 'body_not_json'),
    text('not UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]), 'body_not_json'),
    text('not a number', withMember('"n":NaN'), 'body_not_json'),
    text('__proto__', withMember('"__proto__":{"admin":true}'), 'body_invalid'),
    text('__proto__ in disguise', withMember('"__pr\\u006fto__":{"admin":true}'), 'body_invalid'),
    text('constructor', withMember('"constructor":{"prototype":{}}'), 'body_invalid'),
    text('a NUL character', withMember('"n":"\\u0000"'), 'body_invalid'),
    text('half a character', withMember('"n":"\\ud800"'), 'body_invalid'),
    text('deep', withMember(`"n":${'['.repeat(9_000)}${']'.repeat(9_000)}`), 'body_invalid'),
    text(
      'deep and escaped',
      withMember(`"n":${'['.repeat(99)}"\\n"${']'.repeat(99)}`),
      'body_invalid',
    ),
    text('1 MB', withMember(`"n":"${'x'.repeat(1_048_576)}"`), 'body_too_large'),
    text(
      '64 kB and a byte',
      `${body}${' '.repeat(65_537 - Buffer.byteLength(body))}`,
      'body_too_large',
    ),
  ];
}
