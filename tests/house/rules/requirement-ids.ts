import ts from 'typescript';
import type { Rule, SourceFile } from '../source-file.ts';
import { nodesOf } from '../syntax.ts';

/** How many lines `banks.md` has for each institution, and what holds for all. */
const lines = { S0: 16, S1: 11, S2: 8, S3: 13, S4: 8, ALL: 7 } as const;

const required: readonly string[] = Object.entries(lines).flatMap(([prefix, count]) =>
  Array.from({ length: count }, (_, index) => `${prefix}-${String(index + 1).padStart(2, '0')}`),
);

/** A requirement without a test that carries its id is a promise. */
export const requirementIds: Rule = {
  ban: 'Every requirement is cited in the title of a scenario test.',
  instead: 'write a scenario under tests/scenarios with the id in its title.',
  check: (files) => {
    const titles = titlesIn(files.filter(isScenario));
    return required
      .filter((id) => !titles.some((title) => new RegExp(`\\b${id}\\b`).test(title)))
      .map((id) => ({ path: 'tests/scenarios', found: `no test cites ${id}` }));
  },
  planted: [
    [],
    [scenario(required.slice(1).map((id) => `it('${id} holds', () => {});`))],
    [scenario([...required.slice(1).map((id) => `it('${id}', () => {});`), `// ${required[0]}`])],
    [
      {
        ...scenario(required.map((id) => `it('${id}', () => {});`)),
        path: 'packages/a/src/a.test.ts',
      },
    ],
  ],
  sound: [scenario(required.map((id) => `it('${id}: so it is', () => {});`))],
};

function scenario(lines: readonly string[]): SourceFile {
  return { path: 'tests/scenarios/a.test.ts', text: `${lines.join('\n')}\n` };
}

function isScenario({ path }: SourceFile): boolean {
  return path.startsWith('tests/scenarios/') && path.endsWith('.test.ts');
}

/** Titles stand first in a call, or beside `title` in a table; comments do not count. */
function titlesIn(files: readonly SourceFile[]): string[] {
  return nodesOf(files, isTitle).map(({ node }) => node.getText());
}

function isTitle(node: ts.Node): boolean {
  if (!ts.isStringLiteralLike(node) && !ts.isTemplateExpression(node)) return false;
  if (ts.isCallExpression(node.parent)) return node.parent.arguments[0] === node;
  return ts.isPropertyAssignment(node.parent) && node.parent.name.getText() === 'title';
}
