import type { KeyStore, WrappedDataKey } from '@warifu/service';
import { changedBy, type Plan, rowsOf } from '../plan.ts';
import type { PlanRunner } from '../plan-runner.ts';
import type { QueryBuilder } from '../query-builder.ts';

/** Wrapped data keys; the key that wraps them is never here (row 37). */
export function keyStore(build: QueryBuilder, { read, act }: PlanRunner): KeyStore {
  return {
    dataKeys: () => read(allKeys(build)),
    insertDataKey: (key, audit) =>
      act(audit, changedBy(build.insertInto('data_keys').values(rowOf(key)))),
    rewrap: (keys, audit) => act(audit, replaceWrappings(build, keys)),
  };
}

function* replaceWrappings(build: QueryBuilder, keys: readonly WrappedDataKey[]): Plan<void> {
  for (const key of keys) yield* replaceWrapping(build, key);
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
