import { createHash } from 'node:crypto';
import {
  closeSync,
  copyFileSync,
  createReadStream,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { join } from 'node:path';
import { type AuditDraft, type Clock, StoreFailure, systemAudit } from '@warifu/service';
import { assertSoundCopy } from '@warifu/store';
import { isServed } from './admin/client.ts';
import { systemClock } from './clock/machine-clock.ts';
import { anchorFile, ConfigError, type ServerConfig, storeFile } from './config.ts';
import { isShared, openWarifu } from './open-warifu.ts';

/** What a restore did, for the operator. */
export interface Restored {
  readonly institutions: readonly string[];
  readonly epoch: number;
  /** Until then codes that fit the time are refused, since they may have been accepted. */
  readonly codesRefusedUntil: number;
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
  if (isShared(config))
    throw new ConfigError(
      'PostgreSQL puts its backups back itself: do that, and then run `warifu restore --in-place`',
    );
  await refuseServed(config);
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
    refuseUnsound(storeFile(copied));
    const facts = { sha256: await sha256Of(file) };
    const marked = await spendWhatMayBe(copied, { facts, clock });
    // A log without its store is what a restore leaves that was killed here: it is nobody's any more.
    const movedAside = filesInPlace(config).length > 0 ? moveAside(config, clock) : null;
    renameSync(storeFile(copied), storeFile(config));
    flushFolder(config.dataDir);
    return { ...marked, movedAside };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * The same for a PostgreSQL database that its own tools have put back to an earlier moment: before any
 * node serves on it, everything that may have been accepted since that moment is spent. Refused while
 * a node works on the database, and no node can start before it is through. This node's anchors, which
 * are of the time after that moment, are moved aside.
 */
export async function restoreInPlace(
  config: ServerConfig,
  clock: Clock = systemClock,
): Promise<Restored> {
  if (!isShared(config))
    throw new ConfigError(
      '--in-place is for a PostgreSQL database (WARIFU_STORE_URL); name the backup of a file',
    );
  await refuseServed(config);
  const facts = { in_place: 1 };
  const marked = await spendWhatMayBe(config, { facts, clock, alone: true });
  const movedAside = existsSync(anchorFile(config)) ? moveAside(config, clock) : null;
  return { ...marked, movedAside };
}

async function refuseServed(config: ServerConfig): Promise<void> {
  if (await isServed(config))
    throw new ConfigError(`a server runs on ${config.dataDir}; stop it before a restore`);
}

/** A file that was damaged on its way is found here, and not by the customers whose rows are in it. */
function refuseUnsound(copy: string): void {
  try {
    assertSoundCopy(copy);
  } catch (error) {
    if (!(error instanceof StoreFailure)) throw error;
    throw new ConfigError(`the backup is damaged: ${error.message}`, { cause: error });
  }
}

interface Spending {
  /** What the audit record tells of the backup. */
  readonly facts: AuditDraft['facts'];
  readonly clock: Clock;
  readonly alone?: boolean;
}

async function spendWhatMayBe(
  config: ServerConfig,
  { facts, clock, alone }: Spending,
): Promise<Omit<Restored, 'movedAside'>> {
  const warifu = await openWarifu(config, clock, { alone });
  try {
    const { institutions } = warifu.deps.store;
    const now = warifu.deps.clock.now();
    const { recordedAt } = await warifu.deps.store.clock.known();
    const rows = await institutions.list();
    if (rows.length === 0) throw new ConfigError('there is no institution in it: it is no backup');
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
    const audit = systemAudit(warifu.deps.clock, 'restore_backup', {
      institutionId: null,
      facts,
      actor: { kind: 'command_line', id: 'restore' },
    });
    const windowSteps = Math.max(0, ...windows);
    const countersBeyond = countersSince(recordedAt ?? now, now);
    await institutions.markRestored({ at: now, windowSteps, countersBeyond }, audit);
    // The machine's clock is taken at its word here: an operator puts the backup in place.
    if (warifu.guardedClock) await warifu.deps.store.clock.keep(warifu.guardedClock.mark());
    const epoch = await institutions.restoreEpoch();
    const codesRefusedUntil = now + (2 * windowSteps + 1) * longestStepMs;
    return { institutions: rows.map((row) => row.id), epoch, codesRefusedUntil };
  } catch (error) {
    if (error instanceof StoreFailure) throw new ConfigError(error.message, { cause: error });
    throw error;
  } finally {
    await warifu.close();
  }
}

const longestStepMs = 60_000;
const dayMs = 86_400_000;

/** More codes than a person shows of one event-based token in so many days. */
function countersSince(backupAt: number, now: number): number {
  const days = Math.ceil(Math.max(0, now - backupAt) / dayMs);
  return Math.min(200, Math.max(1, days) * 20);
}

function filesInPlace(config: ServerConfig): string[] {
  const store = storeFile(config);
  return [store, `${store}-wal`, `${store}-shm`, anchorFile(config)].filter((one) =>
    existsSync(one),
  );
}

/** The store that was in place, with its log and its anchors: nothing of it is thrown away. */
function moveAside(config: ServerConfig, clock: Clock): string {
  const stamp = new Date(clock.now()).toISOString().replaceAll(/[:.]/g, '-');
  const folder = join(config.dataDir, `before-restore-${stamp}`);
  mkdirSync(folder, { mode: 0o700 });
  for (const name of filesInPlace(config))
    renameSync(name, join(folder, name.slice(config.dataDir.length + 1)));
  flushFolder(folder);
  return folder;
}

/** New names in a folder are on the disk only after this. */
function flushFolder(folder: string): void {
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

async function sha256Of(file: string): Promise<string> {
  const digest = createHash('sha256');
  for await (const chunk of createReadStream(file)) digest.update(chunk);
  return digest.digest('hex');
}
