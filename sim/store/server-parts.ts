import {
  type AuditDraft,
  type ImportStore,
  type InstitutionStore,
  type KeyStore,
  StoreFailure,
  systemKeyOwner,
  type WrappedDataKey,
} from '@warifu/service';
import { append } from './chain.ts';
import type { MemoryTables } from './tables.ts';

function conflict(message: string): StoreFailure {
  return new StoreFailure('conflict', message);
}

export function memoryKeys(tables: MemoryTables): KeyStore {
  const { dataKeys } = tables;
  const placeOf = ({ institutionId, version }: WrappedDataKey) =>
    dataKeys.findIndex((one) => one.institutionId === institutionId && one.version === version);
  return {
    dataKeys: async () => [...dataKeys],
    insertDataKey: async (key, audit) => {
      const system = dataKeys.find((one) => one.institutionId === systemKeyOwner);
      if (system && system.kekId !== key.kekId)
        throw conflict(`the data keys are wrapped by "${system.kekId}" now`);
      dataKeys.push(key);
      append(tables, audit);
    },
    rewrap: async ({ before, after }, audit) => {
      const asRead = before.every((one) => dataKeys[placeOf(one)]?.kekId === one.kekId);
      if (!asRead) throw conflict('a data key is not as it was read');
      for (const key of after) dataKeys[placeOf(key)] = key;
      append(tables, audit);
    },
  };
}

/** What a run needs of institutions: they, their policies and the restore epoch, which stays 1. */
export function memoryInstitutions(tables: MemoryTables): InstitutionStore {
  const changed = (
    { institutionId, version }: { readonly institutionId: string; readonly version: number },
    change: object,
    audit: AuditDraft,
  ) => {
    const index = tables.policies.findIndex(
      (one) => one.institutionId === institutionId && one.version === version,
    );
    const row = tables.policies[index];
    if (!row || row.approvedAt !== null || row.withdrawnAt !== null)
      throw conflict('the version does not wait for approval');
    tables.policies[index] = { ...row, ...change };
    append(tables, audit);
  };
  return {
    list: async () => [...tables.institutions.values()],
    insert: async (row, audit) => {
      if (tables.institutions.has(row.id)) throw conflict('an institution with this ID exists');
      tables.institutions.set(row.id, row);
      append(tables, audit);
    },
    policies: async () => [...tables.policies],
    insertPolicy: async (row, audit) => {
      const same = tables.policies.some(
        (one) => one.institutionId === row.institutionId && one.version === row.version,
      );
      if (same) throw conflict('a version with this number exists');
      tables.policies.push(row);
      append(tables, audit);
    },
    approvePolicy: async (approval, audit) => {
      const { approvedBy, approvedAt, effectiveFrom } = approval;
      changed(approval, { approvedBy, approvedAt, effectiveFrom }, audit);
    },
    withdrawPolicy: async (withdrawal, audit) =>
      changed(withdrawal, { withdrawnAt: withdrawal.at }, audit),
    apiKeys: async () => [...tables.apiKeys.values()],
    insertApiKey: async (row, audit) => {
      tables.apiKeys.set(row.id, row);
      append(tables, audit);
    },
    revokeApiKey: async (id, at, audit) => {
      const row = tables.apiKeys.get(id);
      if (!row) throw conflict('there is no such key');
      tables.apiKeys.set(id, { ...row, revokedAt: at });
      append(tables, audit);
    },
    markRestored: async (_mark, audit) => {
      append(tables, audit);
    },
    restoreEpoch: async () => 1,
  };
}

/** Token files: staged, then published at once. */
export function memoryImports(tables: MemoryTables): ImportStore {
  return {
    begin: async (row) => {
      for (const [id, one] of tables.imports)
        if (!one.published && one.row.fileSha256 === row.fileSha256) tables.imports.delete(id);
      tables.imports.set(row.id, { row, staged: [], published: false });
    },
    stage: async (importId, some) => {
      const staged = tables.imports.get(importId)?.staged;
      const serials = new Set(staged?.map((one) => one.token.serial));
      for (const { token } of some) {
        if (serials.has(token.serial))
          throw conflict(`serial ${token.serial} stands twice in the file`);
        serials.add(token.serial);
      }
      staged?.push(...some);
    },
    publish: async (importId, audit) => {
      const found = tables.imports.get(importId);
      if (!found || found.published) throw conflict('there is no such import');
      for (const { token } of found.staged)
        for (const one of tables.tokens.values())
          if (one.institutionId === token.institutionId && one.serial === token.serial)
            throw conflict(`serial ${token.serial} is in stock already`);
      for (const { token, seed } of found.staged) {
        tables.tokens.set(token.id, token);
        tables.seeds.set(token.id, seed);
      }
      found.published = true;
      append(tables, audit);
      return { published: found.staged.length };
    },
    discard: async (importId) => {
      if (!tables.imports.get(importId)?.published) tables.imports.delete(importId);
    },
    published: async (institutionId, fileSha256) => {
      for (const { row, published } of tables.imports.values())
        if (published && row.institutionId === institutionId && row.fileSha256 === fileSha256)
          return row;
      return undefined;
    },
  };
}
