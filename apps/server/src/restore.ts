import { createHash } from 'node:crypto';
import { copyFileSync, createReadStream, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type Clock, StoreFailure, systemAudit } from '@warifu/service';
import { isServed } from './admin/client.ts';
import { systemClock } from './clock/machine-clock.ts';
import { anchorFile, ConfigError, type ServerConfig, storeFile } from './config.ts';
import { openWarifu } from './open-warifu.ts';

/** What a restore did, for the operator. */
export interface Restored {
  readonly institutions: readonly string[];
  readonly epoch: number;
  /** Where the store and the anchors lie that were in place before; null when there were none. */
  readonly movedAside: string | null;
}

export interface RestoreRequest {
  readonly file: string;
  /** Whether a store that is in place may be moved aside. */
  readonly replace: boolean;
}

/**
 * Puts a backup in place of the store (row 72). The copy is opened with the keyring, brought to this
 * version's schema, and everything that may have been accepted since the backup is spent, before it
 * gets the store's name: a restore that is killed leaves the old store or the new one, and never a
 * backup on which a spent code lives again. Throws `ConfigError` when a server runs, when a store would
 * be replaced without being told to, or when the keyring does not open the backup.
 */
export async function restoreBackup(
  config: ServerConfig,
  { file, replace }: RestoreRequest,
  clock: Clock = systemClock,
): Promise<Restored> {
  if (await isServed(config))
    throw new ConfigError(`a server runs on ${config.dataDir}; stop it before a restore`);
  if (!existsSync(file)) throw new ConfigError(`there is no backup ${file}`);
  const inPlace = existsSync(storeFile(config));
  if (inPlace && !replace)
    throw new ConfigError(
      `there is a store in ${config.dataDir}; move it aside with --replace if the backup is to take its place`,
    );
  const folder = join(config.dataDir, 'restoring');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const copied: ServerConfig = { ...config, dataDir: folder };
  copyFileSync(file, storeFile(copied));
  try {
    const marked = await spendWhatMayBe(copied, { file, clock });
    const movedAside = inPlace ? moveAside(config, clock) : null;
    renameSync(storeFile(copied), storeFile(config));
    return { ...marked, movedAside };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function spendWhatMayBe(
  config: ServerConfig,
  { file, clock }: { readonly file: string; readonly clock: Clock },
): Promise<Omit<Restored, 'movedAside'>> {
  const warifu = await openWarifu(config, clock);
  try {
    const { institutions } = warifu.deps.store;
    const now = clock.now();
    const rows = await institutions.list();
    const windows = rows.flatMap(({ id }) =>
      warifu.deps.policies
        .versions(id)
        .flatMap(({ policy }) =>
          policy.authenticators.map(
            (one) =>
              Math.max(one.window_steps, one.registration_window_steps) + one.max_drift_steps,
          ),
        ),
    );
    const audit = systemAudit(clock, 'restore_backup', {
      institutionId: null,
      facts: { sha256: await sha256Of(file) },
      actor: { kind: 'command_line', id: 'restore' },
    });
    await institutions.markRestored({ at: now, windowSteps: Math.max(0, ...windows) }, audit);
    // The machine's clock is taken at its word here: an operator puts the backup in place.
    if (warifu.guardedClock) await warifu.deps.store.clock.keep(warifu.guardedClock.mark());
    const epoch = await institutions.restoreEpoch();
    return { institutions: rows.map((row) => row.id), epoch };
  } catch (error) {
    if (error instanceof StoreFailure) throw new ConfigError(error.message, { cause: error });
    throw error;
  } finally {
    await warifu.close();
  }
}

/** The store that was in place, with its log and its anchors: nothing of it is thrown away. */
function moveAside(config: ServerConfig, clock: Clock): string {
  const stamp = new Date(clock.now()).toISOString().replaceAll(/[:.]/g, '-');
  const folder = join(config.dataDir, `before-restore-${stamp}`);
  mkdirSync(folder, { mode: 0o700 });
  const store = storeFile(config);
  for (const name of [store, `${store}-wal`, `${store}-shm`, anchorFile(config)])
    if (existsSync(name)) renameSync(name, join(folder, name.slice(config.dataDir.length + 1)));
  return folder;
}

async function sha256Of(file: string): Promise<string> {
  const digest = createHash('sha256');
  for await (const chunk of createReadStream(file)) digest.update(chunk);
  return digest.digest('hex');
}
