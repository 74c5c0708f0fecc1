import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Folders of the tests of this process; what a failed test left is removed when it ends. */
const folders = new Set<string>();

export function scratchFolder(name: string, below = tmpdir()): string {
  const folder = mkdtempSync(join(below, `warifu-${name}-`));
  folders.add(folder);
  return folder;
}

/** A folder that somebody else made is removed at the end as well. */
export function alsoScratch(folder: string): void {
  folders.add(folder);
}

export function removeScratch(folder: string): void {
  folders.delete(folder);
  rmSync(folder, { recursive: true, force: true });
}

export function removeAllScratch(): void {
  for (const folder of folders) removeScratch(folder);
}

process.on('exit', removeAllScratch);
