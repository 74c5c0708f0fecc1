import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import { StoreFailure } from '@warifu/service';
import type { CompiledQuery } from 'kysely';
import type { Plan, QueryOutcome } from '../plan.ts';
import { breaksStore, storeFailureOf } from './sqlite-failure.ts';

const preparedMax = 500;

/**
 * The one connection to the file. `node:sqlite` is synchronous, and that is what makes this store
 * simple: between BEGIN and COMMIT no other code of the process runs, so nobody reads what is not
 * committed, and no answer can leave before COMMIT has returned.
 */
export class Connection {
  readonly database: DatabaseSync;
  readonly #prepared = new Map<string, StatementSync>();
  readonly #begin: StatementSync;
  readonly #commit: StatementSync;
  #broken: StoreFailure | undefined;
  /** Called after each COMMIT. */
  onCommit: () => void = () => {};

  constructor(database: DatabaseSync) {
    this.database = database;
    this.#begin = database.prepare('BEGIN IMMEDIATE');
    this.#commit = database.prepare('COMMIT');
  }

  /** Throws when the store refuses to work: after an I/O error, or after it was closed. */
  assertUsable(): void {
    if (this.#broken) throw this.#broken;
    if (!this.database.isOpen) throw new StoreFailure('store_unavailable', 'the store is closed');
  }

  /** Runs a plan to its end, one query after the other. */
  run<T>(plan: Plan<T>): T {
    let step = plan.next();
    while (!step.done) step = this.#goOn(plan, step.value);
    return step.value;
  }

  /** A plan may catch what its query ran into; it sees the port's words. */
  #goOn<T>(plan: Plan<T>, query: CompiledQuery): IteratorResult<CompiledQuery, T> {
    let outcome: QueryOutcome;
    try {
      outcome = this.#execute(query);
    } catch (error) {
      return plan.throw(this.noted(error));
    }
    return plan.next(outcome);
  }

  /** Like `run`, outside of a transaction, and with SQLite's errors told as a `StoreFailure`. */
  read<T>(plan: Plan<T>): T {
    return this.telling(() => this.run(plan));
  }

  /** Does something with the database and tells SQLite's errors as a `StoreFailure`. */
  telling<T>(body: () => T): T {
    this.assertUsable();
    try {
      return body();
    } catch (error) {
      throw this.noted(error);
    }
  }

  /**
   * One durable transaction: returns after COMMIT has. If anything throws, nothing of it stays and
   * the error is a `StoreFailure`, unless it is a bug of the body; then it is the error itself.
   */
  transaction<T>(body: () => T): T {
    this.assertUsable();
    let result: T;
    try {
      this.#begin.run();
      result = body();
    } catch (error) {
      this.#rollBack();
      throw this.noted(error);
    }
    try {
      this.#commit.run();
    } catch (error) {
      this.#rollBack();
      throw this.#failedCommit(error);
    }
    this.onCommit();
    return result;
  }

  /**
   * Moves the WAL's pages into the file when more than so many wait for it. Done here and not by
   * SQLite after some COMMIT, because there its errors would be swallowed.
   */
  checkpointWhenLonger(pages: number): void {
    const { log, checkpointed } = this.#checkpoint('NOOP');
    if (log - checkpointed > pages) this.#checkpoint('PASSIVE');
  }

  #checkpoint(mode: 'NOOP' | 'PASSIVE'): { readonly log: number; readonly checkpointed: number } {
    const row = this.database.prepare(`PRAGMA wal_checkpoint(${mode})`).get();
    return { log: Number(row?.['log']), checkpointed: Number(row?.['checkpointed']) };
  }

  /** Remembers an error after which nothing may be written, and tells it in the port's words. */
  noted(error: unknown): unknown {
    const failure = storeFailureOf(error);
    if (breaksStore(error)) this.#broken = failure;
    return failure ?? error;
  }

  /**
   * A COMMIT that failed for want of space wrote no commit mark. After an I/O error the mark may
   * have reached the disk or not, and only a restart will tell.
   */
  #failedCommit(error: unknown): StoreFailure {
    const failure = this.noted(error);
    if (breaksStore(error)) {
      const message = 'the disk failed during COMMIT: check it and restart; ask again then';
      return new StoreFailure('outcome_unknown', message, { cause: error });
    }
    if (failure instanceof StoreFailure) return failure;
    return new StoreFailure('store_unavailable', 'COMMIT failed', { cause: error });
  }

  /** SQLite rolls back by itself after some errors; asking it again would only hide the first one. */
  #rollBack(): void {
    if (!this.database.isOpen || !this.database.isTransaction) return;
    try {
      this.database.exec('ROLLBACK');
    } catch (error) {
      this.#broken = new StoreFailure('store_unavailable', 'ROLLBACK failed: restart', {
        cause: error,
      });
    }
  }

  /** Ends the connection; what was committed is on disk already. */
  close(): void {
    if (this.database.isOpen) this.database.close();
  }

  #execute(query: CompiledQuery): QueryOutcome {
    const statement = this.#statement(query.sql);
    const parameters = query.parameters as readonly SQLInputValue[];
    if (query.query.kind === 'SelectQueryNode')
      return { rows: statement.all(...parameters), changed: 0 };
    return { rows: [], changed: Number(statement.run(...parameters).changes) };
  }

  #statement(text: string): StatementSync {
    const known = this.#prepared.get(text);
    if (known) return known;
    if (this.#prepared.size >= preparedMax) this.#prepared.clear();
    const statement = this.database.prepare(text);
    this.#prepared.set(text, statement);
    return statement;
  }
}
