import { statSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { attempt, t0 } from '../conformance/fixture.ts';
import { sqliteHarness } from '../testing/sqlite-harness.ts';

const hourMs = 3_600_000;

/** Attempts of unknown users: each has its record and its stored answer, and a lane of its own. */
function manyAttempts(from: number, count: number, at: number) {
  return Array.from({ length: count }, (_, index) =>
    attempt({ userId: `nobody-${from + index}`, step: 1, key: `key-${from + index}`, at }),
  );
}

describe('chores', () => {
  test('answers past their retention are removed, younger ones are kept', async () => {
    const harness = await sqliteHarness({ idempotencyRetentionMs: hourMs });
    const { store } = harness;
    const works = manyAttempts(0, 1_500, t0);
    await Promise.all(works.map((work) => store.run(work)));
    const later = manyAttempts(1_500, 1_200, t0 + 2 * hourMs);
    await Promise.all(later.map((work) => store.run(work)));
    await nextTurn();
    await nextTurn();
    const replayed = later.map((work) => store.run(work));
    expect(await Promise.all(replayed)).toMatchObject(Array(1_200).fill({ replayed: true }));
    await store.close();
    const database = new DatabaseSync(harness.file);
    const left = database.prepare('SELECT count(*) AS n, min(id) AS first FROM idempotent_answers');
    expect(left.get()).toMatchObject({ n: 1_200, first: 1_501 });
    database.close();
    await harness.close();
  });

  test('audit records get their segments, and a store that was behind catches up', async () => {
    const harness = await sqliteHarness();
    await Promise.all(manyAttempts(0, 4_200, t0).map((work) => harness.store.run(work)));
    const store = await harness.tamper('DELETE FROM audit_segments WHERE segment = 1');
    await store.close();
    const database = new DatabaseSync(harness.file);
    const segments = database.prepare(
      'SELECT segment, count(*) AS n FROM audit_segments GROUP BY 1',
    );
    expect(segments.all()).toMatchObject([
      { segment: 0, n: 5 },
      { segment: 1, n: 5 },
    ]);
    database.close();
    await harness.close();
  });

  test('the log is moved into the file again and again, so that it does not grow', async () => {
    const harness = await sqliteHarness({ checkpointPages: 20 });
    const sizes = [];
    for (let round = 0; round < 120; round += 1) {
      await harness.store.run(attempt({ userId: `nobody-${round}`, step: 1 }));
      if (round % 40 === 39) sizes.push(statSync(`${harness.file}-wal`).size);
    }
    expect(sizes).toEqual(Array(3).fill(sizes[0]));
    await harness.close();
  });
});
