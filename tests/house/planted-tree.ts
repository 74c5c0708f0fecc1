import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A small repository on disk for a tool that will not read anything else; removed by `remove`. */
export interface PlantedTree {
  readonly root: string;
  readonly remove: () => void;
}

/**
 * Writes files, and links every workspace among them into node_modules as npm does.
 * @param files texts by path from the tree's root
 */
export function plantTree(files: Readonly<Record<string, string>>): PlantedTree {
  const root = mkdtempSync(join(tmpdir(), 'warifu-planted-'));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(root, dirname(path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  mkdirSync(join(root, 'node_modules', '@warifu'), { recursive: true });
  for (const workspace of workspacesIn(Object.keys(files))) {
    const name = workspace.split('/')[1] ?? '';
    symlinkSync(join(root, workspace), join(root, 'node_modules', '@warifu', name));
  }
  return { root, remove: () => rmSync(root, { recursive: true }) };
}

function workspacesIn(paths: readonly string[]): string[] {
  return paths
    .filter((path) => /^(packages|apps)\/[^/]+\/package\.json$/.test(path))
    .map((path) => dirname(path));
}

/** A workspace without content: its package.json and an index that exports its name. */
export function emptyWorkspace(folder: string, manifest: object = {}): Record<string, string> {
  const name = folder.split('/')[1] ?? '';
  return {
    [`${folder}/package.json`]: JSON.stringify({
      name: `@warifu/${name}`,
      version: '0.1.0',
      type: 'module',
      exports: { '.': './src/index.ts' },
      ...manifest,
    }),
    [`${folder}/src/index.ts`]: `export const ${name} = '${name}';\n`,
  };
}
