import type { ReadPool } from './connections.ts';
import { removeAnswers } from './stored-answers.ts';
import type { UnsealedRecords } from './unsealed-records.ts';
import type { Writer } from './writer.ts';

export interface ChoresParts {
  readonly pool: ReadPool;
  readonly writer: Writer;
  readonly unsealed: UnsealedRecords;
  readonly retentionMs: number;
}

const expiredEvery = 1_024;
const expiredAtOnce = 2_048;

/**
 * Work that nobody waits for: finding aids for audit records, removal of answers past their
 * retention. A chore that fails is left for the next time.
 */
export class PostgresChores {
  readonly #parts: ChoresParts;
  #stored = 0;
  #latestAt = 0;
  #working: Promise<void> | undefined;

  constructor(parts: ChoresParts) {
    this.#parts = parts;
  }

  /** After a COMMIT that stored so many answers, the latest of this instant. */
  afterCommit(stored: number, at: number): void {
    this.#stored += stored;
    this.#latestAt = Math.max(this.#latestAt, at);
    this.#look();
  }

  #look(): void {
    if (this.#working || !this.#isDue()) return;
    this.#working = this.#carryOut()
      .catch(() => {})
      .finally(() => {
        this.#working = undefined;
      });
  }

  async close(): Promise<void> {
    await this.#working;
  }

  #isDue(): boolean {
    return this.#stored >= expiredEvery || this.#parts.unsealed.fillsSegment;
  }

  async #carryOut(): Promise<void> {
    const { pool, writer, unsealed, retentionMs } = this.#parts;
    if (this.#stored >= expiredEvery) {
      this.#stored = 0;
      const before = this.#latestAt - retentionMs;
      await pool.use((session) =>
        session.transaction(() => removeAnswers(session, { before, limit: expiredAtOnce })),
      );
    }
    while (unsealed.fillsSegment) await writer.turn(({ session }) => unsealed.seal(session));
  }
}
