import { setImmediate as nextTurn } from 'node:timers/promises';
import { type RunResult, StoreFailure, type Work } from '@warifu/service';
import {
  attemptsAlone,
  concernsAll,
  keptChanging,
  keyOf,
  lineFull,
  repeated,
} from '../batching/decisions.ts';
import { Lanes } from '../batching/lanes.ts';
import { laneOf, type WorkEntry } from '../batching/work-entry.ts';
import { StaleState } from '../writes/stale-state.ts';
import {
  actTogether,
  type BatchParts,
  type BatchResult,
  type Done,
  verifyTogether,
} from './batches.ts';
import type { Writer } from './writer.ts';

/**
 * Group commit over a network (docs/adr/0005). Works wait in lanes, verifications apart from colder
 * acts; while one batch is on its way the next gathers:
 *
 *   run ─▶ lane ─▶ batch: lock, read, decide, write ─▶ COMMIT ─▶ answers
 *                    └─ fails ─▶ rolled back, each work alone, at most three times
 */
export interface BatcherParts extends BatchParts {
  readonly writer: Writer;
  readonly batchMax: number;
  readonly queueMax: number;
  /** Called after a COMMIT that stored so many answers, the latest of them for a claim of this instant. */
  readonly afterCommit: (stored: number, at: number) => void;
}

/** A colder act takes ten times as long as a verification; more would hold those up. */
const actsAtOnce = 12;

type Batch = typeof verifyTogether;

export class PostgresBatcher {
  readonly #parts: BatcherParts;
  readonly #verifications = new Lanes<WorkEntry>();
  readonly #acts = new Lanes<WorkEntry>();
  readonly #underWay = new Map<string, WorkEntry>();
  #working: Promise<void> | undefined;
  #closed = false;

  constructor(parts: BatcherParts) {
    this.#parts = parts;
  }

  run(work: Work): Promise<RunResult> {
    return new Promise((resolve, reject) => {
      this.#accept({ work, lane: laneOf(work.scope), resolve, reject, repeats: [] });
    });
  }

  /** Takes nothing more; resolves when everything that was accepted has been answered. */
  async close(): Promise<void> {
    this.#closed = true;
    while (this.#working) await this.#working;
  }

  #accept(entry: WorkEntry): void {
    const claim = entry.work.idempotency;
    const first = claim && this.#underWay.get(keyOf(claim));
    if (first) {
      first.repeats.push(entry);
    } else if (this.#closed) {
      entry.reject(new StoreFailure('store_unavailable', 'the store is closed'));
    } else if (this.#verifications.size + this.#acts.size >= this.#parts.queueMax) {
      entry.reject(lineFull());
    } else {
      if (claim) this.#underWay.set(keyOf(claim), entry);
      this.#lanesOf(entry).push(entry.lane, entry);
      this.#working ??= this.#work();
    }
  }

  #lanesOf(entry: WorkEntry): Lanes<WorkEntry> {
    return entry.work.scope.kind === 'verification' ? this.#verifications : this.#acts;
  }

  async #work(): Promise<void> {
    const { batchMax } = this.#parts;
    while (this.#verifications.size + this.#acts.size > 0) {
      // After the sockets were read: requests that have arrived meanwhile get into the same batch.
      await nextTurn();
      await this.#commit(this.#verifications.take(batchMax), verifyTogether);
      await this.#commit(this.#acts.take(Math.min(batchMax, actsAtOnce)), actTogether);
    }
    this.#working = undefined;
  }

  async #commit(entries: readonly WorkEntry[], batch: Batch): Promise<void> {
    if (entries.length === 0) return;
    try {
      this.#answer(await this.#carryOut(entries, batch));
    } catch (error) {
      if (concernsAll(error)) for (const entry of entries) this.#fail(entry, error);
      else for (const entry of entries) await this.#alone(entry, batch);
    }
  }

  #carryOut(entries: readonly WorkEntry[], batch: Batch): Promise<BatchResult> {
    return this.#parts.writer.transaction((turn, draft, send) =>
      batch(this.#parts, entries, { turn, draft, send }),
    );
  }

  /**
   * One entry in a transaction of its own, after something in its batch could not be written: then
   * only the culprit fails. A row that another node has put in meanwhile is no conflict until it is
   * still one on fresh state.
   */
  async #alone(entry: WorkEntry, batch: Batch): Promise<void> {
    let last: unknown;
    for (let attempt = 1; attempt <= attemptsAlone; attempt += 1) {
      try {
        this.#answer(await this.#carryOut([entry], batch));
        return;
      } catch (error) {
        last = error;
        if (!mayPass(error)) break;
      }
    }
    this.#fail(entry, last instanceof StaleState ? keptChanging() : last);
  }

  /** COMMIT was answered: from here on the results are on disk and may be told. */
  #answer({ done, waiting, thrown, stored }: BatchResult): void {
    for (const [entry, error] of thrown) this.#fail(entry, error);
    for (const entry of waiting.toReversed()) this.#lanesOf(entry).giveBack(entry.lane, entry);
    for (const one of done) this.#tell(one);
    const last = done.findLast(({ entry }) => entry.work.idempotency)?.entry.work.idempotency;
    this.#parts.afterCommit(stored, last?.at ?? 0);
  }

  #tell({ entry, result }: Done): void {
    const claim = entry.work.idempotency;
    if (claim) this.#underWay.delete(keyOf(claim));
    entry.resolve(result);
    for (const repeat of entry.repeats) {
      // The first was told that the key had another input before; its repeat may have that very one.
      if (result.kind === 'key_reused') this.#accept(repeat);
      else repeat.resolve(repeated(entry, repeat, result));
    }
  }

  /** Nothing of the entry was written, so those that repeat it are the first of their key again. */
  #fail(entry: WorkEntry, error: unknown): void {
    const claim = entry.work.idempotency;
    if (claim) this.#underWay.delete(keyOf(claim));
    entry.reject(error);
    for (const repeat of entry.repeats) this.#accept(repeat);
  }
}

function mayPass(error: unknown): boolean {
  if (error instanceof StaleState) return true;
  return error instanceof StoreFailure && error.code === 'conflict';
}
