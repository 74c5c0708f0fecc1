import ts from 'typescript';
import { isProduct, type Rule } from '../source-file.ts';
import { nodesOf } from '../syntax.ts';

const timeless = /^packages\/(engine|otp|service|store)\/src\//;
const banned = new Set(['Math.random', 'Date.now', 'Temporal.Now', 'performance.now']);

/**
 * A decision that looks at the clock or draws a number cannot be repeated: not in a test, not in the
 * audit, not at the last second of a grace period (ALL-02). Seeds from Math.random can be guessed
 * (row 41).
 */
export const clocks: Rule = {
  ban: 'No clock and no randomness of one’s own in engine, otp, service and store.',
  instead:
    'take the instant or the random bytes as an argument, or from the Clock and Random ports.',
  check: (files) =>
    nodesOf(
      files.filter((file) => isProduct(file) && timeless.test(file.path)),
      readsTheWorld,
    ).map(({ file, node, line }) => ({ path: file.path, line, found: node.getText() })),
  planted: [
    [{ path: 'packages/engine/src/a.ts', text: 'export const roll = () => Math.random();\n' }],
    [{ path: 'packages/service/src/a.ts', text: 'export const now = Date.now;\n' }],
    [{ path: 'packages/store/src/a.ts', text: 'export const at = () => new Date();\n' }],
    [{ path: 'packages/otp/src/a.ts', text: 'export const at = () => new Date;\n' }],
    [{ path: 'packages/engine/src/b.ts', text: 'export const at = () => Date();\n' }],
    [
      {
        path: 'packages/engine/src/c.ts',
        text: 'export const at = () => Temporal.Now.instant();\n',
      },
    ],
  ],
  sound: [
    {
      path: 'packages/engine/src/a.ts',
      text: '// Date.now() is banned\nnew Date(0); Date.parse("");\n',
    },
    { path: 'packages/engine/src/a.test.ts', text: 'Date.now();\n' },
    { path: 'apps/server/src/system-clock.ts', text: 'export const now = () => Date.now();\n' },
  ],
};

function readsTheWorld(node: ts.Node): boolean {
  if (ts.isPropertyAccessExpression(node)) return banned.has(node.getText());
  if (ts.isNewExpression(node)) return isDate(node.expression) && !node.arguments?.length;
  return ts.isCallExpression(node) && isDate(node.expression);
}

function isDate(node: ts.Node): boolean {
  return ts.isIdentifier(node) && node.text === 'Date';
}
