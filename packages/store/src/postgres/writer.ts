import { type AuditDraft, StoreFailure } from '@warifu/service';
import { type AuditMac, type ChainEnd, readEnds, trustFailure } from '../audit/chain-ends.ts';
import type { RecordRange } from '../audit/record-range.ts';
import type { Plan } from '../plan.ts';
import type { QueryBuilder } from '../query-builder.ts';
import { joinNodes, placeOfChain, takeChain } from './chain-place.ts';
import { type ColumnTypes, insertion, readColumnTypes } from './column-types.ts';
import { type ConnectionOptions, connect, type OwnConnection } from './connections.ts';
import { refuseUnmigrated } from './migrate-postgres.ts';
import { PostgresChain, type PostgresDraft } from './postgres-chain.ts';
import { refuseUnsafeServer } from './server-check.ts';
import { type Session, together } from './session.ts';
import type { UnsealedRecords } from './unsealed-records.ts';

/**
 * The one connection of this process that appends to its audit chain, and so the one that writes
 * what is recorded there. Transactions take turns on it. When it breaks, the next turn makes a new
 * one: the server is checked again, the chain's lock is taken again, and the end of the chain is read
 * again, because the last COMMIT may have been carried out without an answer.
 */
export interface WriterParts {
  readonly options: ConnectionOptions;
  readonly build: QueryBuilder;
  readonly chain: string;
  readonly auditMac: AuditMac;
  readonly unsealed: UnsealedRecords;
  readonly oldestServer: number | undefined;
  /** Whether no other node may have the database open. */
  readonly alone: boolean;
}

/** What a turn works with. */
export interface Turn {
  readonly session: Session;
  readonly types: ColumnTypes;
  readonly range: RecordRange;
}

/** Takes a write whose answer is waited for before COMMIT. */
export type Send = (write: Promise<unknown>) => void;

interface Open extends Turn {
  readonly connection: OwnConnection;
  readonly chain: PostgresChain;
}

export class Writer {
  readonly #parts: WriterParts;
  #open: Open | undefined;
  #known: ChainEnd | undefined;
  #turns: Promise<unknown> = Promise.resolve();
  #closed = false;
  #commits = 0;
  #renewAt = plansFirstRenewedAt;

  constructor(parts: WriterParts) {
    this.#parts = parts;
  }

  /** Makes the first connection. Throws `UnsafeStore`. */
  open(): Promise<void> {
    return this.turn(async () => {});
  }

  /** Waits for its turn and has the connection to itself until it is done. */
  turn<T>(body: (turn: Turn) => Promise<T>): Promise<T> {
    return this.#next(async () => body(await this.#ready()));
  }

  /**
   * A transaction that writes audit records: state, records and the chain's head are committed
   * together or not at all (row 83). A body that appends no record changes nothing: it is rolled back.
   * A write that the body hands to `send` goes ahead while others are prepared, and is waited for.
   */
  transaction<T>(body: (turn: Turn, draft: PostgresDraft, send: Send) => Promise<T>): Promise<T> {
    return this.#next(async () => {
      const open = await this.#ready();
      assertTrusted(open.chain);
      const draft = open.chain.draft();
      let result: { readonly value: T } | undefined;
      try {
        await open.session.transaction(async () => {
          const sent: Promise<unknown>[] = [];
          const value = await body(open, draft, (write) => {
            // Whether it failed is seen below, however long the body goes on.
            write.catch(() => {});
            sent.push(write);
          });
          result = { value };
          if (draft.rows.length === 0) throw new NothingDone();
          await together([...sent, this.#append(open, draft)]);
        });
        open.chain.adopt(draft);
        this.#known = draft.end;
        this.#parts.unsealed.add(draft.subjects);
        this.#renewPlans(open);
      } catch (error) {
        if (!(error instanceof NothingDone)) throw error;
      }
      if (!result) throw new Error('a transaction ended without a result');
      return result.value;
    });
  }

  /** One act of the server itself with its record. */
  async act(audit: AuditDraft, plan: Plan<unknown>): Promise<void> {
    await this.transaction(async ({ session }, draft) => {
      await session.run(plan);
      draft.append(audit);
    });
  }

  /** Whether a decision could be written now: server, chain, write, sync. Leaves nothing behind. */
  probe(): Promise<void> {
    const key = `probe:${this.#parts.chain}`;
    return this.#next(async () => {
      const { session, chain } = await this.#ready();
      await refuseUnsafeServer(session, this.#parts.oldestServer).catch(unavailable);
      assertTrusted(chain);
      await session.transaction(async () => {
        const parameters = [key];
        const put = `INSERT INTO store_meta (key, value) VALUES ($1, '')`;
        await session.execute({ sql: put, parameters });
        await session.execute({ sql: 'DELETE FROM store_meta WHERE key = $1', parameters });
      });
    });
  }

  /** Lets what waits for its turn finish, and gives the chain back. */
  close(): Promise<void> {
    const closing = this.#turns.then(async () => {
      this.#closed = true;
      await this.#open?.connection.end();
      this.#open = undefined;
    });
    this.#turns = closing.catch(() => {});
    return closing;
  }

  #next<T>(body: () => Promise<T>): Promise<T> {
    const turn = this.#turns.then(body);
    this.#turns = turn.catch(() => {});
    return turn;
  }

  async #ready(): Promise<Open> {
    if (this.#closed) throw new StoreFailure('store_unavailable', 'the store is closed');
    if (this.#open && !this.#open.session.isBroken) return this.#open;
    const again = this.#open !== undefined || this.#known !== undefined;
    await this.#open?.connection.end();
    this.#open = undefined;
    this.#open = again ? await this.#connect().catch(unavailable) : await this.#connect();
    return this.#open;
  }

  async #connect(): Promise<Open> {
    const { options, build, chain: name, auditMac, oldestServer, unsealed, alone } = this.#parts;
    const connection = await connect(options);
    const { session } = connection;
    try {
      await refuseUnsafeServer(session, oldestServer);
      await refuseUnmigrated(session);
      await session.command(plannerSettings);
      await joinNodes(session, alone);
      await takeChain(session, name);
      const range = await placeOfChain(session, build, name);
      const ends = await session.run(readEnds(build, name, range));
      this.#refuseLostRecords(ends.last);
      await unsealed.catchUp(session, range);
      const chain = new PostgresChain({ chain: name, auditMac }, ends);
      this.#known = ends.last;
      return { connection, session, types: await readColumnTypes(session), range, chain };
    } catch (error) {
      await connection.end();
      throw error;
    }
  }

  /** Sent after a COMMIT and not waited for; a connection that breaks by it is replaced next time. */
  #renewPlans({ session }: Open): void {
    this.#commits += 1;
    if (this.#commits < this.#renewAt) return;
    this.#renewAt += Math.min(this.#commits, plansRenewedEvery);
    session.command('DISCARD PLANS').catch(() => {});
  }

  /** A server that has fewer records than it once confirmed has lost decisions with them. */
  #refuseLostRecords(last: ChainEnd): void {
    const known = this.#known;
    if (known === undefined || last.sequence > known.sequence) return;
    if (last.sequence === known.sequence && last.hash === known.hash) return;
    const message =
      'the server has lost records that it had confirmed: nothing is written; check its standby and restart';
    throw new StoreFailure('store_unavailable', message);
  }

  async #append({ session, types }: Open, draft: PostgresDraft): Promise<void> {
    const head = draft.head();
    const { sequence, hash } = draft.start;
    const [, { changed }] = await together([
      session.execute(insertion(types, { table: 'audit_records', rows: draft.rows })),
      session.execute({
        sql: writeHead,
        parameters: [head.chain, head.sequence, head.hash, head.mac, sequence, hash],
      }),
    ]);
    if (changed !== 1)
      throw new StoreFailure('store_unavailable', 'another process has written this audit chain');
  }
}

/**
 * Whatever this connection does it does by key. A plan that was made while a table was empty would
 * read all of it, and would be kept while the table grows; so plans are made anew, soon at first and
 * then now and again, of the sizes that the tables have by then.
 */
const plansFirstRenewedAt = 8;
const plansRenewedEvery = 1_024;
const plannerSettings = `SET enable_seqscan = off; SET enable_hashjoin = off;
  SET enable_mergejoin = off; SET plan_cache_mode = force_generic_plan; SET jit = off`;

const writeHead = `INSERT INTO audit_heads AS a (chain, sequence, hash, mac)
  VALUES ($1, $2, $3, $4) ON CONFLICT (chain) DO UPDATE
  SET sequence = excluded.sequence, hash = excluded.hash, mac = excluded.mac
  WHERE a.sequence = $5 AND a.hash = $6`;

class NothingDone extends Error {}

function assertTrusted(chain: PostgresChain): void {
  try {
    chain.assertTrusted();
  } catch (error) {
    throw trustFailure(error);
  }
}

/** While the store is open, whatever keeps it from writing is told in the port's words. */
function unavailable(error: unknown): never {
  if (error instanceof StoreFailure) throw error;
  const text = error instanceof Error ? error.message : String(error);
  throw new StoreFailure('store_unavailable', text, { cause: error });
}
