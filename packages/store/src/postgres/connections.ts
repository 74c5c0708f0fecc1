import { StoreFailure } from '@warifu/service';
import pg from 'pg';
import type { Plan } from '../plan.ts';
import { failureOf } from './postgres-failure.ts';
import { columnTypes } from './postgres-values.ts';
import { Session } from './session.ts';

/** Where the database is and how long anything there may take. */
export interface ConnectionOptions {
  /** `postgres://user@host:port/database`; what it leaves out comes from the PG… environment. */
  readonly connectionString: string;
  /** Connections for reading; the one that writes is apart. 4 by default. */
  readonly poolSize?: number | undefined;
  /** 5 seconds by default. */
  readonly connectTimeoutMs?: number | undefined;
  /** How long one statement may take; 15 seconds by default. */
  readonly statementTimeoutMs?: number | undefined;
  /** How long a statement may wait for another node's rows; 4 seconds by default. */
  readonly lockTimeoutMs?: number | undefined;
  /**
   * How long a node that has begun may be silent before the server undoes what it began, so that one
   * that hangs does not hold the others up; 8 seconds by default.
   */
  readonly silenceTimeoutMs?: number | undefined;
}

/** Beyond what the server may take: it is not there any more. */
const noAnswerMs = 5_000;

function clientConfig(options: ConnectionOptions): pg.ClientConfig {
  const { connectionString, connectTimeoutMs = 5_000, statementTimeoutMs = 15_000 } = options;
  return {
    connectionString,
    application_name: 'warifu',
    connectionTimeoutMillis: connectTimeoutMs,
    statement_timeout: statementTimeoutMs,
    query_timeout: statementTimeoutMs + noAnswerMs,
    lock_timeout: options.lockTimeoutMs ?? 4_000,
    idle_in_transaction_session_timeout: options.silenceTimeoutMs ?? 8_000,
    keepAlive: true,
    types: columnTypes,
    pipeline: true,
  };
}

/** A connection of one's own, outside the pool. */
export interface OwnConnection {
  readonly session: Session;
  end(): Promise<void>;
}

/** Connects; throws what the driver throws. */
export async function connect(options: ConnectionOptions): Promise<OwnConnection> {
  const client = new pg.Client(clientConfig(options));
  const session = new Session(client);
  try {
    await client.connect();
  } catch (error) {
    await client.end().catch(() => {});
    throw error;
  }
  return { session, end: () => client.end().catch(() => {}) };
}

/** Connections that read, and that do what needs no audit record. */
export class ReadPool {
  readonly #pool: pg.Pool;
  readonly #sessions = new WeakMap<pg.PoolClient, Session>();
  #closed = false;

  constructor(options: ConnectionOptions) {
    this.#pool = new pg.Pool({ ...clientConfig(options), max: options.poolSize ?? 4 });
    // The pool replaces a connection that broke while nobody used it.
    this.#pool.on('error', () => {});
  }

  /** Reads all of a plan as of one moment. */
  read<T>(plan: Plan<T>): Promise<T> {
    return this.use((session) => session.snapshot(() => session.run(plan)));
  }

  /** Gives a connection for as long as the body takes. */
  async use<T>(body: (session: Session) => Promise<T>): Promise<T> {
    const client = await this.#take();
    const session = this.#sessionOf(client);
    try {
      return await body(session);
    } finally {
      client.release(session.isBroken);
    }
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await this.#pool.end();
  }

  async #take(): Promise<pg.PoolClient> {
    if (this.#closed) throw new StoreFailure('store_unavailable', 'the store is closed');
    try {
      return await this.#pool.connect();
    } catch (error) {
      throw failureOf(error);
    }
  }

  #sessionOf(client: pg.PoolClient): Session {
    const known = this.#sessions.get(client);
    if (known) return known;
    const session = new Session(client);
    this.#sessions.set(client, session);
    return session;
  }
}
