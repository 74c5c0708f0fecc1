import { type RunResult, StoreFailure, type WorkOutcome } from '@warifu/service';
import { DecisionThrew, decided, keyOf } from '../batching/decisions.ts';
import { subjectsOf, type WorkEntry } from '../batching/work-entry.ts';
import { type ColdScope, loadScope } from '../loads/scope-load.ts';
import type { QueryBuilder } from '../query-builder.ts';
import { assertOwnContract, saveChanges } from '../writes/changes.ts';
import { StaleState } from '../writes/stale-state.ts';
import { lockContracts, namesOf } from './cold-locks.ts';
import { HotLoad, loadedFrom, type VerificationScope } from './hot-load.ts';
import { isNarrow, type Narrow, saveNarrow } from './hot-save.ts';
import type { PostgresDraft } from './postgres-chain.ts';
import { together } from './session.ts';
import {
  type AnswerRow,
  answerRow,
  answerTo,
  saveAnswers,
  storedAnswers,
} from './stored-answers.ts';
import type { Send, Turn } from './writer.ts';

/**
 * What happens between BEGIN and COMMIT, for verifications and for colder acts:
 *
 *   lock ─▶ read ─▶ answers of keys that were used before ─▶ decide ─▶ write, with records and answers
 */
export interface Done {
  readonly entry: WorkEntry;
  readonly result: RunResult;
}

/** What became of the entries of one batch. */
export interface BatchResult {
  /** Answered once COMMIT has returned. */
  readonly done: readonly Done[];
  /** Their subject is in the batch already, so they wait for the next. */
  readonly waiting: readonly WorkEntry[];
  /** Their decision threw. */
  readonly thrown: readonly (readonly [WorkEntry, unknown])[];
  /** How many answers were stored. */
  readonly stored: number;
}

/** What the transaction gives a batch. */
export interface BatchTurn {
  readonly turn: Turn;
  readonly draft: PostgresDraft;
  readonly send: Send;
}

export interface BatchParts {
  readonly build: QueryBuilder;
  readonly retentionMs: number;
}

/** Gathers what the entries of one batch come to. */
class Gathering {
  readonly done: Done[] = [];
  readonly waiting: WorkEntry[] = [];
  readonly thrown: (readonly [WorkEntry, unknown])[] = [];
  readonly answers: AnswerRow[] = [];
  readonly #subjects = new Set<string>();
  readonly #draft: PostgresDraft;

  constructor(draft: PostgresDraft) {
    this.#draft = draft;
  }

  /** False when something that the entry is about is in the batch already. */
  admits(entry: WorkEntry, subjects: readonly string[]): boolean {
    if (subjects.some((subject) => this.#subjects.has(subject))) {
      this.waiting.push(entry);
      return false;
    }
    for (const subject of subjects) this.#subjects.add(subject);
    return true;
  }

  /** Undefined when the decision threw, which concerns this entry alone. */
  decide(entry: WorkEntry, loaded: Parameters<typeof decided>[1]): WorkOutcome | undefined {
    try {
      return decided(entry.work, loaded);
    } catch (error) {
      if (!(error instanceof DecisionThrew)) throw error;
      this.thrown.push([entry, error.cause]);
      return undefined;
    }
  }

  finish(entry: WorkEntry, { audit, answer }: WorkOutcome): void {
    this.#draft.append(audit);
    const claim = entry.work.idempotency;
    if (claim) this.answers.push(answerRow(claim, answer));
    this.done.push({ entry, result: { kind: 'done', answer, replayed: false } });
  }

  get result(): BatchResult {
    const { done, waiting, thrown, answers } = this;
    return { done, waiting, thrown, stored: answers.length };
  }
}

const claimsOf = (entries: readonly WorkEntry[]) =>
  entries.map(({ work }) => work.idempotency).filter((claim) => claim !== undefined);

/** Takes the entries away whose key was used before, and answers them. */
function withoutRepeats(
  entries: readonly WorkEntry[],
  stored: ReadonlyMap<string, AnswerRow>,
  { gathering, retentionMs }: { readonly gathering: Gathering; readonly retentionMs: number },
): readonly WorkEntry[] {
  return entries.filter((entry) => {
    const claim = entry.work.idempotency;
    const result = claim && answerTo(claim, stored.get(keyOf(claim)), retentionMs);
    if (result) gathering.done.push({ entry, result });
    return result === undefined;
  });
}

/** Verifications: read together, decided, written together. */
export async function verifyTogether(
  { build, retentionMs }: BatchParts,
  entries: readonly WorkEntry[],
  { turn, draft, send }: BatchTurn,
): Promise<BatchResult> {
  const { session, types } = turn;
  const gathering = new Gathering(draft);
  const [hot, stored] = await together([
    HotLoad.read(session, entries.map(scopeOf)),
    storedAnswers(session, claimsOf(entries)),
  ]);
  const narrow: Narrow[] = [];
  const wide: (() => Promise<void>)[] = [];
  for (const entry of withoutRepeats(entries, stored, { gathering, retentionMs })) {
    const rows = hot.rowsOf(scopeOf(entry));
    const loaded = loadedFrom(rows);
    if (!gathering.admits(entry, subjectsOf(entry.work.scope, loaded))) continue;
    const outcome = gathering.decide(entry, loaded);
    if (!outcome) continue;
    const { changes } = outcome;
    const saving = { build, institutionId: entry.work.scope.institutionId, loaded };
    assertOwnContract(saving, changes);
    if (rows && isNarrow(rows, changes)) narrow.push({ rows, changes });
    else wide.push(() => session.run(saveChanges(saving, changes)));
    gathering.finish(entry, outcome);
  }
  send(saveNarrow(session, types, narrow));
  for (const save of wide) await save();
  send(saveAnswers(turn, gathering.answers, retentionMs));
  return gathering.result;
}

function scopeOf({ work: { scope } }: WorkEntry): VerificationScope {
  if (scope.kind !== 'verification') throw new Error('a colder act stands among verifications');
  return scope;
}

/** Colder acts: what each is about is locked, and then they are loaded, and written, side by side. */
export async function actTogether(
  { build, retentionMs }: BatchParts,
  entries: readonly WorkEntry[],
  { turn, draft, send }: BatchTurn,
): Promise<BatchResult> {
  const { session } = turn;
  const gathering = new Gathering(draft);
  const locked = await lockContracts(session, build, entries.map(coldScopeOf));
  const stored = await storedAnswers(session, claimsOf(entries));
  const fresh = withoutRepeats(entries, stored, { gathering, retentionMs });
  const loads = fresh.map(async (entry) => {
    return { entry, loaded: await session.run(loadScope(build, coldScopeOf(entry))) };
  });
  const saves: (() => Promise<void>)[] = [];
  for (const { entry, loaded } of await together(loads)) {
    const scope = coldScopeOf(entry);
    if (!gathering.admits(entry, [...subjectsOf(scope, loaded), ...namesOf(scope)])) continue;
    const contractId = loaded.view?.contract.id;
    // What the scope names came to another contract between the lock and the load.
    if (contractId !== undefined && scope.kind !== 'new_contract' && !locked.has(contractId))
      throw new StaleState('the contract');
    const outcome = gathering.decide(entry, loaded);
    if (!outcome) continue;
    const saving = { build, institutionId: scope.institutionId, loaded };
    saves.push(() => session.run(saveChanges(saving, outcome.changes)));
    gathering.finish(entry, outcome);
  }
  await together(saves.map((save) => save()));
  send(saveAnswers(turn, gathering.answers, retentionMs));
  return gathering.result;
}

function coldScopeOf({ work: { scope } }: WorkEntry): ColdScope {
  if (scope.kind === 'verification')
    throw new StoreFailure('store_unavailable', 'a verification stands among colder acts');
  return scope;
}
