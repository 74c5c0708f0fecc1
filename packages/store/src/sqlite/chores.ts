import type { Answers } from './answers.ts';
import type { Connection } from './connection.ts';
import type { UnsealedRecords } from './unsealed-records.ts';

/**
 * Work that nobody waits for, done in small pieces between batches: moving the WAL into the file,
 * finding aids for audit records, removal of answers past their retention. A chore that fails is
 * left for the next time; if the disk failed, the connection refuses everything anyway.
 */
export interface ChoresParts {
  readonly connection: Connection;
  readonly unsealed: UnsealedRecords;
  readonly answers: Answers;
  readonly checkpointPages: number;
}

const looksAtWalEvery = 8;
const expiredEvery = 1_024;
const expiredAtOnce = 2_048;

export class Chores {
  readonly #parts: ChoresParts;
  #transactions = 0;
  #scheduled = false;

  constructor(parts: ChoresParts) {
    this.#parts = parts;
  }

  /** Counts a committed transaction and looks whether a chore is due. */
  afterCommit(): void {
    this.#transactions += 1;
    if (this.#scheduled || !this.#isDue()) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      this.#carryOut();
    });
  }

  #isDue(): boolean {
    return (
      this.#transactions >= looksAtWalEvery ||
      this.#parts.answers.learntSinceRemoval >= expiredEvery ||
      this.#parts.unsealed.fillsSegment
    );
  }

  #carryOut(): void {
    const { connection, answers, unsealed, checkpointPages } = this.#parts;
    try {
      connection.assertUsable();
      if (this.#transactions >= looksAtWalEvery) {
        this.#transactions = 0;
        connection.checkpointWhenLonger(checkpointPages);
      }
      if (answers.learntSinceRemoval >= expiredEvery) answers.removeExpired(expiredAtOnce);
      // One segment at a time: a store that was behind catches up between batches.
      if (unsealed.fillsSegment) unsealed.seal();
    } catch (error) {
      // Nobody waits for a chore. A failing disk was noted by the connection; the rest is tried again.
      connection.noted(error);
    }
  }
}
