import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { demoPolicy } from '@warifu/institutions';
import {
  freshDatabase,
  onDatabase,
  startPostgres,
  type TestDatabase,
  type TestServer,
} from '@warifu/store/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runBin } from '../../apps/cli/src/testing/run-bin.ts';
import { runHere } from '../../apps/cli/src/testing/run-here.ts';
import { serving } from '../../apps/cli/src/testing/serving.ts';
import { removeScratch, scratchFolder } from './support/scratch.ts';

/** The command line on a store that nodes share, and what it says when the database is not fit. */
let folder = '';
let database: TestDatabase;

beforeAll(async () => {
  folder = scratchFolder('shared');
  database = await freshDatabase();
  writeFileSync(join(folder, 'policy.json'), JSON.stringify(demoPolicy('nanahoshi')));
  await onNode('node-1', 'keys', 'init');
});
afterAll(async () => {
  await database.drop();
  removeScratch(folder);
});

function environment(node: string, storeUrl = database.url) {
  return {
    WARIFU_STORE_URL: storeUrl,
    WARIFU_NODE: node,
    WARIFU_DATA_DIR: join(folder, node),
    WARIFU_KEYRING_FILE: join(folder, 'keyring.json'),
  };
}

function onNode(node: string, ...args: readonly string[]) {
  return runHere(args, { env: environment(node) });
}

async function documentOf(node: string, ...args: readonly string[]) {
  const { code, out } = await onNode(node, ...args, '--json');
  return { code, document: JSON.parse(out) };
}

describe('commands', () => {
  test('an institution, its tokens and its jobs, from the command lines of two nodes in turn', async () => {
    const added = await onNode('node-1', 'institutions', 'add', join(folder, 'policy.json'));
    expect(added).toMatchObject({ code: 0, err: '' });
    const again = await documentOf('node-2', 'institutions', 'add', join(folder, 'policy.json'));
    expect(again).toMatchObject({ code: 1, document: { error: { code: 'institution_known' } } });
    const csv = `7100000003,${'31'.repeat(20)},totp,6,60,sha1\n`;
    writeFileSync(join(folder, 'fobs.csv'), csv);
    const file = [join(folder, 'fobs.csv'), '--institution', 'nanahoshi', '--format', 'csv'];
    expect(await documentOf('node-2', 'tokens', 'import', ...file)).toMatchObject({
      code: 0,
      document: { imported: 1 },
    });
    const tokens = await documentOf('node-1', 'tokens', 'list', '--institution', 'nanahoshi');
    expect(tokens.document.tokens).toHaveLength(1);
    const job = ['--institution', 'nanahoshi', '--kind', 'fee_run', '--date', '2026-10-31'];
    expect((await documentOf('node-1', 'jobs', 'run', ...job)).document).toMatchObject({
      ran: true,
    });
    expect((await documentOf('node-2', 'jobs', 'run', ...job)).document).toMatchObject({
      ran: false,
    });
    const listed = await documentOf('node-2', 'jobs', 'list', ...job);
    expect(listed.document.jobs).toMatchObject([{ state: 'done' }]);
  });

  test('audit verify reads the chains of all nodes', async () => {
    const { code, document } = await documentOf('node-2', 'audit', 'verify');
    expect({ code, ok: document.ok }).toEqual({ code: 0, ok: true });
    const chains = document.heads.map(({ chain }: { chain: string }) => chain);
    expect(chains).toEqual(['node-1', 'node-2']);
  });

  test('row 42 a rotation is prepared, and then carried out', async () => {
    const refused = await onNode('node-1', 'keys', 'rotate');
    expect(refused).toMatchObject({ code: 1, out: '' });
    expect(refused.err).toContain('run `warifu keys rotate --prepare`, copy the keyring');
    const { document } = await documentOf('node-1', 'keys', 'rotate', '--prepare');
    const check = await documentOf('node-2', 'keys', 'check');
    expect(check.document).toMatchObject({ data_keys: 2, prepared: document.prepared });
    const rotated = await documentOf('node-1', 'keys', 'rotate');
    expect(rotated.document).toMatchObject({ data_keys: 2, active: document.prepared });
    expect((await documentOf('node-2', 'keys', 'check')).document).toEqual(rotated.document);
    const { keys } = JSON.parse(readFileSync(join(folder, 'keyring.json'), 'utf8'));
    expect(Object.keys(keys)).toEqual([document.prepared]);
  });

  test('backups and their return are the database’s own affair', async () => {
    const file = join(folder, 'backup.sqlite');
    const backup = await onNode('node-1', 'backup', file);
    expect(backup.err).toMatch(/^warifu: a PostgreSQL database is copied by its own tools/);
    const restore = await onNode('node-1', 'restore', file);
    expect(restore.err).toMatch(/^warifu: PostgreSQL puts its backups back itself: .*--in-place/);
    expect([backup.code, restore.code]).toEqual([1, 1]);
    const neither = await onNode('node-1', 'restore');
    expect(neither.code).toBe(2);
  });
});

describe('row 72 restore --in-place', () => {
  test('is refused while any node works on the database, also one of another folder', async () => {
    const server = await serving(environment('node-1'));
    try {
      const { code, err } = await onNode('node-2', 'restore', '--in-place');
      expect({ code, err }).toEqual({
        code: 1,
        err: 'warifu: a node works on this database: stop all nodes first\n',
      });
    } finally {
      await server.stop();
    }
  });

  test('spends what may have been accepted, and moves the anchors aside', async () => {
    const sql = `UPDATE tokens SET state = 'in_service'`;
    await onDatabase(database.url, sql);
    const before = await lastSteps();
    const { code, document } = await documentOf('node-1', 'restore', '--in-place');
    expect({ code, document }).toMatchObject({
      code: 0,
      document: { institutions: ['nanahoshi'], restore_epoch: 2 },
    });
    expect(document.moved_aside).toMatch(/before-restore-/);
    const after = await lastSteps();
    // One window of one step and ten of drift beyond this very minute, at least.
    const soonest = Math.floor(Date.now() / 60_000) + 10;
    expect(before[0]).toBeLessThan(soonest);
    expect(after[0]).toBeGreaterThanOrEqual(soonest);
    expect((await documentOf('node-1', 'audit', 'verify')).document).toMatchObject({ ok: true });
  });

  test('needs a database', async () => {
    const env = { ...environment('node-1'), WARIFU_STORE_URL: '' };
    const { code, err } = await runHere(['restore', '--in-place'], { env });
    expect({ code, err }).toMatchObject({ code: 1, err: expect.stringContaining('PostgreSQL') });
  });

  async function lastSteps(): Promise<readonly number[]> {
    const rows = await onDatabase<{ readonly step: string }>(
      database.url,
      'SELECT last_accepted_step AS step FROM tokens',
    );
    return rows.map(({ step }) => Number(step));
  }
});

describe('a database that is not fit', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startPostgres();
  });
  afterAll(() => server.stop());

  const at = (url: string) => ({ env: environment('node-1', url) });

  /** Switches a setting of the running server, and waits until a new connection sees it. */
  async function setFsync(value: 'on' | 'off'): Promise<void> {
    await onDatabase(server.url, `ALTER SYSTEM SET fsync = ${value}`, 'SELECT pg_reload_conf()');
    const sql = `SELECT current_setting('fsync') AS value`;
    const seen = async () => (await onDatabase<{ value: string }>(server.url, sql))[0]?.value;
    await expect.poll(seen, patience).toBe(value);
  }

  test('row 68 warifu serve on a server with fsync off ends with exit 1 and what to set', async () => {
    await setFsync('off');
    const message = 'commits are not synced: set fsync = on and restart the server';
    const refused = await runBin(['serve', '--port', '0'], at(server.url));
    expect(refused).toEqual({ code: 1, out: '', err: `warifu: ${message}\n` });
    const migrate = await runHere(['migrate', '--json'], at(server.url));
    const error = { code: 'store_not_durable', message };
    expect(JSON.parse(migrate.out)).toEqual({ error });
    await setFsync('on');
  });

  test('an empty database is migrated by its command alone', async () => {
    const refused = await runHere(['serve', '--port', '0'], at(server.url));
    expect(refused.err).toBe('warifu: the database has no tables yet: run `warifu migrate`\n');
    const made = await runHere(['migrate', '--json'], at(server.url));
    expect(JSON.parse(made.out).made.length).toBeGreaterThan(0);
    const again = await runHere(['migrate'], at(server.url));
    expect(again).toMatchObject({ code: 0, out: 'the schema is up to date\n' });
  });

  const secret = 'p%40ss-w0rd-of-the-role';

  test('row 44 whatever is wrong with the address, its password is told nowhere', async () => {
    const { host } = new URL(server.url);
    const addresses = [
      `postgres://warifu:${secret}@127.0.0.1:1/warifu`,
      `postgres://warifu:${secret}@no-such-host.invalid/warifu`,
      `postgres://nobody:${secret}@${host}/warifu`,
      `postgres://warifu:${secret}@${host}/no_such_database`,
      `postgres://warifu:${secret}@127.0.0.1:99999/warifu`,
      `mysql://warifu:${secret}@127.0.0.1/warifu`,
      `postgres://warifu:${secret}@${host}/warifu?sslmode=verify-full&sslrootcert=/none`,
    ];
    for (const address of addresses) {
      const { code, out, err } = await runHere(['serve', '--port', '0'], at(address));
      expect(code).toBe(1);
      expect(err).toMatch(/^warifu: .+\n$/);
      for (const text of [secret, decodeURIComponent(secret)])
        expect(out + err).not.toContain(text);
    }
  });

  test('a node name that cannot be one is told with an example', async () => {
    const { err } = await runHere(['serve'], { env: environment('Node_2') });
    expect(err).toContain('WARIFU_NODE must be small letters');
  });

  /** A role with the rights that the guide for operators gives a node, and no others. */
  async function nodeUrl(): Promise<string> {
    const all = 'IN SCHEMA public TO warifu_node';
    await onDatabase(
      server.url,
      'CREATE ROLE warifu_node LOGIN',
      `GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES ${all}`,
      `GRANT USAGE, SELECT ON ALL SEQUENCES ${all}`,
    );
    const url = new URL(server.url);
    url.username = 'warifu_node';
    return url.href;
  }

  test('readiness says what is wrong, in words that hold no address', async () => {
    const url = await nodeUrl();
    const added = await runHere(['institutions', 'add', join(folder, 'policy.json')], at(url));
    expect(added).toMatchObject({ code: 0, err: '' });
    const node = await serving(environment('node-1', url));
    const store = async () => {
      const answer = await fetch(`${node.url}/readyz`);
      const body = (await answer.json()) as { readonly checks: { readonly store: unknown } };
      return body.checks.store;
    };
    try {
      expect(await store()).toEqual({ ok: true });
      await setFsync('off');
      const unsafe = 'commits are not synced: set fsync = on and restart the server';
      await expect.poll(store, patience).toEqual({ ok: false, message: unsafe });
      await server.stop();
      const gone = 'the database cannot be reached (ECONNREFUSED); look at it and at the way to it';
      await expect.poll(store, patience).toEqual({ ok: false, message: gone });
    } finally {
      await node.stop();
    }
  });
});

const patience = { timeout: 60_000, interval: 50 };
