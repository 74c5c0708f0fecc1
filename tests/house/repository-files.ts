import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { SourceFile } from './source-file.ts';

/** The repository's root. */
export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** Folders that .gitignore keeps out, and git's own. */
const ignored = new Set(['.git', 'node_modules', 'dist', 'data', 'coverage']);

/**
 * Every file of the repository that git would track. Read from the disk and not from git's index, so
 * that a new file is judged before its first commit and a copy without `.git` is judged as well.
 */
export function repositoryFiles(): SourceFile[] {
  return pathsBelow('')
    .filter((path) => !/\.(log|swp)$/.test(path))
    .map((path) => ({ path, text: textOf(join(root, path)) }));
}

function pathsBelow(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory()) return ignored.has(entry.name) ? [] : pathsBelow(path);
    return entry.isFile() ? [path] : [];
  });
}

function textOf(file: string): string {
  const text = readFileSync(file, 'utf8');
  return text.includes('\0') ? '' : text;
}
