import type { Loaded, RunResult, Work, WorkOutcome } from '@warifu/service';
import {
  attemptsAlone,
  concernsAll,
  DecisionThrew,
  decided,
  keptChanging,
  keyOf,
  lineFull,
  repeated,
} from '../batching/decisions.ts';
import { Lanes } from '../batching/lanes.ts';
import { laneOf, subjectsOf, type WorkEntry } from '../batching/work-entry.ts';
import { StaleState } from '../writes/stale-state.ts';
import type { Answers } from './answers.ts';
import type { ChainDraft } from './audit-chain.ts';
import type { UnitOfWork } from './unit-of-work.ts';

/**
 * One writer with group commit (docs/adr/0005). Works wait in lanes; a batch loads, decides and
 * writes each in turn inside one transaction, commits, and only then answers all of them:
 *
 *   run ─▶ lane ─▶ batch: load ─▶ decide ─▶ write ─▶ … ─▶ COMMIT ─▶ answers
 *                          │                  └─ fails ─▶ roll back, each work alone
 *                          └─ throws ─▶ that work is rejected, nothing of it is written
 */
export interface BatcherParts {
  readonly unit: UnitOfWork;
  readonly answers: Answers;
  readonly load: (work: Work) => Loaded;
  readonly save: (work: Work, loaded: Loaded, outcome: WorkOutcome) => void;
  readonly batchMax: number;
  readonly queueMax: number;
}

interface Done {
  readonly entry: WorkEntry;
  readonly result: RunResult;
  readonly answerRow: number | undefined;
}

export class Batcher {
  readonly #parts: BatcherParts;
  readonly #lanes = new Lanes<WorkEntry>();
  readonly #underWay = new Map<string, WorkEntry>();
  #scheduled = false;
  #drained: (() => void)[] = [];

  constructor(parts: BatcherParts) {
    this.#parts = parts;
  }

  run(work: Work): Promise<RunResult> {
    return new Promise((resolve, reject) => {
      this.#accept({ work, lane: laneOf(work.scope), resolve, reject, repeats: [] });
    });
  }

  /** Resolves when everything that was accepted has been answered. */
  drain(): Promise<void> {
    if (this.#lanes.size === 0) return Promise.resolve();
    return new Promise((resolve) => {
      this.#drained.push(resolve);
    });
  }

  #accept(entry: WorkEntry): void {
    try {
      this.#parts.unit.assertWritable();
      if (!this.#isAnswered(entry)) this.#enqueue(entry);
    } catch (error) {
      entry.reject(error);
    }
  }

  /** A repeated request gets the first one's answer: from its row, or from the work under way. */
  #isAnswered(entry: WorkEntry): boolean {
    const claim = entry.work.idempotency;
    if (!claim) return false;
    const first = this.#underWay.get(keyOf(claim));
    if (first) {
      first.repeats.push(entry);
      return true;
    }
    const stored = this.#parts.answers.find(claim);
    if (stored) entry.resolve(stored);
    return stored !== undefined;
  }

  #enqueue(entry: WorkEntry): void {
    if (this.#lanes.size >= this.#parts.queueMax) throw lineFull();
    const claim = entry.work.idempotency;
    if (claim) this.#underWay.set(keyOf(claim), entry);
    this.#lanes.push(entry.lane, entry);
    this.#schedule();
  }

  /** After the sockets were read: requests that have arrived meanwhile get into the same batch. */
  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    this.#commitAfterTurn();
  }

  /**
   * While every turn of the event loop brings more works, one more turn is waited for: 64 callers
   * who were answered together also ask again together, and then share the next sync as well.
   */
  #commitAfterTurn(): void {
    const waiting = this.#lanes.size;
    setImmediate(() => {
      const grows = this.#lanes.size > waiting && this.#lanes.size < this.#parts.batchMax;
      if (grows) {
        this.#commitAfterTurn();
        return;
      }
      this.#scheduled = false;
      this.#commitBatch();
      if (this.#lanes.size > 0) this.#schedule();
      else for (const resolve of this.#drained.splice(0)) resolve();
    });
  }

  #commitBatch(): void {
    const entries = this.#lanes.take(this.#parts.batchMax);
    if (entries.length === 0) return;
    let done: readonly Done[];
    try {
      done = this.#together(entries);
    } catch (error) {
      if (concernsAll(error)) for (const entry of entries) this.#fail(entry, error);
      else for (const entry of entries) this.#alone(entry);
      return;
    }
    this.#answer(done);
  }

  /** All entries in one transaction. Those whose subject is in the batch already wait for the next. */
  #together(entries: readonly WorkEntry[]): readonly Done[] {
    const { unit, load } = this.#parts;
    const subjects = new Set<string>();
    const waiting: WorkEntry[] = [];
    const thrown: [WorkEntry, unknown][] = [];
    const done = unit.run((chain) => {
      const results: Done[] = [];
      for (const entry of entries) {
        const loaded = load(entry.work);
        const own = subjectsOf(entry.work.scope, loaded);
        if (own.some((subject) => subjects.has(subject))) {
          waiting.push(entry);
          continue;
        }
        for (const subject of own) subjects.add(subject);
        try {
          results.push(this.#carryOut(entry, loaded, chain));
        } catch (error) {
          if (!(error instanceof DecisionThrew)) throw error;
          thrown.push([entry, error.cause]);
        }
      }
      return results;
    });
    for (const [entry, error] of thrown) this.#fail(entry, error);
    for (const entry of waiting.toReversed()) this.#lanes.giveBack(entry.lane, entry);
    return done;
  }

  #carryOut(entry: WorkEntry, loaded: Loaded, chain: ChainDraft): Done {
    const { work } = entry;
    const outcome = decided(work, loaded);
    this.#parts.save(work, loaded, outcome);
    chain.append(outcome.audit);
    const claim = work.idempotency;
    const answerRow = claim && this.#parts.answers.append(claim, outcome.answer);
    const result: RunResult = { kind: 'done', answer: outcome.answer, replayed: false };
    return { entry, result, answerRow };
  }

  /**
   * One entry in a transaction of its own, after something in its batch could not be written: then
   * only the culprit fails. State that moved under a decision is read again, at most three times.
   */
  #alone(entry: WorkEntry): void {
    const { unit, load } = this.#parts;
    for (let attempt = 1; attempt <= attemptsAlone; attempt += 1) {
      try {
        const done = unit.run((chain) => this.#carryOut(entry, load(entry.work), chain));
        this.#answer([done]);
        return;
      } catch (error) {
        if (error instanceof StaleState) continue;
        this.#fail(entry, error instanceof DecisionThrew ? error.cause : error);
        return;
      }
    }
    this.#fail(entry, keptChanging());
  }

  /** COMMIT has returned: from here on the results are on disk and may be told. */
  #answer(done: readonly Done[]): void {
    for (const { entry, result, answerRow } of done) {
      const claim = entry.work.idempotency;
      if (claim && answerRow !== undefined) {
        this.#parts.answers.learn(claim, answerRow);
        this.#underWay.delete(keyOf(claim));
      }
      entry.resolve(result);
      for (const repeat of entry.repeats) repeat.resolve(repeated(entry, repeat, result));
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
