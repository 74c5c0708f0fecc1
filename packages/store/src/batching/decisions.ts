import {
  type IdempotencyClaim,
  type Loaded,
  type RunResult,
  StoreFailure,
  type Work,
  type WorkOutcome,
} from '@warifu/service';
import { sameInput } from '../idempotency/same-input.ts';
import type { WorkEntry } from './work-entry.ts';

/** What the batchers of both adapters have to say about a work, whatever they write it to. */

/** How often a work is decided again in a transaction of its own, before it fails with `try_again`. */
export const attemptsAlone = 3;

/** The decision itself threw: the one error that concerns nobody but its own work. */
export class DecisionThrew extends Error {}

/** Asks the work for its decision. */
export function decided(work: Work, loaded: Loaded): WorkOutcome {
  try {
    return work.decide(loaded);
  } catch (error) {
    throw new DecisionThrew('a decision threw', { cause: error });
  }
}

/** What a repeat gets that came while the first of its key was under way. */
export function repeated(first: WorkEntry, repeat: WorkEntry, result: RunResult): RunResult {
  const [used, asked] = [first.work.idempotency, repeat.work.idempotency];
  if (!used || !asked || !sameInput(used.inputMac, asked.inputMac)) return { kind: 'key_reused' };
  return result.kind === 'done' ? { ...result, replayed: true } : result;
}

/** A full or failing disk fails the whole batch; anything else is some one work's fault. */
export function concernsAll(error: unknown): boolean {
  return error instanceof StoreFailure && error.code !== 'conflict';
}

/** Names one key of one institution. */
export function keyOf({
  institutionId,
  key,
}: Pick<IdempotencyClaim, 'institutionId' | 'key'>): string {
  return `${institutionId}\n${key}`;
}

/** The line is full: the caller may come again. */
export function lineFull(): StoreFailure {
  return new StoreFailure('try_again', 'too many requests wait for the store');
}

/** The state moved under every one of the attempts. */
export function keptChanging(): StoreFailure {
  return new StoreFailure('try_again', 'the state kept changing: send it again');
}
