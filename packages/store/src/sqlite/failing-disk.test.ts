import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { describe, expect, test } from 'vitest';
import { aCustomer, attempt, auditOf, resultOf, tokenNow } from '../conformance/fixture.ts';
import { sqliteHarness } from '../testing/sqlite-harness.ts';

/** Hands out the databases that it opens, so that a test can make them fail. */
function watchedDatabase() {
  const opened: FailingDatabase[] = [];
  const openDatabase = (path: string) => {
    const database = new FailingDatabase(path, { timeout: 0 });
    opened.push(database);
    return database;
  };
  const last = () => {
    const database = opened.at(-1);
    if (!database) throw new Error('no database was opened');
    return database;
  };
  return { openDatabase, last };
}

class FailingDatabase extends DatabaseSync {
  /** The result code with which the next COMMIT fails; nothing is committed then. */
  nextCommitFails: number | undefined;

  override prepare(sql: string): StatementSync {
    const statement = super.prepare(sql);
    if (sql !== 'COMMIT') return statement;
    const commit = statement.run.bind(statement);
    statement.run = () => {
      const errcode = this.nextCommitFails;
      if (errcode === undefined) return commit();
      this.nextCommitFails = undefined;
      throw Object.assign(new Error('injected'), { code: 'ERR_SQLITE_ERROR', errcode });
    };
    return statement;
  }
}

const ioErrorFsync = 1_034;
const full = 13;
const busy = 5;

describe('a failing disk', () => {
  test('row 70: after an I/O error at COMMIT nobody is told success, and nothing more is written', async () => {
    const { openDatabase, last } = watchedDatabase();
    const harness = await sqliteHarness({ openDatabase });
    const customers = [await aCustomer(harness.store, 'a'), await aCustomer(harness.store, 'b')];
    last().nextCommitFails = ioErrorFsync;
    const works = customers.map(({ user }) =>
      harness.store.run(attempt({ userId: user.id, step: 7 })),
    );
    const results = await Promise.allSettled(works);
    expect(results).toMatchObject([
      { status: 'rejected', reason: { code: 'outcome_unknown' } },
      { status: 'rejected', reason: { code: 'outcome_unknown' } },
    ]);
    const refused = { code: 'store_unavailable' };
    await expect(harness.store.run(attempt({ userId: 'u-a', step: 8 }))).rejects.toMatchObject(
      refused,
    );
    await expect(harness.store.probe()).rejects.toMatchObject(refused);
    await expect(auditOf(harness.store)).rejects.toMatchObject(refused);
    const store = await harness.reopen();
    expect(resultOf(await store.run(attempt({ userId: 'u-a', step: 7 })))).toBe('accepted');
    expect(await store.audit.verify([])).toMatchObject({ ok: true });
    await harness.close();
  });

  test('a COMMIT that fails keeps the key free and the chain whole', async () => {
    const { openDatabase, last } = watchedDatabase();
    const harness = await sqliteHarness({ openDatabase });
    const customer = await aCustomer(harness.store, 'a');
    const work = () => attempt({ userId: customer.user.id, step: 7, key: 'k-1' });
    for (const [errcode, code] of [
      [full, 'store_full'],
      [busy, 'store_unavailable'],
    ] as const) {
      last().nextCommitFails = errcode;
      const [first, repeat] = await Promise.allSettled([
        harness.store.run(work()),
        harness.store.run({ ...work(), decide: () => expect.unreachable() }),
      ]);
      expect(first).toMatchObject({ status: 'rejected', reason: { code } });
      // The repeat became the first of its key, and its own decision was asked.
      expect(repeat?.status).toBe('rejected');
    }
    expect(await tokenNow(harness.store, customer)).toMatchObject({ lastAcceptedStep: -1 });
    expect(await harness.store.run(work())).toMatchObject({ kind: 'done', replayed: false });
    expect(await harness.store.run(work())).toMatchObject({ kind: 'done', replayed: true });
    expect(await harness.store.audit.verify([])).toMatchObject({ ok: true });
    await harness.close();
  });

  test('row 71: a full disk refuses, writes nothing half, and heals when space returns', async () => {
    const { openDatabase, last } = watchedDatabase();
    const harness = await sqliteHarness({ openDatabase });
    const { store } = harness;
    const customer = await aCustomer(store, 'a');
    const pages = Number(last().prepare('PRAGMA page_count').get()?.['page_count']);
    last().exec(`PRAGMA max_page_count = ${pages}`);
    let accepted = 0;
    let failure: unknown;
    for (let step = 1; failure === undefined && step < 500; step += 1) {
      const run = store.run(attempt({ userId: customer.user.id, step, key: `k-${step}` }));
      await run.then(
        () => {
          accepted = step;
        },
        (error: unknown) => {
          failure = error;
        },
      );
    }
    expect(failure).toMatchObject({ code: 'store_full' });
    expect(await tokenNow(store, customer)).toMatchObject({ lastAcceptedStep: accepted });
    last().exec('PRAGMA max_page_count = 1000000');
    const healed = attempt({ userId: customer.user.id, step: accepted + 1, key: 'k-healed' });
    expect(resultOf(await store.run(healed))).toBe('accepted');
    expect(await store.audit.verify([])).toMatchObject({ ok: true });
    await harness.close();
  });

  test('a full waiting line says try again', async () => {
    const harness = await sqliteHarness({ queueMax: 3 });
    const customer = await aCustomer(harness.store, 'a');
    const works = [1, 2, 3, 4, 5].map((step) =>
      harness.store.run(attempt({ userId: customer.user.id, step })),
    );
    const results = await Promise.allSettled(works);
    expect(results.map((result) => result.status)).toEqual([
      ...Array(3).fill('fulfilled'),
      ...Array(2).fill('rejected'),
    ]);
    expect(results[4]).toMatchObject({ reason: { code: 'try_again' } });
    await harness.close();
  });

  test('closing answers what was accepted first', async () => {
    const harness = await sqliteHarness({ batchMax: 2 });
    const names = ['a', 'b', 'c', 'd', 'e'];
    for (const name of names) await aCustomer(harness.store, name);
    const works = names.map((name) => harness.store.run(attempt({ userId: `u-${name}`, step: 1 })));
    await harness.store.close();
    expect((await Promise.all(works)).map(resultOf)).toEqual(Array(5).fill('accepted'));
    await harness.close();
  });
});
