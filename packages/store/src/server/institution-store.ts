import {
  type ApiKeyRow,
  type InstitutionStore,
  type PolicyApproval,
  type PolicyRow,
  type PolicyWithdrawal,
  StoreFailure,
} from '@warifu/service';
import { changedBy, firstOf, type Plan, rowsOf } from '../plan.ts';
import type { PlanRunner } from '../plan-runner.ts';
import type { QueryBuilder } from '../query-builder.ts';
import { stringListFrom } from '../rows/string-list.ts';
import { markRestored } from '../writes/restored.ts';

/** Institutions with their policies and API keys: few rows, read whole and kept in memory. */
export function institutionStore(build: QueryBuilder, { read, act }: PlanRunner): InstitutionStore {
  return {
    list: () => read(allInstitutions(build)),
    insert: ({ id, createdAt }, audit) =>
      act(audit, changedBy(build.insertInto('institutions').values({ id, created_at: createdAt }))),
    policies: () => read(allPolicies(build)),
    insertPolicy: (row, audit) =>
      act(audit, changedBy(build.insertInto('policies').values(policyRow(row)))),
    approvePolicy: (approval, audit) => act(audit, approvePolicy(build, approval)),
    withdrawPolicy: (version, audit) => act(audit, withdrawPolicy(build, version)),
    apiKeys: () => read(allApiKeys(build)),
    insertApiKey: (row, audit) =>
      act(audit, changedBy(build.insertInto('api_keys').values(apiKeyRow(row)))),
    revokeApiKey: (id, at, audit) => act(audit, revokeApiKey(build, id, at)),
    markRestored: (mark, audit) => act(audit, markRestored(build, mark)),
    restoreEpoch: () => read(restoreEpoch(build)),
  };
}

function* revokeApiKey(build: QueryBuilder, id: string, at: number): Plan<void> {
  const revoked = yield* changedBy(
    build
      .updateTable('api_keys')
      .set({ revoked_at: at })
      .where('id', '=', id)
      .where('revoked_at', 'is', null),
  );
  if (revoked !== 1) throw new StoreFailure('conflict', `no API key ${id} is in force`);
}

function* allInstitutions(build: QueryBuilder) {
  const rows = yield* rowsOf(build.selectFrom('institutions').selectAll().orderBy('id'));
  return rows.map((row) => ({ id: row.id, createdAt: row.created_at }));
}

function* allPolicies(build: QueryBuilder): Plan<readonly PolicyRow[]> {
  const rows = yield* rowsOf(
    build.selectFrom('policies').selectAll().orderBy('institution_id').orderBy('version'),
  );
  return rows.map((row) => ({
    institutionId: row.institution_id,
    version: row.version,
    document: row.document,
    effectiveFrom: row.effective_from,
    createdAt: row.created_at,
    proposedBy: row.proposed_by,
    approvedBy: row.approved_by,
    approvedAt: row.approved_at,
    withdrawnAt: row.withdrawn_at,
  }));
}

function policyRow(row: PolicyRow) {
  return {
    institution_id: row.institutionId,
    version: row.version,
    document: row.document,
    effective_from: row.effectiveFrom,
    created_at: row.createdAt,
    proposed_by: row.proposedBy,
    approved_by: row.approvedBy,
    approved_at: row.approvedAt,
    withdrawn_at: row.withdrawnAt,
  };
}

/** Only one that is neither approved nor withdrawn: of two who approve at once, one is told so. */
function* approvePolicy(
  build: QueryBuilder,
  { institutionId, version, approvedBy, approvedAt, effectiveFrom }: PolicyApproval,
): Plan<void> {
  const approved = yield* changedBy(
    build
      .updateTable('policies')
      .set({
        approved_by: approvedBy,
        approved_at: approvedAt,
        effective_from: effectiveFrom,
      })
      .where('institution_id', '=', institutionId)
      .where('version', '=', version)
      .where('approved_at', 'is', null)
      .where('withdrawn_at', 'is', null),
  );
  if (approved !== 1)
    throw new StoreFailure('conflict', `version ${version} does not wait for approval`);
}

function* withdrawPolicy(
  build: QueryBuilder,
  { institutionId, version, at }: PolicyWithdrawal,
): Plan<void> {
  const withdrawn = yield* changedBy(
    build
      .updateTable('policies')
      .set({ withdrawn_at: at })
      .where('institution_id', '=', institutionId)
      .where('version', '=', version)
      .where('withdrawn_at', 'is', null)
      .where((it) => it.or([it('approved_at', 'is', null), it('effective_from', '>', at)])),
  );
  if (withdrawn !== 1)
    throw new StoreFailure('conflict', `version ${version} is in force or was withdrawn already`);
}

function* allApiKeys(build: QueryBuilder): Plan<readonly ApiKeyRow[]> {
  const rows = yield* rowsOf(build.selectFrom('api_keys').selectAll().orderBy('id'));
  return rows.map((row) => ({
    id: row.id,
    institutionId: row.institution_id,
    name: row.name,
    scopes: stringListFrom(row.scopes),
    secretSha256: row.secret_sha256,
    createdAt: row.created_at,
    revokedAt: row.revoked_at,
  }));
}

function apiKeyRow(row: ApiKeyRow) {
  return {
    id: row.id,
    institution_id: row.institutionId,
    name: row.name,
    scopes: JSON.stringify(row.scopes),
    secret_sha256: row.secretSha256,
    created_at: row.createdAt,
    revoked_at: row.revokedAt,
  };
}

function* restoreEpoch(build: QueryBuilder): Plan<number> {
  const row = yield* firstOf(
    build.selectFrom('store_meta').select('value').where('key', '=', 'restore_epoch'),
  );
  if (!row) throw new Error('the store has no restore epoch');
  return Number(row.value);
}
