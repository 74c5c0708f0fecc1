import { sealedThrough } from '../audit/audit-search.ts';
import type { RecordRange } from '../audit/record-range.ts';
import { type Subjects, sealSegment, subjectsAfter } from '../audit/seal-segment.ts';
import { segmentSize } from '../audit/segment.ts';
import type { QueryBuilder } from '../query-builder.ts';
import type { Session } from './session.ts';

/**
 * The subjects of this chain's records that are in no segment yet, kept as they are committed. Each
 * node makes the segments of its own chain.
 */
export class UnsealedRecords {
  readonly #build: QueryBuilder;
  #sealed = 0;
  #subjects: Subjects[] = [];
  #failed = false;

  constructor(build: QueryBuilder) {
    this.#build = build;
  }

  get fillsSegment(): boolean {
    return !this.#failed && this.#subjects.length >= segmentSize;
  }

  /** Records that were committed, in order. */
  add(subjects: readonly Subjects[]): void {
    if (!this.#failed) this.#subjects.push(...subjects);
  }

  /**
   * Writes the postings of one full segment. Should that fail, no more are written until the next
   * connection: a search finds what is there without postings.
   */
  async seal(session: Session): Promise<void> {
    const records = this.#subjects.slice(0, segmentSize);
    this.#failed = true;
    const plan = sealSegment(this.#build, this.#sealed / segmentSize, records);
    await session.transaction(() => session.run(plan));
    this.#failed = false;
    this.#subjects = this.#subjects.slice(segmentSize);
    this.#sealed += segmentSize;
  }

  /**
   * Reads what an earlier connection left without postings. Records that are not where they should
   * be are for `audit verify` to tell; until then searches do without further postings.
   */
  async catchUp(session: Session, range: RecordRange): Promise<void> {
    this.#failed = false;
    this.#sealed = await session.run(sealedThrough(this.#build, range));
    for (;;) {
      const plan = subjectsAfter(this.#build, this.#sealed, range.through);
      const records = await session.run(plan);
      const inPlace = records.every(({ number }, offset) => number === this.#sealed + offset + 1);
      this.#subjects = [...records];
      this.#failed = !inPlace;
      if (!this.fillsSegment) return;
      await this.seal(session);
    }
  }
}
