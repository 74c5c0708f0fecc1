import { randomBytes } from 'node:crypto';
import pg from 'pg';
import type { StoreHarness } from '../conformance/harness.ts';
import { migratePostgres } from '../postgres/migrate-postgres.ts';
import { openPostgresStore, type PostgresStoreOptions } from '../postgres/open-postgres-store.ts';
import { runPrefix, serverUrl } from './postgres-run.ts';
import { auditMac } from './sqlite-harness.ts';

export { startPostgres, type TestServer } from './postgres-server.ts';

/** Where a database of the run's server is. */
export async function databaseUrl(name: string): Promise<string> {
  const url = new URL(await serverUrl());
  url.pathname = `/${name}`;
  return url.href;
}

/** Runs statements on a database, beside whatever has it open. */
export async function onDatabase<Row extends object>(
  connectionString: string,
  ...statements: readonly string[]
): Promise<readonly Row[]> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    let rows: readonly Row[] = [];
    for (const statement of statements) ({ rows } = await client.query<Row>(statement));
    return rows;
  } finally {
    await client.end();
  }
}

export function freshName(): string {
  return `${runPrefix()}_${randomBytes(6).toString('hex')}`;
}

let administrators: Promise<pg.Pool> | undefined;

/** For making and removing databases; an idle connection does not keep the process alive. */
async function administrate(statement: string): Promise<void> {
  administrators ??= serverUrl().then(
    (connectionString) => new pg.Pool({ connectionString, max: 1, allowExitOnIdle: true }),
  );
  await (await administrators).query(statement);
}

let template: Promise<string> | undefined;

/** Migrated once a test file; every test gets a copy. */
async function makeTemplate(): Promise<string> {
  const name = freshName();
  await administrate(`CREATE DATABASE ${name} TEMPLATE template0 ENCODING 'UTF8'`);
  await migratePostgres({ connectionString: await databaseUrl(name) });
  return name;
}

export interface TestDatabase {
  readonly url: string;
  readonly name: string;
  drop(): Promise<void>;
}

/** An empty, migrated database. */
export async function freshDatabase(): Promise<TestDatabase> {
  template ??= makeTemplate();
  const [name, from] = [freshName(), await template];
  // Copying files takes half the time of writing them to the log.
  await administrate(`CREATE DATABASE ${name} TEMPLATE ${from} STRATEGY file_copy`);
  return {
    url: await databaseUrl(name),
    name,
    drop: () => administrate(`DROP DATABASE ${name} WITH (FORCE)`),
  };
}

/** Opens a node's store on a database; the chain is the node's. */
export function openNode(
  connectionString: string,
  chain = 'node-1',
  options: Partial<PostgresStoreOptions> = {},
) {
  return openPostgresStore({ connectionString, chain, auditMac, poolSize: 2, ...options });
}

/** A PostgreSQL store in a database of its own, for the conformance suite and for tests of the adapter. */
export async function postgresHarness(
  options: Partial<PostgresStoreOptions> = {},
): Promise<StoreHarness & { readonly url: string }> {
  const database = await freshDatabase();
  const open = () => openNode(database.url, 'node-1', options);
  let store = await open();
  const reopen = async (between: () => Promise<unknown> = async () => {}) => {
    await store.close();
    await between();
    store = await open();
    return store;
  };
  return {
    url: database.url,
    get store() {
      return store;
    },
    reopen: () => reopen(),
    tamper: (statement) => reopen(() => onDatabase(database.url, statement)),
    close: async () => {
      await store.close();
      await database.drop();
    },
  };
}
