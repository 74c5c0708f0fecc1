import ts from 'typescript';
import type { SourceFile } from '../source-file.ts';
import { nodesOf } from '../syntax.ts';

/** A package that a file imports. */
export interface Imported {
  readonly path: string;
  readonly line: number;
  /** The package's name, without the part behind it: `typebox` for `typebox/compile`. */
  readonly name: string;
}

/** Every package that the files import; relative files and node's own modules are left out. */
export function importedNames(files: readonly SourceFile[]): Imported[] {
  return nodesOf(files, (node) => specifierOf(node) !== undefined).flatMap(
    ({ file, node, line }) => {
      const name = packageName(specifierOf(node) ?? '');
      return name === undefined ? [] : [{ path: file.path, line, name }];
    },
  );
}

/** What a node imports: a declaration, an export from, an import type, a call that loads or finds. */
function specifierOf(node: ts.Node): string | undefined {
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) {
    return literal(node.moduleSpecifier);
  }
  if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
    return literal(node.argument.literal);
  }
  return ts.isCallExpression(node) && loads(node) ? literal(node.arguments[0]) : undefined;
}

function loads(call: ts.CallExpression): boolean {
  const callee = call.expression;
  if (callee.kind === ts.SyntaxKind.ImportKeyword) return true;
  return ['require', 'require.resolve', 'import.meta.resolve'].includes(callee.getText());
}

function literal(node: ts.Node | undefined): string | undefined {
  return node !== undefined && ts.isStringLiteral(node) ? node.text : undefined;
}

function packageName(specifier: string): string | undefined {
  if (/^(\.|\/|node:|#)/.test(specifier)) return undefined;
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}
