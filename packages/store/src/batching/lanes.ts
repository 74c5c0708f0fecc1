/**
 * A waiting line with lanes: entries of one lane keep their order and go one to a batch, and lanes
 * take turns, so that a flood upon one token or contract delays nobody else.
 */
export class Lanes<Entry> {
  readonly #lanes = new Map<string, Entry[]>();
  #size = 0;

  get size(): number {
    return this.#size;
  }

  push(lane: string, entry: Entry): void {
    const waiting = this.#lanes.get(lane);
    if (waiting) waiting.push(entry);
    else this.#lanes.set(lane, [entry]);
    this.#size += 1;
  }

  /** Puts an entry back to the front of its lane; the lane waits for its next turn. */
  giveBack(lane: string, entry: Entry): void {
    const waiting = this.#lanes.get(lane);
    if (waiting) waiting.unshift(entry);
    else this.#lanes.set(lane, [entry]);
    this.#size += 1;
  }

  /** Takes the first entry of as many lanes as the limit allows. */
  take(limit: number): Entry[] {
    const taken: Entry[] = [];
    const turns = [...this.#firstLanes(limit)];
    for (const [lane, waiting] of turns) {
      const entry = waiting.shift();
      this.#lanes.delete(lane);
      // Set anew, the lane stands behind all others.
      if (waiting.length > 0) this.#lanes.set(lane, waiting);
      if (entry === undefined) continue;
      taken.push(entry);
      this.#size -= 1;
    }
    return taken;
  }

  *#firstLanes(limit: number) {
    let turns = 0;
    for (const lane of this.#lanes) {
      if (turns === limit) return;
      turns += 1;
      yield lane;
    }
  }
}
