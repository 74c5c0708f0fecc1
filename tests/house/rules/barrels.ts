import ts from 'typescript';
import { isScript, type Rule, type SourceFile } from '../source-file.ts';
import { syntaxOf } from '../syntax.ts';

/** A package's index, and the index of what it exports apart (`exports` of its package.json). */
const packageIndex =
  /^(packages\/[^/]+|apps\/[^/]+)\/src\/index\.ts$|^apps\/server\/src\/demo\/index\.ts$/;

/** A barrel hides where a name lives, and makes every import an import of everything. */
export const barrels: Rule = {
  ban: 'No barrel but a package’s src/index.ts.',
  instead: 'import from the file that declares the name.',
  check: (files) =>
    files
      .filter((file) => isScript(file) && !packageIndex.test(file.path))
      .filter((file) => isNamedIndex(file) || isBarrel(file))
      .map((file) => ({ path: file.path, found: 'a barrel' })),
  planted: [
    [{ path: 'packages/engine/src/token/index.ts', text: 'export const a = 1;\n' }],
    [{ path: 'packages/engine/src/token/all.ts', text: "export * from './token.ts';\n" }],
    [
      {
        path: 'apps/cli/src/names.ts',
        text: "export { a } from './a.ts';\nexport { b } from './b.ts';\n",
      },
    ],
  ],
  sound: [
    { path: 'packages/engine/src/index.ts', text: "export * from './token.ts';\n" },
    { path: 'apps/cli/src/a.ts', text: "export { b } from './b.ts';\nexport const a = 1;\n" },
  ],
};

function isNamedIndex(file: SourceFile): boolean {
  return /(^|\/)index\.[a-z]+$/.test(file.path);
}

/** Only re-exports, or one that takes everything along. */
function isBarrel(file: SourceFile): boolean {
  const statements = syntaxOf(file).statements;
  const reExports = statements.filter(
    (statement) => ts.isExportDeclaration(statement) && statement.moduleSpecifier !== undefined,
  );
  const wholesale = reExports.some(
    (statement) => ts.isExportDeclaration(statement) && statement.exportClause === undefined,
  );
  return wholesale || (statements.length > 0 && reExports.length === statements.length);
}
