import { openApiDocument, problems, problemsOf, routeList, routes, scopeNames } from '@warifu/wire';
import { describe, expect, it } from 'vitest';
import { html } from './html.ts';
import { curl } from './operations.ts';
import { docsContentPolicy, docsPage } from './page.ts';
import { specificProblems } from './refusal-lists.ts';
import { typeOf } from './schema-view.ts';

const page = docsPage(openApiDocument({ version: '0.1.0' }));

describe('docsPage', () => {
  it('shows every operation, scope and problem', () => {
    for (const route of routeList) {
      expect(page).toContain(`id="op-${route.operationId}"`);
      if (route.scope !== null) expect(page).toContain(`Scope <code>${route.scope}</code>`);
    }
    for (const scope of scopeNames) expect(page).toContain(`<code>${scope}</code>`);
    for (const code of Object.keys(problems)) expect(page).toContain(`id="problem-${code}"`);
  });

  it('has no script, no foreign address and no dead link within', () => {
    expect(page).not.toMatch(/<script|<link|<img|<iframe|style="| on[a-z]+="|@import|url\(/);
    expect(page.match(/https?:\/\/[^\s"<']+/g) ?? []).toEqual([]);
    const ids = new Set([...page.matchAll(/ id="([^"]+)"/g)].map((match) => match[1]));
    const links = [...page.matchAll(/href="#([^"]+)"/g)].map((match) => match[1]);
    expect(links.filter((link) => !ids.has(link))).toEqual([]);
    expect(links.length).toBeGreaterThan(300);
    expect(docsContentPolicy).toMatch(/^default-src 'none'; style-src 'sha256-[^']+'; /);
  });

  it('shows the addresses that need no key', () => {
    expect(page).toContain('GET <code>/healthz</code></th><td>Whether the process is alive.');
    expect(page).toContain('503 · Not ready; the checks say why.');
  });

  it('has each ID once', () => {
    const ids = [...page.matchAll(/ id="([^"]+)"/g)].map((match) => match[1]);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('escapes what is put into it', () => {
    expect(html`<p>${'<b>"&\''}</p>`.text).toBe('<p>&lt;b&gt;&quot;&amp;&#39;</p>');
    expect(page).toContain('振込先');
  });
});

describe('the refusals of an operation', () => {
  const cardOf = (id: string) => page.slice(page.indexOf(`id="op-${id}"`)).split('</article>')[0];
  const codesIn = (text: string) => [...text.matchAll(/#problem-(\w+)"/g)].map((match) => match[1]);

  it('begin with its own reasons, and link to those of every operation', () => {
    const card = cardOf('record_application') ?? '';
    const [, list = ''] = card.split('<summary>Refusals</summary>');
    const codes = codesIn(list);
    expect(codes.slice(0, 2)).toEqual(routes.record_application.problems.slice(0, 2));
    expect(codes).not.toContain('unauthenticated');
    expect(codes).not.toContain('idempotency_key_missing');
    expect(list).toContain('href="#problems-of-all"');
    expect(list).toContain('href="#problems-of-changes"');
  });

  it.each(routeList.map((route) => [route.operationId, route] as const))(
    '%s: its own and the common ones are all that it can answer with',
    (_, route) => {
      const [, list = ''] = (cardOf(route.operationId) ?? '').split('<summary>Refusals</summary>');
      const kinds = [...list.matchAll(/href="#problems-of-(\w+)"/g)].map((match) => match[1]);
      const common = kinds.flatMap((kind) => {
        const [, of = ''] = page.split(`<h3 id="problems-of-${kind}">`);
        return codesIn(of.split('</ul>')[0] ?? '');
      });
      const told = [...specificProblems(route), ...common];
      expect(new Set(told)).toEqual(new Set(problemsOf(route)));
      expect(told.length).toBe(new Set(told).size);
    },
  );
});

describe('curl', () => {
  it('is a command that can be pasted', () => {
    const texts = routeList.map(curl);
    const withKey = texts.map((text) => text.includes('-H "Authorization: Bearer $WARIFU_KEY"'));
    expect(withKey).toEqual(routeList.map(({ scope }) => scope !== null));
    const skip = texts.find((text) => text.includes('/skip'));
    expect(skip).toBe(
      [
        'curl -X POST "$WARIFU_URL/v1/enrolments/usr_01k4y8m2v5t7q9r3w6x0z1b2c3/skip" \\',
        '  -H "Authorization: Bearer $WARIFU_KEY" \\',
        '  -H "Idempotency-Key: $(openssl rand -hex 16)" \\',
        "  -H 'Content-Type: application/json' \\",
        "  -d '{}'",
      ].join('\n'),
    );
  });
});

describe('typeOf', () => {
  it.each([
    [{ type: 'string', maxLength: 5 }, 'text, at most 5 characters'],
    [{ type: 'integer', minimum: 1, maximum: 9 }, 'integer, 1 to 9'],
    [{ type: 'string', enum: ['a', 'b'] }, '<code>a</code> or <code>b</code>'],
    [
      { anyOf: [{ $ref: '#/x/Lock' }, { type: 'null' }] },
      '<a href="#schema-Lock">Lock</a> or null',
    ],
    [{ type: 'array', items: { type: 'boolean' }, maxItems: 3 }, 'list of boolean, 0 to 3'],
    [{ type: 'string', format: 'date-time', maxLength: 40 }, 'instant'],
  ])('%j reads %s', (schema, text) => {
    expect(typeOf(schema).text).toBe(text);
  });
});
