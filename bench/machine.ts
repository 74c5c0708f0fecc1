import { mkdtempSync, rmSync, statfsSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** What the figures were measured on; without it they mean nothing. */
export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly memory_gb: number;
  readonly node: string;
  readonly sqlite: string;
  readonly file_system: string;
  /** Commits of one small row a second with WAL and synchronous=FULL, one after the other. */
  readonly single_commits_per_second: number;
}

export function describeMachine(dataDir: string): Machine {
  return {
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: cpus().length,
    memory_gb: Math.round(totalmem() / 2 ** 30),
    node: process.version,
    sqlite: process.versions['sqlite'] ?? 'unknown',
    file_system: fileSystemOf(dataDir),
    single_commits_per_second: commitRate(dataDir),
  };
}

/** Magic numbers of statfs(2). */
const fileSystems: ReadonlyMap<number, string> = new Map([
  [0xef53, 'ext4'],
  [0x58465342, 'xfs'],
  [0x9123683e, 'btrfs'],
  [0x794c7630, 'overlay'],
  [0x2fc12fc1, 'zfs'],
  [0x01021994, 'tmpfs'],
]);

/** In memory nothing is durable, and a rate of durable verifications would be a false claim. */
function fileSystemOf(dataDir: string): string {
  const { type } = statfsSync(dataDir);
  const name = fileSystems.get(type) ?? `0x${type.toString(16)}`;
  if (name === 'tmpfs')
    throw new Error(`${dataDir} is in memory; name a folder on a disk with WARIFU_BENCH_DIR`);
  return name;
}

function commitRate(dataDir: string): number {
  const folder = mkdtempSync(join(dataDir, 'commits-'));
  const db = new DatabaseSync(join(folder, 'probe.sqlite'));
  db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE t (v INTEGER)');
  const insert = db.prepare('INSERT INTO t VALUES (?)');
  const startedAt = performance.now();
  let commits = 0;
  for (; performance.now() - startedAt < 500; commits += 1) insert.run(commits);
  const seconds = (performance.now() - startedAt) / 1000;
  db.close();
  rmSync(folder, { recursive: true });
  return Math.round(commits / seconds);
}
