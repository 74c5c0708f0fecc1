import { describe, expect, test } from 'vitest';
import { aCustomer, attempt, t0 } from '../conformance/fixture.ts';
import { onDatabase, postgresHarness } from '../testing/postgres-harness.ts';

const hourMs = 3_600_000;

/** Attempts of unknown users: each has its record and its stored answer, and a lane of its own. */
function manyAttempts(from: number, count: number, at: number) {
  return Array.from({ length: count }, (_, index) =>
    attempt({ userId: `nobody-${from + index}`, step: 1, key: `key-${from + index}`, at }),
  );
}

describe('chores', () => {
  test('answers past their retention are removed, younger ones are kept', async () => {
    const harness = await postgresHarness({ idempotencyRetentionMs: hourMs });
    const { store } = harness;
    await Promise.all(manyAttempts(0, 1_100, t0).map((work) => store.run(work)));
    const later = manyAttempts(1_100, 1_100, t0 + 2 * hourMs);
    await Promise.all(later.map((work) => store.run(work)));
    const replayed = await Promise.all(later.map((work) => store.run(work)));
    expect(replayed).toMatchObject(Array(1_100).fill({ replayed: true }));
    await store.close();
    const ages = 'SELECT at, count(*) AS n FROM idempotent_answers GROUP BY at';
    expect(await onDatabase(harness.url, ages)).toEqual([
      { at: String(t0 + 2 * hourMs), n: '1100' },
    ]);
    await harness.close();
  });

  test('audit records get their segments, and a store that was behind catches up', async () => {
    const harness = await postgresHarness();
    await Promise.all(manyAttempts(0, 4_200, t0).map((work) => harness.store.run(work)));
    const store = await harness.tamper('DELETE FROM audit_segments WHERE segment = 1');
    await store.close();
    const segments = 'SELECT segment, count(*) AS n FROM audit_segments GROUP BY 1 ORDER BY 1';
    expect(await onDatabase(harness.url, segments)).toEqual([
      { segment: '0', n: '5' },
      { segment: '1', n: '5' },
    ]);
    await harness.close();
  });

  test('a full waiting line says try again, and closing answers what was accepted first', async () => {
    const harness = await postgresHarness({ queueMax: 3 });
    const works = manyAttempts(0, 5, t0).map((work) => harness.store.run(work));
    const results = Promise.allSettled(works);
    await harness.store.close();
    expect((await results).map((result) => result.status)).toEqual([
      ...Array(3).fill('fulfilled'),
      ...Array(2).fill('rejected'),
    ]);
    expect((await results)[4]).toMatchObject({ reason: { code: 'try_again' } });
    const late = harness.store.run(attempt({ userId: 'nobody', step: 1 }));
    await expect(late).rejects.toMatchObject({ code: 'store_unavailable' });
    await harness.close();
  });
});

test('answers are looked up by key, also in a table that was empty when the plan was made', async () => {
  const harness = await postgresHarness({ batchMax: 8 });
  // The server now believes that the tables are empty, and makes its plans by that.
  const store = await harness.tamper('ANALYZE');
  await Promise.all(manyAttempts(0, 3, t0).map((work) => store.run(work)));
  const names = Array.from({ length: 120 }, (_, index) => `${index}`);
  const customers = await Promise.all(names.map((name) => aCustomer(store, name)));
  const rounds = 4;
  for (let step = 1; step <= rounds; step += 1) {
    const works = customers.map(({ user }) =>
      attempt({ userId: user.id, step, key: `${user.id} ${step}` }),
    );
    await Promise.all(works.map((work) => store.run(work)));
  }
  // What a connection has counted is told when it ends.
  await store.close();
  const rows = await onDatabase<{ n: string }>(
    harness.url,
    `SELECT seq_tup_read + idx_tup_fetch AS n FROM pg_stat_user_tables
      WHERE relname = 'idempotent_answers'`,
  );
  // A new key is looked up and not found: no answer of another key is read on the way.
  expect(Number(rows[0]?.n)).toBeLessThan(rounds * customers.length);
  await harness.close();
});
