import type { Method, Route } from '@warifu/wire';
import { type Html, html, prose } from './html.ts';
import { refusals } from './refusal-lists.ts';
import { fieldTable, type JsonSchema, typeOf } from './schema-view.ts';

/**
 * One operation as one card of two halves, as a tally is cut: what is asked for on the left, what it
 * takes and gives on the right.
 */
export function operationCard(route: Route): Html {
  return html`<article class="card" id="op-${route.operationId}">
<header class="ours">
<h3>${route.summary}</h3>
<p class="line"><span class="method">${route.method}</span> <code>${breakable(route.path)}</code></p>
<p class="facts">Operation <code>${route.operationId}</code><br>${scopeText(route)}</p>
</header>
<div class="yours">
<p>${prose(route.description)}</p>
${parameters(route)}
${body(route)}
${answers(route)}
<details><summary>Example with curl</summary><pre tabindex="0">${curl(route)}</pre></details>
${refusals(route)}
</div>
</article>
`;
}

function scopeText({ scope }: Route): Html {
  return scope === null ? html`For apps, without an API key` : html`Scope <code>${scope}</code>`;
}

/** A long path may break after each part on a narrow screen. */
function breakable(path: string): Html {
  const parts = path.split('/').slice(1);
  return html`${parts.map((part) => html`<wbr>/${part}`)}`;
}

function parameters({ params, query, idempotent }: Route): Html {
  const tables = [
    Object.keys(params.properties).length > 0 ? fieldTable(asSchema(params), 'In the path') : '',
    Object.keys(query.properties).length > 0 ? fieldTable(asSchema(query), 'In the query') : '',
    idempotent ? html`<p>Needs the header <code>Idempotency-Key</code>.</p>` : '',
  ];
  return html`${tables.filter((one) => typeof one !== 'string')}`;
}

function body({ body: schema }: Route): Html {
  if (schema === null) return html``;
  const { properties, anyOf = [], ...named }: JsonSchema = schema;
  if (properties) return fieldTable({ ...named, properties }, 'In the body');
  return html`${anyOf.map((one) => fieldTable(one, `In the body: ${one.$id ?? 'either'}`))}`;
}

function answers(route: Route): Html {
  const rows = Object.entries(route.answers).map(
    ([status, schema]) => html`<p><b>Answers ${status}</b> ${typeOf(asSchema(schema))}</p>`,
  );
  return html`${rows}`;
}

function asSchema(schema: object): JsonSchema {
  return schema;
}

const withBody: readonly Method[] = ['POST', 'PATCH'];

/** A command that can be pasted once WARIFU_URL and WARIFU_KEY are set. */
export function curl({ method, path, example, idempotent, scope }: Route): string {
  const address = path.replace(/\{(\w+)\}/g, (_, name: string) => example.params?.[name] ?? name);
  const query = Object.entries(example.query ?? {})
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join('&');
  const lines = [
    `curl ${method === 'GET' ? '' : `-X ${method} `}"$WARIFU_URL${address}${query && `?${query}`}"`,
    ...(scope === null ? [] : ['-H "Authorization: Bearer $WARIFU_KEY"']),
    ...(idempotent ? ['-H "Idempotency-Key: $(openssl rand -hex 16)"'] : []),
    ...(withBody.includes(method)
      ? [
          "-H 'Content-Type: application/json'",
          `-d '${JSON.stringify(example.body ?? {}, null, 2)}'`,
        ]
      : []),
  ];
  return lines.join(' \\\n  ');
}
