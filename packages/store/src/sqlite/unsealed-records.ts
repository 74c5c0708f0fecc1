import { sealedThrough } from '../audit/audit-search.ts';
import { type Subjects, sealSegment, subjectsAfter } from '../audit/seal-segment.ts';
import { segmentSize } from '../audit/segment.ts';
import type { QueryBuilder } from '../query-builder.ts';
import type { Connection } from './connection.ts';

/**
 * The subjects of committed audit records that are in no segment yet. They are kept as they are
 * committed, because reading a segment's rows back costs three times what its postings cost.
 */
export class UnsealedRecords {
  readonly #connection: Connection;
  readonly #build: QueryBuilder;
  #sealed: number;
  #subjects: Subjects[] = [];
  #failed = false;

  constructor(connection: Connection, build: QueryBuilder) {
    this.#connection = connection;
    this.#build = build;
    this.#sealed = connection.read(sealedThrough(build));
    this.#catchUp();
  }

  get fillsSegment(): boolean {
    return !this.#failed && this.#subjects.length >= segmentSize;
  }

  /** Records that were committed, in order. */
  add(subjects: readonly Subjects[]): void {
    if (!this.#failed) this.#subjects.push(...subjects);
  }

  /**
   * Writes the postings of one full segment. Should that fail, no more are written until the store
   * is opened again: a search finds what is there without postings.
   */
  seal(): void {
    const records = this.#subjects.slice(0, segmentSize);
    this.#failed = true;
    this.#connection.transaction(() =>
      this.#connection.run(sealSegment(this.#build, this.#sealed / segmentSize, records)),
    );
    this.#failed = false;
    this.#subjects = this.#subjects.slice(segmentSize);
    this.#sealed += segmentSize;
  }

  /**
   * Reads what a former process left without postings. Records that are not where they should be are
   * for `audit verify` to tell; until then searches do without further postings.
   */
  #catchUp(): void {
    for (;;) {
      const records = this.#connection.read(subjectsAfter(this.#build, this.#sealed));
      const inPlace = records.every(({ number }, offset) => number === this.#sealed + offset + 1);
      this.#subjects = [...records];
      this.#failed ||= !inPlace;
      if (!this.fillsSegment) return;
      try {
        this.seal();
      } catch (error) {
        this.#connection.noted(error);
        return;
      }
    }
  }
}
