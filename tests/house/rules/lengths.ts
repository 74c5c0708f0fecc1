import ts from 'typescript';
import { isProduct, type Rule } from '../source-file.ts';
import { lineOf, nodesOf } from '../syntax.ts';

const fileLines = 300;
const functionLines = 70;

/** A file that is read in one sitting: around 100 lines, never above 300. */
export const fileLength: Rule = {
  ban: `No product file over ${fileLines} lines.`,
  instead: 'split it by the nouns of its domain.',
  check: (files) =>
    files
      .filter(isProduct)
      .map(({ path, text }) => ({ path, lines: text.replace(/\n$/, '').split('\n').length }))
      .filter(({ lines }) => lines > fileLines)
      .map(({ path, lines }) => ({ path, found: `${lines} lines` })),
  planted: [[{ path: 'packages/otp/src/a.ts', text: '//\n'.repeat(fileLines + 1) }]],
  sound: [
    { path: 'packages/otp/src/a.ts', text: '//\n'.repeat(fileLines) },
    { path: 'packages/otp/src/a.test.ts', text: '//\n'.repeat(fileLines + 1) },
  ],
};

/** A function that fits on a screen. */
export const functionLength: Rule = {
  ban: `No product function over ${functionLines} lines.`,
  instead: 'keep the branches in the parent and move pure leaves out of it.',
  check: (files) =>
    nodesOf(files.filter(isProduct), hasBody)
      .map(({ file, node, line }) => ({ path: file.path, line, lines: linesOf(node) }))
      .filter(({ lines }) => lines > functionLines)
      .map(({ path, line, lines }) => ({ path, line, found: `a function of ${lines} lines` })),
  planted: [
    [
      {
        path: 'apps/cli/src/a.ts',
        text: `function a() {\n${'b();\n'.repeat(functionLines - 1)}}\n`,
      },
    ],
    [
      {
        path: 'apps/cli/src/a.ts',
        text: `const a = () => {\n${'b();\n'.repeat(functionLines - 1)}};\n`,
      },
    ],
    [
      {
        path: 'apps/cli/src/a.ts',
        text: `class A { a() {\n${'b();\n'.repeat(functionLines - 1)}} }\n`,
      },
    ],
  ],
  sound: [
    { path: 'apps/cli/src/a.ts', text: `function a() {\n${'b();\n'.repeat(functionLines - 2)}}\n` },
    {
      path: 'apps/cli/src/a.test.ts',
      text: `function a() {\n${'b();\n'.repeat(functionLines)}}\n`,
    },
  ],
};

function hasBody(node: ts.Node): boolean {
  return ts.isFunctionLike(node) && 'body' in node && node.body !== undefined;
}

function linesOf(node: ts.Node): number {
  const tree = node.getSourceFile();
  return lineOf(tree, node.getEnd()) - lineOf(tree, node.getStart(tree)) + 1;
}
