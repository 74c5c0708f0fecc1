import ts from 'typescript';
import { isScript, type Rule } from '../source-file.ts';
import { matchesOf, nodesOf } from '../syntax.ts';

/** One `any` switches the compiler off for everything that it touches. */
export const escapeHatches: Rule = {
  ban: 'No `any`, and no comment that silences the compiler or the linter.',
  instead: 'write the type, or `unknown` and a check; a parse at the edge gives a type.',
  check: (files) => [
    ...nodesOf(files, (node) => node.kind === ts.SyntaxKind.AnyKeyword).map(({ file, line }) => ({
      path: file.path,
      line,
      found: 'any',
    })),
    ...files
      .filter(isScript)
      .flatMap((file) => matchesOf(file, silencer).map((match) => ({ path: file.path, ...match }))),
  ],
  planted: [
    [{ path: 'packages/otp/src/a.ts', text: 'export const a = (b: any) => b;\n' }],
    [{ path: 'tests/scenarios/a.test.ts', text: 'const a = b as any;\n' }],
    [{ path: 'packages/otp/src/a.ts', text: `// ${'@ts'}-ignore\n` }],
    [{ path: 'packages/otp/src/a.ts', text: `// ${'biome'}-ignore lint/x: because\n` }],
  ],
  sound: [{ path: 'packages/otp/src/a.ts', text: '// at any time\nexport const any = 1;\n' }],
};

/** Written so that this file does not find itself. */
const silencer = /@ts-(ignore|nocheck)|biome[-]ignore/;
