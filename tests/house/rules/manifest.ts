import { dirname } from 'node:path/posix';
import type { SourceFile } from '../source-file.ts';

/** What a package.json lists, section by section. */
export interface Manifest {
  readonly path: string;
  /** The folder of the workspace; `.` for the root. */
  readonly folder: string;
  readonly name: string;
  readonly listed: readonly Listed[];
}

export interface Listed {
  readonly section: string;
  readonly name: string;
  readonly version: string;
}

const sections = ['dependencies', 'devDependencies', 'optionalDependencies', 'peerDependencies'];

/** The package.json files of the root and the workspaces. */
export function manifestsOf(files: readonly SourceFile[]): Manifest[] {
  return files
    .filter((file) => /^((packages|apps)\/[^/]+\/)?package\.json$/.test(file.path))
    .map(readManifest);
}

function readManifest(file: SourceFile): Manifest {
  const content: Record<string, unknown> = JSON.parse(file.text);
  const listed = sections.flatMap((section) =>
    Object.entries(content[section] ?? {}).map(([name, version]) => ({
      section,
      name,
      version: String(version),
    })),
  );
  return {
    path: file.path,
    folder: dirname(file.path),
    name: String(content['name'] ?? ''),
    listed,
  };
}
