import { existsSync, mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { ConfigError } from './config.ts';

/**
 * Makes a folder, and those above it that are not there yet, for this user alone. It goes level by
 * level, each one tried once: Node's own recursive making never ends where a file system answers
 * every new name with ENOENT, as /proc does. Throws `ConfigError` with the folder that cannot be.
 */
export function makeFolder(folder: string): void {
  if (isFolder(folder)) return;
  const above = dirname(folder);
  if (above !== folder) makeFolder(above);
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    // Somebody else may have made it meanwhile.
    if (isFolder(folder)) return;
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    throw new ConfigError(
      `cannot make the folder ${folder}, ${whyNot[code] ?? code}; name another`,
      {
        cause: error,
      },
    );
  }
}

function isFolder(path: string): boolean {
  if (!existsSync(path)) return false;
  if (statSync(path).isDirectory()) return true;
  throw new ConfigError(`${path} is a file, not a folder; name another`);
}

const whyNot: Readonly<Record<string, string>> = {
  EACCES: 'since this user may not',
  EPERM: 'since this user may not',
  EEXIST: 'since a link to nothing is in its place',
  ENOENT: 'since nothing can be made there',
  EROFS: 'since the disk is mounted read-only',
  ENOSPC: 'since the disk is full',
};
