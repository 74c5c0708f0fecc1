import type { ImportStore } from '@warifu/service';
import type { Plan } from '../plan.ts';
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
import type { ReadPool } from './connections.ts';
import type { Writer } from './writer.ts';

const removedAtOnce = 2_000;

export interface PostgresImports extends ImportStore {
  /** Removes staged rows that a killed process left behind after it had published them. */
  removeLeftovers(): Promise<void>;
}

/** Token files in PostgreSQL. What needs no audit record keeps off the connection that verifies. */
export function postgresImports(
  pool: ReadPool,
  writer: Writer,
  build: QueryBuilder,
): PostgresImports {
  const write = <T>(plan: () => Plan<T>) =>
    pool.use((session) => session.transaction(() => session.run(plan())));
  const removeAllStaged = async (importId: string) => {
    while ((await write(() => removeStaged(build, importId, removedAtOnce))) > 0);
  };
  const discard = async (importId: string) => {
    await removeAllStaged(importId);
    await write(() => removeImport(build, importId));
  };
  return {
    begin: async (row) => {
      for (const id of await pool.read(unpublishedOf(build, row))) await discard(id);
      await write(() => insertImport(build, row));
    },
    stage: (importId, tokens) => write(() => stageTokens(build, importId, tokens)),
    publish: async (importId, audit) => {
      const published = await writer.transaction(async ({ session }, draft) => {
        const count = await session.run(publishImport(build, importId));
        draft.append(audit);
        return count;
      });
      // It is published whatever becomes of the staged copies; the next opening removes what stays.
      await removeAllStaged(importId).catch(() => {});
      return { published };
    },
    discard,
    published: (institutionId, fileSha256) =>
      pool.read(publishedImport(build, institutionId, fileSha256)),
    removeLeftovers: async () => {
      for (const id of await pool.read(publishedWithLeftovers(build))) await removeAllStaged(id);
    },
  };
}
