import type { KeyStore, WrappedDataKey } from '@warifu/service';
import { changedBy, type Plan, rowsOf } from '../plan.ts';
import type { QueryBuilder } from '../query-builder.ts';
import type { Connection } from './connection.ts';
import type { UnitOfWork } from './unit-of-work.ts';

/** Wrapped data keys; the key that wraps them is never here (row 37). */
export function sqliteKeys(
  connection: Connection,
  build: QueryBuilder,
  unit: UnitOfWork,
): KeyStore {
  return {
    dataKeys: async () => connection.read(allKeys(build)),
    insertDataKey: async (key, audit) =>
      unit.act(audit, () => {
        connection.run(changedBy(build.insertInto('data_keys').values(rowOf(key))));
      }),
    rewrap: async (keys, audit) =>
      unit.act(audit, () => {
        for (const key of keys) connection.run(replaceWrapping(build, key));
      }),
  };
}

function* allKeys(build: QueryBuilder): Plan<readonly WrappedDataKey[]> {
  const rows = yield* rowsOf(
    build.selectFrom('data_keys').selectAll().orderBy('institution_id').orderBy('version'),
  );
  return rows.map((row) => ({
    institutionId: row.institution_id,
    version: row.version,
    kekId: row.kek_id,
    nonce: row.nonce,
    wrapped: row.wrapped,
    createdAt: row.created_at,
  }));
}

/** A key that is not there any more means that the set was read too long ago: nothing is replaced. */
function* replaceWrapping(build: QueryBuilder, key: WrappedDataKey): Plan<void> {
  const { kek_id, nonce, wrapped } = rowOf(key);
  const changed = yield* changedBy(
    build
      .updateTable('data_keys')
      .set({ kek_id, nonce, wrapped })
      .where('institution_id', '=', key.institutionId)
      .where('version', '=', key.version),
  );
  if (changed !== 1) throw new Error(`data key ${key.institutionId} ${key.version} is unknown`);
}

function rowOf(key: WrappedDataKey) {
  return {
    institution_id: key.institutionId,
    version: key.version,
    kek_id: key.kekId,
    nonce: key.nonce,
    wrapped: key.wrapped,
    created_at: key.createdAt,
  };
}
