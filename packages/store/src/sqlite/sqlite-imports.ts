import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ImportStore } from '@warifu/service';
import type { QueryBuilder } from '../query-builder.ts';
import {
  insertImport,
  publishedImport,
  publishedWithLeftovers,
  publishImport,
  removeImport,
  removeStaged,
  stageTokens,
  unpublishedOf,
} from '../writes/token-imports.ts';
import type { Connection } from './connection.ts';
import { fileSettings } from './settings.ts';
import type { UnitOfWork } from './unit-of-work.ts';

const removedAtOnce = 2_000;

export interface SqliteImports extends ImportStore {
  /** Removes staged rows that a killed process left behind after it had published them. */
  removeLeftovers(): Promise<void>;
}

/** Token files in SQLite. Long removals are cut into pieces, so that verifications go on between. */
export function sqliteImports(
  connection: Connection,
  build: QueryBuilder,
  unit: UnitOfWork,
): SqliteImports {
  const cache = importCache(connection);
  const removeAllStaged = async (importId: string) => {
    const removeSome = () => connection.run(removeStaged(build, importId, removedAtOnce));
    while (connection.transaction(removeSome) > 0) await nextTurn();
  };
  const discard = async (importId: string) => {
    try {
      await removeAllStaged(importId);
      connection.transaction(() => connection.run(removeImport(build, importId)));
    } finally {
      cache.ended(importId);
    }
  };
  return {
    begin: async (row) => {
      for (const id of connection.read(unpublishedOf(build, row))) await discard(id);
      cache.begun(row.id);
      connection.transaction(() => connection.run(insertImport(build, row)));
    },
    stage: async (importId, tokens) =>
      connection.transaction(() => connection.run(stageTokens(build, importId, tokens))),
    publish: async (importId, audit) => {
      const published = unit.run((chain) => {
        const count = connection.run(publishImport(build, importId));
        chain.append(audit);
        return count;
      });
      // It is published whatever becomes of the staged copies; what stays is removed at the next opening.
      await removeAllStaged(importId).catch((error: unknown) => connection.noted(error));
      cache.ended(importId);
      return { published };
    },
    discard,
    published: async (institutionId, fileSha256) =>
      connection.read(publishedImport(build, institutionId, fileSha256)),
    removeLeftovers: async () => {
      for (const id of connection.read(publishedWithLeftovers(build))) await removeAllStaged(id);
    },
  };
}

/** Keeps the page cache small while any import is under way; see `importCacheKib`. */
function importCache({ database }: Connection) {
  const underWay = new Set<string>();
  const { cacheKib, importCacheKib } = fileSettings;
  const use = (kib: number) => database.exec(`PRAGMA cache_size = -${kib}`);
  return {
    begun: (importId: string) => {
      if (underWay.size === 0) use(importCacheKib);
      underWay.add(importId);
    },
    ended: (importId: string) => {
      if (underWay.delete(importId) && underWay.size === 0) use(cacheKib);
    },
  };
}
