import ts from 'typescript';
import { isTest, type Rule } from '../source-file.ts';
import { nodesOf } from '../syntax.ts';

const banned = new Set(['skip', 'only', 'todo', 'skipIf', 'runIf', 'fails']);
const aliases = new Set(['xit', 'xtest', 'xdescribe', 'fit', 'fdescribe']);

/** A test that does not run proves nothing and looks as if it did. */
export const testFocus: Rule = {
  ban: 'No test that is skipped, focused, planned or expected to fail.',
  instead: 'make it pass, or remove it; what the system lacks, npm test installs or stops for.',
  check: (files) =>
    nodesOf(files.filter(isTest), leavesTestsOut).map(({ file, node, line }) => ({
      path: file.path,
      line,
      found: node.getText(),
    })),
  planted: [
    "it.skip('a', () => {});",
    "describe.only('a', () => {});",
    "it.todo('a');",
    "test.skipIf(process.platform === 'win32')('a', () => {});",
    "it.each([1]).only('a', () => {});",
    "it('a', (context) => context.skip());",
    "xit('a', () => {});",
  ].map((text) => [{ path: 'packages/otp/src/a.test.ts', text }]),
  sound: [
    {
      path: 'packages/otp/src/a.test.ts',
      text: "it('S0-03 a user can skip', () => { server.skipEnrolment(); expect(a.skip_allowed).toBe(true); });",
    },
  ],
};

function leavesTestsOut(node: ts.Node): boolean {
  if (ts.isPropertyAccessExpression(node)) {
    return banned.has(node.name.text) && ts.isCallExpression(node.parent);
  }
  return (
    ts.isCallExpression(node) &&
    ts.isIdentifier(node.expression) &&
    aliases.has(node.expression.text)
  );
}
