import { expect, test } from 'vitest';
import { changedBy } from '../plan.ts';
import { postgresBuilder } from '../query-builder.ts';
import { freshDatabase, onDatabase } from '../testing/postgres-harness.ts';
import { connect } from './connections.ts';
import { together } from './session.ts';

const build = postgresBuilder();

function* putThree(name: string) {
  for (const key of ['1', '2', '3'])
    yield* changedBy(build.insertInto('store_meta').values({ key: `${name}-${key}`, value: '' }));
}

test('nothing of a transaction is carried out after it was rolled back', async () => {
  const database = await freshDatabase();
  const { session, end } = await connect({ connectionString: database.url });
  const failing = session.transaction(() =>
    together([
      session.run(putThree('a')),
      session.execute({ sql: 'SELECT 1/0 AS nothing', parameters: [] }),
      session.run(putThree('b')),
    ]),
  );
  await expect(failing).rejects.toThrow('division by zero');
  await session.transaction(() => session.run(putThree('c')));
  await end();
  const keys = await onDatabase(database.url, `SELECT key FROM store_meta WHERE key LIKE '%-%'`);
  expect(keys).toEqual(['1', '2', '3'].map((key) => ({ key: `c-${key}` })));
  await database.drop();
});

test('a number that JavaScript cannot hold is an error and not another number', async () => {
  const database = await freshDatabase();
  const { session, end } = await connect({ connectionString: database.url });
  const ask = (text: string) =>
    session.execute({ sql: `SELECT ${text}::bigint AS n`, parameters: [] });
  expect((await ask('9007199254740991')).rows).toEqual([{ n: Number.MAX_SAFE_INTEGER }]);
  await expect(ask('9007199254740993')).rejects.toThrow();
  await end();
  await database.drop();
});
