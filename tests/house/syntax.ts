import ts from 'typescript';
import { isScript, type SourceFile } from './source-file.ts';

/** Parsed files by text: twelve rules look at the same few hundred files. */
const parsed = new Map<string, ts.SourceFile>();

/** The syntax tree of one file. */
export function syntaxOf(file: SourceFile): ts.SourceFile {
  const key = `${file.path}\n${file.text}`;
  const known = parsed.get(key);
  if (known) return known;
  const tree = ts.createSourceFile(file.path, file.text, ts.ScriptTarget.Latest, true);
  parsed.set(key, tree);
  return tree;
}

/** A place in a file that a rule asked for. */
export interface Place {
  readonly file: SourceFile;
  readonly node: ts.Node;
  /** Counted from 1. */
  readonly line: number;
}

/** All nodes of the scripts among the files for which the question is answered with yes. */
export function nodesOf(
  files: readonly SourceFile[],
  wanted: (node: ts.Node) => boolean,
): readonly Place[] {
  return files.filter(isScript).flatMap((file) => {
    const tree = syntaxOf(file);
    const places: Place[] = [];
    const visit = (node: ts.Node): void => {
      if (wanted(node)) places.push({ file, node, line: lineOf(tree, node.getStart(tree)) });
      ts.forEachChild(node, visit);
    };
    visit(tree);
    return places;
  });
}

/** The line of a position, counted from 1. */
export function lineOf(tree: ts.SourceFile, position: number): number {
  return tree.getLineAndCharacterOfPosition(position).line + 1;
}

/** The lines of a text in which a pattern is found, with what was found. */
export function matchesOf(file: SourceFile, pattern: RegExp): { line: number; found: string }[] {
  return file.text.split('\n').flatMap((text, index) => {
    const found = pattern.exec(text)?.[0];
    return found === undefined ? [] : [{ line: index + 1, found }];
  });
}
