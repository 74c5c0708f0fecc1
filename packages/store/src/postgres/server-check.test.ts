import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { migrations } from '../migrations/all-migrations.ts';
import { onDatabase, openNode } from '../testing/postgres-harness.ts';
import { startPostgres, type TestServer } from '../testing/postgres-server.ts';
import { migratePostgres } from './migrate-postgres.ts';

/** A server of its own, because its settings are spoilt here. */
let server: TestServer;
let url: string;
let count = 0;

beforeAll(async () => {
  server = await startPostgres();
});
afterAll(() => server.stop());
beforeEach(async () => {
  count += 1;
  url = await emptyDatabase('UTF8');
});

async function emptyDatabase(encoding: string): Promise<string> {
  const name = `unsafe_${count}_${encoding.toLowerCase()}`;
  await onDatabase(
    server.url,
    `CREATE DATABASE ${name} TEMPLATE template0 ENCODING '${encoding}' LOCALE 'C'`,
  );
  const address = new URL(server.url);
  address.pathname = `/${name}`;
  return address.href;
}

const refusal = (code: string) => ({ name: 'UnsafeStore', code });

/** Sets a setting of the server and waits until a new connection sees it. */
async function setServer(name: string, value: string): Promise<void> {
  await onDatabase(server.url, `ALTER SYSTEM SET ${name} = ${value}`, 'SELECT pg_reload_conf()');
  for (;;) {
    const rows = await onDatabase<{ value: string }>(
      server.url,
      `SELECT current_setting('${name}') AS value`,
    );
    if (rows[0]?.value === value) return;
  }
}

describe('row 68: an unsafe server is not written to', () => {
  test.each(['fsync', 'full_page_writes'])('%s off', async (setting) => {
    await migratePostgres({ connectionString: url });
    await setServer(setting, 'off');
    await expect(openNode(url)).rejects.toMatchObject({
      ...refusal('not_durable'),
      message: expect.stringContaining(setting),
    });
    await expect(migratePostgres({ connectionString: url })).rejects.toMatchObject(
      refusal('not_durable'),
    );
    await setServer(setting, 'on');
    await (await openNode(url)).close();
  });

  test('synchronous_commit off for this database alone', async () => {
    await migratePostgres({ connectionString: url });
    const name = new URL(url).pathname.slice(1);
    await onDatabase(server.url, `ALTER DATABASE ${name} SET synchronous_commit = off`);
    await expect(openNode(url)).rejects.toMatchObject(refusal('not_durable'));
    await onDatabase(server.url, `ALTER DATABASE ${name} SET synchronous_commit = local`);
    await (await openNode(url)).close();
  });

  test('a server that takes no writes', async () => {
    await migratePostgres({ connectionString: url });
    const name = new URL(url).pathname.slice(1);
    await onDatabase(server.url, `ALTER DATABASE ${name} SET default_transaction_read_only = on`);
    await expect(openNode(url)).rejects.toMatchObject(refusal('read_only'));
  });

  test('an old server', async () => {
    await migratePostgres({ connectionString: url });
    await expect(openNode(url, 'node-1', { oldestServer: 990_000 })).rejects.toMatchObject({
      ...refusal('postgres_too_old'),
      message: expect.stringContaining('use 99'),
    });
  });

  test('a database that does not keep text as UTF-8', async () => {
    const latin = await emptyDatabase('LATIN1');
    await expect(openNode(latin, 'node-1', { migrate: true })).rejects.toMatchObject(
      refusal('wrong_encoding'),
    );
  });

  test('a setting that is spoilt under an open store shows in the probe', async () => {
    const store = await openNode(url, 'node-1', { migrate: true });
    await store.probe();
    await setServer('fsync', 'off');
    await expect
      .poll(() =>
        store.probe().then(
          () => 'fit',
          (error: { code: string }) => error.code,
        ),
      )
      .toBe('store_unavailable');
    await setServer('fsync', 'on');
    await expect
      .poll(() =>
        store.probe().then(
          () => 'fit',
          () => 'unfit',
        ),
      )
      .toBe('fit');
    await store.close();
  });
});

describe('opening', () => {
  test('nobody at that address, and no such database', async () => {
    const nobody = 'postgres://warifu@127.0.0.1:1/none';
    await expect(openNode(nobody)).rejects.toMatchObject(refusal('cannot_open'));
    const address = new URL(server.url);
    address.pathname = '/none';
    await expect(openNode(address.href)).rejects.toMatchObject({
      ...refusal('cannot_open'),
      message: expect.stringContaining('none'),
    });
  });

  test('a database without migrations is refused, and made ready when that is asked for', async () => {
    await expect(openNode(url)).rejects.toMatchObject({
      ...refusal('not_migrated'),
      message: expect.stringContaining('warifu migrate'),
    });
    await (await openNode(url, 'node-1', { migrate: true })).close();
    expect(await migratePostgres({ connectionString: url })).toEqual([]);
    await onDatabase(url, 'DELETE FROM schema_migrations WHERE id = 1');
    await expect(openNode(url)).rejects.toMatchObject(refusal('not_migrated'));
  });

  test('nodes that migrate at the same time do it once', async () => {
    const options = { connectionString: url };
    const names = await Promise.all([1, 2, 3, 4].map(() => migratePostgres(options)));
    const all = migrations.map((migration) => migration.name);
    expect(names.flat().toSorted()).toEqual(all.toSorted());
  });

  test('a database that a newer program has written', async () => {
    await migratePostgres({ connectionString: url });
    await onDatabase(url, `INSERT INTO schema_migrations VALUES (999, 'from the future')`);
    await expect(openNode(url)).rejects.toMatchObject(refusal('schema_newer'));
  });

  test('a database of another program', async () => {
    await onDatabase(url, 'CREATE TABLE addresses (name text)');
    await expect(migratePostgres({ connectionString: url })).rejects.toMatchObject(
      refusal('not_a_store'),
    );
  });
});
