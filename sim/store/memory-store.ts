import {
  type AuditRecord,
  type IdempotencyClaim,
  type Loaded,
  type RunResult,
  type Store,
  StoreFailure,
  type Work,
  type WorkOutcome,
} from '@warifu/service';
import { append, auditStore } from './chain.ts';
import { load } from './load.ts';
import { memoryQueries } from './queries.ts';
import { assertAsRead, prepared, Stale } from './save.ts';
import { memoryImports, memoryInstitutions, memoryKeys } from './server-parts.ts';
import { type KeptAnswer, MemoryTables } from './tables.ts';

/**
 * The store port in memory, for the simulation: atomic, conditional on versions, with an audit chain
 * and kept answers, and held to the conformance suite of the real adapters. What the simulation shows
 * is therefore about the port's promises and whoever relies on them.
 *
 * It fails when it is told to, in the ways in which a store fails:
 *
 *   before_commit   nothing of the work is written, and the caller knows it
 *   after_commit    everything is written, and the caller learns only `outcome_unknown`
 *   overtaken       the work has read, and another one commits before it decides
 */
export type StoreFault = 'before_commit' | 'after_commit' | 'overtaken';

/** A work that was committed, for whoever watches. */
export interface Committed {
  readonly work: Work;
  readonly loaded: Loaded;
  readonly outcome: WorkOutcome;
  readonly record: AuditRecord;
}

export interface MemoryStoreOptions {
  readonly tables?: MemoryTables;
  /** Called after each commit, before its answer is given. */
  readonly onCommit?: (committed: Committed) => void;
}

const retentionMs = 86_400_000;
const mostDecisions = 3;

export class MemoryStore {
  readonly tables: MemoryTables;
  readonly #onCommit: (committed: Committed) => void;
  readonly #faults: StoreFault[] = [];
  #overtaken: (() => void)[] = [];
  #closed = false;

  constructor({ tables = new MemoryTables(), onCommit = () => {} }: MemoryStoreOptions = {}) {
    this.tables = tables;
    this.#onCommit = onCommit;
  }

  /** The next works meet these faults, one each. */
  fail(...faults: readonly StoreFault[]): void {
    this.#faults.push(...faults);
  }

  /** Lets works go on that were held, and forgets the faults that nobody met. */
  calm(): void {
    this.#faults.length = 0;
    for (const goOn of this.#overtaken.splice(0)) goOn();
  }

  /** The port. */
  port(): Store {
    const { tables } = this;
    return {
      run: (work) => this.#run(work),
      queries: memoryQueries(tables),
      imports: memoryImports(tables),
      keys: memoryKeys(tables),
      institutions: memoryInstitutions(tables),
      audit: auditStore(tables),
      ...unused,
      probe: async () => this.#assertOpen(),
      close: async () => {
        this.#closed = true;
      },
    };
  }

  async #run(work: Work): Promise<RunResult> {
    this.#assertOpen();
    const answered = this.#answered(work.idempotency);
    if (answered) return answered;
    const fault = this.#faults.shift();
    if (fault !== 'overtaken') {
      const done = this.#decideAndCommit(work, { fault, read: load(this.tables, work.scope) });
      for (const goOn of this.#overtaken.splice(0)) goOn();
      return done;
    }
    const read = load(this.tables, work.scope);
    await new Promise<void>((resolve) => {
      this.#overtaken.push(resolve);
    });
    return this.#answered(work.idempotency) ?? this.#decideAndCommit(work, { fault, read });
  }

  #decideAndCommit(
    work: Work,
    { fault, read }: { readonly fault: StoreFault | undefined; readonly read: Loaded },
  ): RunResult {
    let loaded = read;
    for (let decisions = 1; decisions <= mostDecisions; decisions += 1) {
      const outcome = work.decide(loaded);
      try {
        const { institutionId } = work.scope;
        const place = { institutionId, view: loaded.view };
        if (fault === 'overtaken') assertAsRead(this.tables, loaded.view);
        const write = prepared(this.tables, place, outcome.changes);
        if (fault === 'before_commit')
          throw new StoreFailure('store_unavailable', 'nothing of it was written');
        return this.#commit({ work, loaded, outcome, write, fault });
      } catch (error) {
        if (!(error instanceof Stale)) throw error;
        loaded = load(this.tables, work.scope);
      }
    }
    throw new StoreFailure('try_again', 'the state kept changing');
  }

  #commit({
    work,
    loaded,
    outcome,
    write,
    fault,
  }: Omit<Committed, 'record'> & {
    readonly write: () => void;
    readonly fault: StoreFault | undefined;
  }): RunResult {
    write();
    const record = append(this.tables, outcome.audit);
    const { idempotency: claim } = work;
    const { answer } = outcome;
    if (claim) {
      const { inputMac, at } = claim;
      this.tables.answers.set(keyOf(claim), { inputMac, at, answer });
    }
    this.#onCommit({ work, loaded, outcome, record });
    if (fault === 'after_commit')
      throw new StoreFailure('outcome_unknown', 'it may have been written');
    return { kind: 'done', answer, replayed: false };
  }

  #answered(claim: IdempotencyClaim | undefined): RunResult | undefined {
    if (!claim) return undefined;
    const kept = this.tables.answers.get(keyOf(claim));
    if (!kept || kept.at < claim.at - retentionMs) return undefined;
    if (!isSameInput(kept, claim)) return { kind: 'key_reused' };
    return { kind: 'done', answer: kept.answer, replayed: true };
  }

  #assertOpen(): void {
    if (this.#closed) throw new StoreFailure('store_unavailable', 'the store is closed');
  }
}

function keyOf({ institutionId, key }: IdempotencyClaim): string {
  return `${institutionId}\n${key}`;
}

function isSameInput({ inputMac }: KeptAnswer, claim: IdempotencyClaim): boolean {
  return Buffer.compare(inputMac, claim.inputMac) === 0;
}

/** Parts of the port that no decision stands on: mails go nowhere, and no job runs. */
function absent(): never {
  throw new Error('the simulation has no mail dispatcher and no jobs');
}

const unused: Pick<Store, 'mails' | 'jobs' | 'due' | 'clock'> = {
  mails: {
    claim: absent,
    settle: absent,
    release: absent,
    list: absent,
    waiting: absent,
    removeSettled: absent,
  },
  jobs: {
    add: absent,
    claim: absent,
    advance: absent,
    finish: absent,
    giveUp: absent,
    find: absent,
    list: absent,
    items: absent,
    latestDays: absent,
    removeFinishedSlots: absent,
  },
  due: {
    feesDue: absent,
    expiringTokens: absent,
    tokensByIssue: absent,
    usersWithoutToken: absent,
    contractsWithExpiredIssues: absent,
    unclaimedTokens: absent,
    unreturnedExchanges: absent,
    contractsInUse: absent,
    feesOfMonth: absent,
    feesOfShipments: absent,
  },
  clock: { known: absent, keep: absent, accept: absent },
};
