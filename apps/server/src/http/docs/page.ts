import { hash } from 'node:crypto';
import { type OpenApiDocument, problems, routeList, scopes, systemPaths } from '@warifu/wire';
import { Html, html, prose } from './html.ts';
import { operationCard } from './operations.ts';
import { commonProblems } from './refusal-lists.ts';
import { type JsonSchema, schemaTables } from './schema-view.ts';
import { style } from './style.ts';

/** Nothing may load or run but the one style sheet in the page. */
export const docsContentPolicy = [
  "default-src 'none'",
  `style-src 'sha256-${hash('sha256', style, 'base64')}'`,
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** The OpenAPI document as a page that people can read: server-rendered, one file, no script. */
export function docsPage(document: OpenApiDocument): string {
  const version = String(document.info['version']);
  const resources = [...new Set(routeList.map((route) => route.resource))];
  return `<!doctype html>\n${
    html`<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Warifu API ${version}</title>
<style>${rawStyle}</style>
</head>
<body>
<a class="skip" href="#content">To the operations</a>
<header>
<h1>Warifu API</h1>
<p class="quiet">Version ${version} · <a href="${systemPaths.openApi}">OpenAPI 3.1 document</a></p>
${introduction(document)}
<nav aria-label="Contents"><ul class="index">${[...resources.map(link), ...appendices]}</ul></nav>
</header>
<main id="content">
${resources.map(section)}
${systemSection(document)}
${schemaSection(document)}
${scopeSection()}
${problemSection()}
</main>
</body>
</html>
`.text
  }`;
}

/** The style sheet is ours and holds nothing to escape; its hash is of these very characters. */
const rawStyle = new Html(style);

const appendices = [
  html`<li><a href="#system">System</a></li>`,
  html`<li><a href="#schemas">Schemas</a></li>`,
  html`<li><a href="#scopes">Scopes</a></li>`,
  html`<li><a href="#problems">Problems</a></li>`,
];

function link(resource: string): Html {
  return html`<li><a href="#${resource}">${title(resource)}</a></li>`;
}

function title(resource: string): string {
  const words = resource.replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function introduction({ info }: OpenApiDocument): Html {
  const paragraphs = String(info['description']).split('\n\n');
  return html`${paragraphs.map((one) => html`<p>${prose(one)}</p>`)}
<p>The examples use two variables: <code>WARIFU_URL</code>, the address of the server, and <code>WARIFU_KEY</code>, an API key.</p>`;
}

function section(resource: string): Html {
  const cards = routeList.filter((route) => route.resource === resource).map(operationCard);
  return html`<section aria-labelledby="${resource}"><h2 id="${resource}">${title(resource)}</h2>${cards}</section>
`;
}

/** The addresses that need no key: for the programs that watch the server, not for the bank's. */
function systemSection({ paths }: OpenApiDocument): Html {
  const rows = [systemPaths.health, systemPaths.readiness].map((path) => {
    const { get } = paths[path] as { readonly get: Probe };
    const answers = Object.entries(get.responses).map(
      ([status, { description }]) => html`<br>${status} · ${description}`,
    );
    return html`<tr><th scope="row">GET <code>${path}</code></th><td>${get.summary}.${answers}</td></tr>`;
  });
  return html`<section aria-labelledby="system"><h2 id="system">System</h2><div class="plain">
<table><caption>Without an API key</caption><tbody>${rows}</tbody></table></div></section>`;
}

interface Probe {
  readonly summary: string;
  readonly responses: Readonly<Record<string, { readonly description: string }>>;
}

function schemaSection({ components }: OpenApiDocument): Html {
  const schemas = Object.entries(components['schemas'] ?? {}).map(
    ([name, schema]) => html`<article class="plain" id="schema-${name}"><h3>${name}</h3>
${schemaTables(name, schema as JsonSchema)}</article>
`,
  );
  return html`<section aria-labelledby="schemas"><h2 id="schemas">Schemas</h2>${schemas}</section>`;
}

function scopeSection(): Html {
  const rows = Object.entries(scopes).map(
    ([name, meaning]) =>
      html`<tr><th scope="row"><code>${name}</code></th><td>${meaning}</td></tr>`,
  );
  return html`<section aria-labelledby="scopes"><h2 id="scopes">Scopes</h2><div class="plain">
<table><caption>What an API key may do</caption><tbody>${rows}</tbody></table></div></section>`;
}

function problemSection(): Html {
  const rows = Object.entries(problems).map(
    ([code, { status, title: meaning }]) =>
      html`<tr id="problem-${code}"><th scope="row"><code>${code}</code></th><td>${status} · ${meaning}</td></tr>`,
  );
  return html`<section aria-labelledby="problems"><h2 id="problems">Problems</h2><div class="plain">
<table><caption>Every error code</caption><tbody>${rows}</tbody></table></div>
${commonProblems()}</section>`;
}
