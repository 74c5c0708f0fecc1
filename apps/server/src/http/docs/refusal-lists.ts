import { type ProblemCode, problems, problemsOf, type Route, routeList } from '@warifu/wire';
import { type Html, html } from './html.ts';

/*
 * Most codes of an operation are those of every operation. They would hide the few that say why this
 * act was refused, so they stand once, and each operation links to them.
 */

/** The codes that every one of some operations can answer with. */
function inAllOf(routes: readonly Route[]): readonly ProblemCode[] {
  const [first = [], ...others] = routes.map(problemsOf);
  return first.filter((code) => others.every((codes) => codes.includes(code)));
}

const ofAny = inAllOf(routeList);
const ofChanges = inAllOf(routeList.filter((route) => route.idempotent)).filter(
  (code) => !ofAny.includes(code),
);

/** The codes of an operation that are not those of every one of its kind; its own reasons first. */
export function specificProblems(route: Route): readonly ProblemCode[] {
  const general = new Set(route.idempotent ? [...ofAny, ...ofChanges] : ofAny);
  const codes = [...new Set([...route.problems, ...problemsOf(route)])];
  return codes.filter((code) => !general.has(code));
}

/** An operation's refusals: its own, and links to those that it has in common with others. */
export function refusals(route: Route): Html {
  const specific = specificProblems(route);
  const own = specific.length > 0 ? html`<ul class="codes">${specific.map(problemItem)}</ul>` : '';
  const changes = html`, and those of <a href="#problems-of-changes">every change</a>`;
  return html`<details><summary>Refusals</summary>${own}
<p>${own === '' ? 'Those' : 'And those'} of <a href="#problems-of-all">every operation</a>${route.idempotent ? changes : ''}.</p></details>`;
}

/** The codes that operations have in common, for the links of all of them. */
export function commonProblems(): Html {
  return html`<div class="plain"><h3 id="problems-of-all">Of every operation</h3>
<ul class="codes">${ofAny.map(problemItem)}</ul>
<h3 id="problems-of-changes">Of every change</h3>
<ul class="codes">${ofChanges.map(problemItem)}</ul></div>`;
}

function problemItem(code: ProblemCode): Html {
  return html`<li>${problems[code].status} <a href="#problem-${code}">${code}</a></li>`;
}
