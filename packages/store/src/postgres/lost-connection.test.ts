import type { Store } from '@warifu/service';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  aCustomer,
  attempt,
  auditOf,
  type Customer,
  resultOf,
  tokenNow,
} from '../conformance/fixture.ts';
import { type CuttingProxy, cuttingProxy } from '../testing/cutting-proxy.ts';
import {
  freshDatabase,
  onDatabase,
  openNode,
  type TestDatabase,
} from '../testing/postgres-harness.ts';

let database: TestDatabase;
let proxy: CuttingProxy;
let store: Store;
let customer: Customer;

beforeEach(async () => {
  database = await freshDatabase();
  proxy = await cuttingProxy(database.url);
  store = await openNode(proxy.url);
  customer = await aCustomer(store, 'a');
});

afterEach(async () => {
  await store.close();
  await proxy.close();
  await database.drop();
});

const full = process.env['WARIFU_FULL'] === '1';

/** Ends every connection to the database but the one that asks. */
async function endConnections(): Promise<void> {
  await onDatabase(
    database.url,
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE datname = current_database() AND pid <> pg_backend_pid()`,
  );
}

describe('a COMMIT without an answer', () => {
  test('row 79: is never told as accepted, and the same key finds out what became of it', async () => {
    const rounds = full ? 1_000 : 20;
    const tally = { before: 0, after: 0 };
    for (let step = 1; step <= rounds; step += 1) {
      const where = step % 2 === 0 ? 'before' : 'after';
      const work = () => attempt({ userId: customer.user.id, step, key: `k-${step}` });
      proxy.cutNextCommit(where);
      await expect(store.run(work())).rejects.toMatchObject({ code: 'outcome_unknown' });
      const again = await store.run(work());
      expect(resultOf(again)).toBe('accepted');
      // What was on its way to the disk is the answer that is told now; the rest is carried out now.
      expect(again).toMatchObject({ replayed: where === 'after' });
      tally[where] += 1;
    }
    expect(tally).toEqual({ before: rounds / 2, after: rounds / 2 });
    const { version, lastAcceptedStep } = await tokenNow(store, customer);
    expect({ version, lastAcceptedStep }).toEqual({
      version: 1 + rounds,
      lastAcceptedStep: rounds,
    });
    expect(await auditOf(store)).toHaveLength(3 + rounds);
    expect(await store.audit.verify([])).toMatchObject({ ok: true });
  });
});

describe('a connection that is lost', () => {
  test('between two requests is made again, and the chain goes on', async () => {
    expect(resultOf(await store.run(attempt({ userId: customer.user.id, step: 1 })))).toBe(
      'accepted',
    );
    await endConnections();
    await expect
      .poll(() =>
        store.run(attempt({ userId: customer.user.id, step: 2 })).then(resultOf, () => 'failed'),
      )
      .toBe('accepted');
    expect(await store.audit.verify([])).toMatchObject({ ok: true });
  });

  test('in the middle of a request fails it with nothing written', async () => {
    const holder = new pg.Client({ connectionString: database.url });
    await holder.connect();
    await holder.query('BEGIN');
    await holder.query('SELECT 1 FROM contracts FOR UPDATE');
    const waiting = store.run(attempt({ userId: customer.user.id, step: 7 }));
    const refused = expect(waiting).rejects.toMatchObject({ code: 'store_unavailable' });
    await expect
      .poll(async () => {
        const { rows } = await holder.query(
          `SELECT pg_terminate_backend(pid) FROM pg_locks WHERE NOT granted`,
        );
        return rows.length;
      })
      .toBeGreaterThan(0);
    await refused;
    await holder.query('ROLLBACK');
    await holder.end();
    expect(await tokenNow(store, customer)).toMatchObject({ lastAcceptedStep: -1 });
    expect(resultOf(await store.run(attempt({ userId: customer.user.id, step: 7 })))).toBe(
      'accepted',
    );
  });

  test('rows that another node holds too long fail the request, and only that', async () => {
    const patient = await openNode(database.url, 'node-2', { lockTimeoutMs: 100 });
    const holder = new pg.Client({ connectionString: database.url });
    await holder.connect();
    await holder.query('BEGIN');
    await holder.query('SELECT 1 FROM contracts FOR UPDATE');
    const held = patient.run(attempt({ userId: customer.user.id, step: 7 }));
    await expect(held).rejects.toMatchObject({ code: 'try_again' });
    expect(resultOf(await patient.run(attempt({ userId: 'nobody', step: 7 })))).toBe('refused');
    await holder.query('ROLLBACK');
    await holder.end();
    await patient.close();
  });

  test('row 80: a node that falls silent with rows in its hands loses them, and commits nothing late', async () => {
    await store.close();
    store = await openNode(proxy.url, 'node-1', { silenceTimeoutMs: 200 });
    const work = attempt({ userId: customer.user.id, step: 7 });
    const silent = {
      ...work,
      decide: (loaded: Parameters<typeof work.decide>[0]) => {
        // The whole process stands still, as it does when it is stopped.
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 600);
        return work.decide(loaded);
      },
    };
    await expect(store.run(silent)).rejects.toMatchObject({ code: 'store_unavailable' });
    expect(await tokenNow(store, customer)).toMatchObject({ lastAcceptedStep: -1 });
  });

  test('and found again with fewer records than were confirmed: nothing is written', async () => {
    const [before] = await store.audit.heads();
    await store.run(attempt({ userId: customer.user.id, step: 1 }));
    await onDatabase(
      database.url,
      'DELETE FROM audit_records WHERE sequence = 4',
      `UPDATE audit_heads SET sequence = 3, hash = '${before?.hash}', mac = '${before?.mac}'`,
    );
    await endConnections();
    const lost = { code: 'store_unavailable', message: expect.stringContaining('lost records') };
    const run = () => store.run(attempt({ userId: customer.user.id, step: 2 }));
    await expect.poll(() => run().catch((error: unknown) => error)).toMatchObject(lost);
    await expect(store.probe()).rejects.toMatchObject(lost);
    expect(await tokenNow(store, customer)).toMatchObject({ lastAcceptedStep: 1 });
  });
});
