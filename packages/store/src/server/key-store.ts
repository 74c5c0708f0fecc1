import {
  type KeyStore,
  type Rewrapping,
  StoreFailure,
  systemKeyOwner,
  type WrappedDataKey,
} from '@warifu/service';
import { changedBy, firstOf, type Plan, rowsOf } from '../plan.ts';
import type { PlanRunner } from '../plan-runner.ts';
import type { QueryBuilder } from '../query-builder.ts';

/** Wrapped data keys; the key that wraps them is never here (row 37). */
export function keyStore(build: QueryBuilder, { read, act }: PlanRunner): KeyStore {
  return {
    dataKeys: () => read(allKeys(build)),
    insertDataKey: (key, audit) => act(audit, insertKey(build, key)),
    rewrap: (wrappings, audit) => act(audit, replaceWrappings(build, wrappings)),
  };
}

function* insertKey(build: QueryBuilder, key: WrappedDataKey): Plan<void> {
  yield* refuseRotatedAway(build, key);
  yield* changedBy(build.insertInto('data_keys').values(rowOf(key)));
}

/**
 * The system's own data key tells which key-encryption key is in use. Its row is written, though
 * nothing changes, so that a rotation on another node comes wholly before or wholly after.
 */
function* refuseRotatedAway(build: QueryBuilder, { kekId }: WrappedDataKey): Plan<void> {
  const system = yield* firstOf(
    build.selectFrom('data_keys').select('kek_id').where('institution_id', '=', systemKeyOwner),
  );
  if (!system) return;
  const inUse = yield* changedBy(
    build
      .updateTable('data_keys')
      .set({ kek_id: kekId })
      .where('institution_id', '=', systemKeyOwner)
      .where('kek_id', '=', kekId),
  );
  if (inUse > 0) return;
  const message = `the data keys are wrapped by "${system.kek_id}" now: copy the keyring that holds it to this node`;
  throw new StoreFailure('conflict', message);
}

function* replaceWrappings(build: QueryBuilder, { before, after }: Rewrapping): Plan<void> {
  for (const [index, key] of after.entries()) yield* replaceWrapping(build, key, before[index]);
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

/** A key that is not as it was read means that somebody else rotates too: nothing is replaced. */
function* replaceWrapping(
  build: QueryBuilder,
  key: WrappedDataKey,
  before: WrappedDataKey | undefined,
): Plan<void> {
  const { kek_id, nonce, wrapped } = rowOf(key);
  const changed = yield* changedBy(
    build
      .updateTable('data_keys')
      .set({ kek_id, nonce, wrapped })
      .where('institution_id', '=', key.institutionId)
      .where('version', '=', key.version)
      .where('kek_id', '=', before?.kekId ?? ''),
  );
  if (changed === 1) return;
  throw new StoreFailure(
    'conflict',
    'another rotation was faster: run it again when it is through',
  );
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
