import type { Fingerprint } from './fingerprint.ts';

const initialSlots = 1 << 12;
const fullest = 0.6;

/**
 * Which row may hold an idempotency key: an open-addressing table from 64-bit fingerprints to row
 * ids, 16 bytes a slot. A text index on disk cost 35 µs a row where this costs less than one. It is
 * derived data: rebuilt when the store is opened, and a row that is gone is found out by whoever
 * looks at the row.
 */
export class KeyIndex {
  #high = new Uint32Array(initialSlots);
  #low = new Uint32Array(initialSlots);
  /** Row ids; 0 marks a free slot. */
  #rows = new Float64Array(initialSlots);
  #used = 0;
  #oldestRow = 1;

  /** Slots in use, those of removed rows included until the table is next rebuilt. */
  get size(): number {
    return this.#used;
  }

  add(print: Fingerprint, row: number): void {
    if (this.#used >= this.#rows.length * fullest) this.#rebuild();
    this.#place(print.high, print.low, row);
    this.#used += 1;
  }

  /** Asks `confirm` about each row whose fingerprint is this one, until it knows the answer. */
  find<T>(print: Fingerprint, confirm: (row: number) => T | undefined): T | undefined {
    const mask = this.#rows.length - 1;
    let slot = print.low & mask;
    for (let row = this.#rows[slot]; row; row = this.#rows[slot]) {
      if (this.#low[slot] === print.low && this.#high[slot] === print.high) {
        const answer = confirm(row);
        if (answer !== undefined) return answer;
      }
      slot = (slot + 1) & mask;
    }
    return undefined;
  }

  /** Rows below this id are gone; their slots are dropped at the next rebuild. */
  forgetBefore(row: number): void {
    this.#oldestRow = row;
  }

  #place(high: number, low: number, row: number): void {
    const mask = this.#rows.length - 1;
    let slot = low & mask;
    while (this.#rows[slot]) slot = (slot + 1) & mask;
    this.#high[slot] = high;
    this.#low[slot] = low;
    this.#rows[slot] = row;
  }

  /** Drops what is gone, and doubles the table when that did not make enough room. */
  #rebuild(): void {
    const [high, low, rows] = [this.#high, this.#low, this.#rows];
    const live = rows.reduce((count, row) => (row >= this.#oldestRow ? count + 1 : count), 0);
    const slots = live >= rows.length * (fullest / 2) ? rows.length * 2 : rows.length;
    this.#high = new Uint32Array(slots);
    this.#low = new Uint32Array(slots);
    this.#rows = new Float64Array(slots);
    this.#used = live;
    for (let slot = 0; slot < rows.length; slot += 1) {
      const row = rows[slot] ?? 0;
      if (row >= this.#oldestRow) this.#place(high[slot] ?? 0, low[slot] ?? 0, row);
    }
  }
}
