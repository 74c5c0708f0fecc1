import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Restored, restoreBackup } from '@warifu/server';
import { expect } from 'vitest';
import { acts } from './acts.ts';
import type { World } from './world.ts';

const folders: string[] = [];

/** A folder for what a test carries away; `removeFolders` removes all of them. */
export function folderForCopies(): string {
  const folder = mkdtempSync(join(tmpdir(), 'warifu-backup-'));
  folders.push(folder);
  return folder;
}

export function removeFolders(): void {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
}

/** Writes a backup of the running world, as `warifu backup` does. */
export async function backupOf(world: World): Promise<string> {
  const file = join(folderForCopies(), 'store.backup');
  const { backup } = world.server.warifu.deps.store;
  if (!backup) throw new Error('this store makes no backup');
  const { bytes, sha256 } = await backup(file);
  expect(bytes).toBeGreaterThan(4_096);
  expect(sha256).toMatch(/^[0-9a-f]{64}$/);
  return file;
}

/** Stops the world's server, puts the backup in the place of its store, and starts it again. */
export async function restored(world: World, file: string): Promise<Restored> {
  const { config, clock } = world.server;
  await world.server.stop();
  const done = await restoreBackup(config, { file, replace: true }, clock);
  await world.server.restart();
  return done;
}

/** Carries out one act of a scenario table; gives what the server answered. */
export async function told(world: World, line: string): Promise<string> {
  const [verb = '', ...words] = line.split(' ');
  const act = acts[verb];
  if (!act) throw new Error(`there is no act "${verb}"`);
  return act(world, words);
}
