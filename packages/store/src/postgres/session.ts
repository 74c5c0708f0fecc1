import { StoreFailure } from '@warifu/service';
import type { CompiledQuery } from 'kysely';
import type pg from 'pg';
import type { Plan, QueryOutcome } from '../plan.ts';
import { breaksConnection, failureOf } from './postgres-failure.ts';
import { planName, withoutNul } from './postgres-values.ts';

/** One statement with its parameters. */
export interface Statement {
  readonly sql: string;
  readonly parameters: readonly unknown[];
}

/**
 * Waits for all, and throws what failed first. Nothing of a transaction may still be on its way to the
 * server when it is rolled back: what came after the ROLLBACK would be carried out by itself.
 */
export async function together<T extends readonly unknown[] | []>(
  promises: T,
): Promise<{ -readonly [Index in keyof T]: Awaited<T[Index]> }> {
  try {
    return await Promise.all(promises);
  } catch (error) {
    await Promise.allSettled(promises);
    throw error;
  }
}

/**
 * One connection. Statements are sent at once and answered in order (pipelining), so that several
 * that do not need each other's answers cost one way to the server and back.
 */
export class Session {
  readonly #client: pg.ClientBase;
  #broken: unknown;
  #warning: string | undefined;

  constructor(client: pg.ClientBase) {
    this.#client = client;
    client.on('error', (error) => {
      this.#broken ??= error;
    });
    client.on('notice', ({ severity, message }) => {
      if (severity === 'WARNING') this.#warning = message;
    });
  }

  /** True once nothing more can be asked of this connection. */
  get isBroken(): boolean {
    return this.#broken !== undefined;
  }

  /** Throws a `StoreFailure`, or `StaleState` when somebody else was faster. */
  async execute({ sql, parameters }: Statement): Promise<QueryOutcome> {
    const reads = /^select\b/i.test(sql);
    try {
      const { rows, rowCount } = await this.#client.query<object>({
        name: planName(sql, parameters.length),
        text: sql,
        values: reads ? parameters.map(withoutNul) : [...parameters],
      });
      return { rows, changed: reads ? 0 : (rowCount ?? 0) };
    } catch (error) {
      throw this.#told(error);
    }
  }

  /** Texts without parameters, also several in one; for settings and transactions. */
  async command(text: string): Promise<void> {
    try {
      await this.#client.query(text);
    } catch (error) {
      throw this.#told(error);
    }
  }

  /** Runs a plan to its end. A plan may catch what its query ran into; it sees the port's words. */
  async run<T>(plan: Plan<T>): Promise<T> {
    let step = plan.next();
    while (!step.done) step = await this.#goOn(plan, step.value);
    return step.value;
  }

  async #goOn<T>(plan: Plan<T>, query: CompiledQuery): Promise<IteratorResult<CompiledQuery, T>> {
    let outcome: QueryOutcome;
    try {
      outcome = await this.execute(query);
    } catch (error) {
      return plan.throw(error);
    }
    return plan.next(outcome);
  }

  /**
   * One durable transaction: resolves after COMMIT was answered. When anything throws, nothing of it
   * stays; a COMMIT without an answer is `outcome_unknown`.
   */
  async transaction<T>(body: () => Promise<T>): Promise<T> {
    const result = await this.#begun('BEGIN', body);
    await this.#commit();
    return result;
  }

  /** Reads as of one moment. */
  async snapshot<T>(body: () => Promise<T>): Promise<T> {
    const result = await this.#begun('BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY', body);
    await this.command('COMMIT');
    return result;
  }

  /** BEGIN is sent together with what the body asks first; that fails as well when BEGIN does. */
  async #begun<T>(begin: string, body: () => Promise<T>): Promise<T> {
    const began = this.command(begin);
    try {
      const [result] = await together([body(), began]);
      return result;
    } catch (error) {
      await this.#rollBack();
      throw error;
    }
  }

  async #commit(): Promise<void> {
    this.#warning = undefined;
    let tag: string;
    try {
      const answer = await this.#client.query('COMMIT');
      tag = answer.command;
    } catch (error) {
      const failure = this.#told(error);
      if (!this.isBroken) throw failure;
      throw unknownOutcome(error);
    }
    // A server that was told not to wait for its standby any more commits, and only warns.
    if (this.#warning !== undefined) throw unknownOutcome(new Error(this.#warning));
    if (tag !== 'COMMIT') throw new Error('a transaction that had failed was to be committed');
  }

  async #rollBack(): Promise<void> {
    if (this.isBroken) return;
    await this.command('ROLLBACK').catch((error: unknown) => {
      this.#broken ??= error;
    });
  }

  #told(error: unknown): unknown {
    if (breaksConnection(error)) this.#broken ??= error;
    return failureOf(error);
  }
}

function unknownOutcome(cause: unknown): StoreFailure {
  const message = 'the server did not say whether it has committed: ask again with the same key';
  return new StoreFailure('outcome_unknown', message, { cause });
}
