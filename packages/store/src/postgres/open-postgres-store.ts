import type { Store } from '@warifu/service';
import type { AuditMac } from '../audit/chain-ends.ts';
import { dueQueries } from '../due-work/due-queries.ts';
import type { DueWorkRunner } from '../due-work/due-work-runner.ts';
import { jobStore } from '../due-work/job-store.ts';
import { mailStore } from '../due-work/mail-store.ts';
import type { PlanRunner } from '../plan-runner.ts';
import { storeQueries } from '../queries/store-queries.ts';
import { postgresBuilder } from '../query-builder.ts';
import { clockStore } from '../server/clock-store.ts';
import { institutionStore } from '../server/institution-store.ts';
import { keyStore } from '../server/key-store.ts';
import { type ConnectionOptions, ReadPool } from './connections.ts';
import { migratePostgres } from './migrate-postgres.ts';
import { postgresAudit } from './postgres-audit.ts';
import { PostgresBatcher } from './postgres-batcher.ts';
import { PostgresChores } from './postgres-chores.ts';
import { postgresImports } from './postgres-imports.ts';
import { postgresSearch } from './postgres-search.ts';
import { refusing } from './unreachable.ts';
import { UnsealedRecords } from './unsealed-records.ts';
import { Writer } from './writer.ts';

export interface PostgresStoreOptions extends ConnectionOptions {
  /** This node's audit chain: no two nodes have the same, and a node keeps its own over restarts. */
  readonly chain: string;
  /**
   * HMAC of an audit head under a key that is not in the store. First called by the first write, so
   * that a store can be opened before its keys are known.
   */
  readonly auditMac: AuditMac;
  /** Refuses a database on which another node works, and keeps all of them off; for a restore. */
  readonly alone?: boolean | undefined;
  /** Makes migrations that are missing; otherwise a database that lacks one is refused. */
  readonly migrate?: boolean | undefined;
  /** How long an idempotent answer is kept; 24 hours by default. */
  readonly idempotencyRetentionMs?: number | undefined;
  /** Works in one commit at most; 128 by default. */
  readonly batchMax?: number | undefined;
  /** Works that may wait; beyond it `run` fails with `try_again`. 10,000 by default. */
  readonly queueMax?: number | undefined;
  /** The oldest server to accept, as `server_version_num`; a test names one that does not exist yet. */
  readonly oldestServer?: number | undefined;
}

const dayMs = 86_400_000;

/**
 * Opens the store on a PostgreSQL database, beside any number of other nodes with chains of their
 * own. Throws `UnsafeStore` when it would not be safe to decide on (row 68).
 */
export async function openPostgresStore(options: PostgresStoreOptions): Promise<Store> {
  if (options.migrate) await migratePostgres(options);
  const build = postgresBuilder();
  const unsealed = new UnsealedRecords(build);
  const { chain, auditMac, oldestServer, alone = false } = options;
  const writer = new Writer({ options, build, chain, auditMac, unsealed, oldestServer, alone });
  await refusing(() => writer.open());
  return assemble(options, { writer, unsealed, pool: new ReadPool(options) });
}

interface Parts {
  readonly writer: Writer;
  readonly unsealed: UnsealedRecords;
  readonly pool: ReadPool;
}

function assemble(options: PostgresStoreOptions, { writer, unsealed, pool }: Parts): Store {
  const build = postgresBuilder();
  const { auditMac, idempotencyRetentionMs: retentionMs = dayMs } = options;
  const chores = new PostgresChores({ pool, writer, unsealed, retentionMs });
  const batcher = new PostgresBatcher({
    build,
    retentionMs,
    writer,
    batchMax: options.batchMax ?? 128,
    queueMax: options.queueMax ?? 10_000,
    afterCommit: (stored, at) => chores.afterCommit(stored, at),
  });
  const imports = postgresImports(pool, writer, build);
  const leftovers = imports.removeLeftovers().catch(() => {});
  const plans: PlanRunner = {
    read: (plan) => pool.read(plan),
    act: (audit, plan) => writer.act(audit, plan),
  };
  const dueWork = dueWorkRunner(pool, writer);
  return {
    run: (work) => batcher.run(work),
    queries: storeQueries(build, plans, postgresSearch(pool, build)),
    imports,
    keys: keyStore(build, plans),
    institutions: institutionStore(build, plans),
    audit: postgresAudit(pool, build, auditMac),
    mails: mailStore(build, dueWork),
    jobs: jobStore(build, dueWork),
    due: dueQueries(build, dueWork),
    clock: clockStore({ build, node: options.chain, plans, write: dueWork.write }),
    probe: () => writer.probe(),
    close: async () => {
      await batcher.close();
      await Promise.all([chores.close(), leftovers]);
      await writer.close();
      await pool.close();
    },
  };
}

/** Due work keeps off the connection that verifies, but for the record at the end of a job. */
function dueWorkRunner(pool: ReadPool, writer: Writer): DueWorkRunner {
  return {
    read: (plan) => pool.read(plan),
    write: (plan) => pool.use((session) => session.transaction(() => session.run(plan))),
    record: async (plan, audit) => {
      const { value } = await writer.transaction(async ({ session }, draft) => {
        const done = await session.run(plan);
        if (done !== undefined) draft.append(audit(done));
        return { value: done };
      });
      return value;
    },
  };
}
