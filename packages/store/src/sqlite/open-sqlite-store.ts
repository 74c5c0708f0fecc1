import type { Loaded, Store, Work, WorkOutcome } from '@warifu/service';
import type { AuditMac } from '../audit/chain-ends.ts';
import { dueQueries } from '../due-work/due-queries.ts';
import type { DueWorkRunner } from '../due-work/due-work-runner.ts';
import { jobStore } from '../due-work/job-store.ts';
import { mailStore } from '../due-work/mail-store.ts';
import { loadScope } from '../loads/scope-load.ts';
import type { PlanRunner } from '../plan-runner.ts';
import { storeQueries } from '../queries/store-queries.ts';
import { type QueryBuilder, sqliteBuilder } from '../query-builder.ts';
import { clockStore } from '../server/clock-store.ts';
import { institutionStore } from '../server/institution-store.ts';
import { keyStore } from '../server/key-store.ts';
import { saveChanges } from '../writes/changes.ts';
import { Answers } from './answers.ts';
import { AuditChain } from './audit-chain.ts';
import { Batcher } from './batcher.ts';
import { Chores } from './chores.ts';
import type { Connection } from './connection.ts';
import { HotStatements } from './hot-statements.ts';
import { type FileOptions, openFile } from './open-file.ts';
import { isNarrow, saveVerification } from './save-verification.ts';
import { fileSettings } from './settings.ts';
import { sqliteAudit } from './sqlite-audit.ts';
import { backupSqlite } from './sqlite-backup.ts';
import { sqliteImports } from './sqlite-imports.ts';
import { sqliteSearch } from './sqlite-search.ts';
import { UnitOfWork } from './unit-of-work.ts';
import { UnsealedRecords } from './unsealed-records.ts';
import { loadVerification } from './verification-path.ts';

export interface SqliteStoreOptions extends FileOptions {
  /** This node's audit chain. It stays the same over restarts. */
  readonly chain: string;
  /**
   * HMAC of an audit head under a key that is not in the store. First called by the first write, so
   * that a store can be opened before its keys are known.
   */
  readonly auditMac: AuditMac;
  /** How long an idempotent answer is kept; 24 hours by default. */
  readonly idempotencyRetentionMs?: number | undefined;
  /** Works in one commit at most; 128 by default. */
  readonly batchMax?: number | undefined;
  /** Works that may wait; beyond it `run` fails with `try_again`. 10,000 by default. */
  readonly queueMax?: number | undefined;
  /** Pages in the WAL after which they are moved into the file. */
  readonly checkpointPages?: number | undefined;
}

export type SqliteStore = Store;

const dayMs = 86_400_000;

/**
 * Opens the SQLite store, creating it when there is none. Throws `UnsafeStore` when it would not be
 * safe to decide on (row 68).
 */
export async function openSqliteStore(options: SqliteStoreOptions): Promise<SqliteStore> {
  const build = sqliteBuilder();
  const connection = openFile(options, build);
  try {
    return assemble(options, connection, build);
  } catch (error) {
    connection.database.close();
    throw error;
  }
}

function assemble(
  options: SqliteStoreOptions,
  connection: Connection,
  build: QueryBuilder,
): SqliteStore {
  const { chain: name, auditMac, idempotencyRetentionMs: retentionMs = dayMs } = options;
  const hot = new HotStatements(connection.database);
  const unsealed = new UnsealedRecords(connection, build);
  const chain = new AuditChain({ connection, build, hot, chain: name, auditMac, unsealed });
  const unit = new UnitOfWork(connection, chain);
  const answers = new Answers({ connection, build, hot, retentionMs });
  const { checkpointPages = fileSettings.checkpointPages } = options;
  const chores = new Chores({ connection, unsealed, answers, checkpointPages });
  connection.onCommit = () => chores.afterCommit();
  const batcher = new Batcher({
    unit,
    answers,
    ...loadAndSave(connection, build, hot),
    batchMax: options.batchMax ?? 128,
    queueMax: options.queueMax ?? 10_000,
  });
  const imports = sqliteImports(connection, build, unit);
  // A failure here is one of the disk, which the next act meets as well and tells.
  imports.removeLeftovers().catch((error: unknown) => connection.noted(error));
  const dueWork = dueWorkRunner(connection, unit);
  const plans: PlanRunner = {
    read: async (plan) => connection.read(plan),
    act: async (record, plan) => unit.act(record, () => connection.run(plan)),
  };
  return {
    run: (work) => batcher.run(work),
    queries: storeQueries(build, plans, sqliteSearch(connection, build)),
    imports,
    keys: keyStore(build, plans),
    institutions: institutionStore(build, plans),
    audit: sqliteAudit(connection, build, auditMac),
    mails: mailStore(build, dueWork),
    jobs: jobStore(build, dueWork),
    due: dueQueries(build, dueWork),
    clock: clockStore({ build, node: name, plans, write: dueWork.write }),
    backup: (file) => backupSqlite(connection, file),
    probe: async () => probe(connection, unit),
    close: async () => {
      await batcher.drain();
      connection.close();
    },
  };
}

function loadAndSave(connection: Connection, build: QueryBuilder, hot: HotStatements) {
  return {
    load: ({ scope }: Work): Loaded =>
      scope.kind === 'verification'
        ? loadVerification(hot, scope)
        : connection.run(loadScope(build, scope)),
    save: ({ scope }: Work, loaded: Loaded, { changes }: WorkOutcome): void => {
      if (scope.kind === 'verification' && isNarrow(loaded, changes)) {
        saveVerification(hot, loaded, changes);
        return;
      }
      const { institutionId } = scope;
      connection.run(saveChanges({ build, institutionId, loaded }, changes));
    },
  };
}

/** Each piece of due work is a transaction of its own, between those of the decisions. */
function dueWorkRunner(connection: Connection, unit: UnitOfWork): DueWorkRunner {
  return {
    read: async (plan) => connection.read(plan),
    write: async (plan) => connection.transaction(() => connection.run(plan)),
    record: async (plan, audit) =>
      unit.run((chain) => {
        const value = connection.run(plan);
        if (value !== undefined) chain.append(audit(value));
        return value;
      }),
  };
}

/** Takes the same way as a decision: trusted chain, write, sync. Leaves nothing behind. */
function probe(connection: Connection, unit: UnitOfWork): void {
  unit.assertWritable();
  connection.transaction(() => {
    connection.database.exec(`INSERT INTO store_meta (key, value) VALUES ('probe', '')`);
    connection.database.exec(`DELETE FROM store_meta WHERE key = 'probe'`);
  });
}
