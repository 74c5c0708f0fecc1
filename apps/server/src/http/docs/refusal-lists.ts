import { type ProblemCode, problems, problemsOf, type Route, routeList } from '@warifu/wire';
import { type Html, html } from './html.ts';

/*
 * Most codes of an operation are those of every operation of its kind. They would hide the few that
 * say why this act was refused, so they stand once for each kind, and each operation links to them.
 */

interface Kind {
  readonly id: string;
  readonly name: string;
  readonly has: (route: Route) => boolean;
}

const kinds: readonly Kind[] = [
  { id: 'all', name: 'every operation', has: () => true },
  { id: 'keyed', name: 'every operation with an API key', has: ({ scope }) => scope !== null },
  { id: 'changes', name: 'every change', has: ({ idempotent }) => idempotent },
  { id: 'apps', name: 'every operation of apps', has: ({ scope }) => scope === null },
];

/** What every operation of a kind can answer with, and what not every operation of a wider one. */
interface Common extends Kind {
  readonly codes: readonly ProblemCode[];
}

const commons: readonly Common[] = commonsOf(kinds);

function commonsOf(all: readonly Kind[]): Common[] {
  const commons: Common[] = [];
  for (const kind of all) {
    const told = new Set(commons.filter(isOfAll(kind)).flatMap((wider) => wider.codes));
    const routes = routeList.filter(kind.has);
    const [first = [], ...others] = routes.map(problemsOf);
    const codes = first
      .filter((code) => others.every((other) => other.includes(code)))
      // A reason of its own stays with its operation, also where there are few of a kind.
      .filter((code) => !told.has(code) && !routes.some((route) => route.problems.includes(code)));
    if (codes.length > 0) commons.push({ ...kind, codes });
  }
  return commons;
}

/** Whether every operation of one kind is also of another. */
function isOfAll(kind: Kind): (other: Kind) => boolean {
  return (other) => routeList.filter(kind.has).every(other.has);
}

/** The codes of an operation that are not those of every one of its kinds; its own reasons first. */
export function specificProblems(route: Route): readonly ProblemCode[] {
  const common = new Set(commons.filter(({ has }) => has(route)).flatMap(({ codes }) => codes));
  const codes = [...new Set([...route.problems, ...problemsOf(route)])];
  return codes.filter((code) => !common.has(code));
}

/** An operation's refusals: its own, and links to those that it has in common with others. */
export function refusals(route: Route): Html {
  const specific = specificProblems(route);
  const own = specific.length > 0 ? html`<ul class="codes">${specific.map(problemItem)}</ul>` : '';
  const links = commons
    .filter(({ has }) => has(route))
    .map(
      ({ id, name }, i) => html`${i > 0 ? ', of ' : ''}<a href="#problems-of-${id}">${name}</a>`,
    );
  return html`<details><summary>Refusals</summary>${own}
<p>${own === '' ? 'Those' : 'And those'} of ${links}.</p></details>`;
}

/** The codes that operations have in common, for the links of all of them. */
export function commonProblems(): Html {
  const lists = commons.map(
    ({ id, name, codes }) => html`<h3 id="problems-of-${id}">Of ${name}</h3>
<ul class="codes">${codes.map(problemItem)}</ul>
`,
  );
  return html`<div class="plain">${lists}</div>`;
}

function problemItem(code: ProblemCode): Html {
  return html`<li>${problems[code].status} <a href="#problem-${code}">${code}</a></li>`;
}
