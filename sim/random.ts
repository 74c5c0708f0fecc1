import type { Random } from '@warifu/service';

/**
 * The only source of chance of a run: xoshiro128** seeded through splitmix32. Two runs with one seed
 * draw the same numbers, and a draw of its own for each scene (`forked`) keeps the rest of a run as it
 * was when a scene is cut out.
 */
export class SeededRandom implements Random {
  #a: number;
  #b: number;
  #c: number;
  #d: number;

  constructor(...seeds: readonly number[]) {
    let state = 0x9e3779b9;
    for (const seed of seeds) state = scrambled(state ^ (seed | 0)) + (seed | 0);
    const drawn = () => {
      state = (state + 0x9e3779b9) | 0;
      return scrambled(state);
    };
    this.#a = drawn();
    this.#b = drawn();
    this.#c = drawn();
    this.#d = drawn() | 1;
  }

  /** The generator in a given state, as its authors' own examples begin. */
  static ofState(a: number, b: number, c: number, d: number): SeededRandom {
    const random = new SeededRandom();
    random.#a = a;
    random.#b = b;
    random.#c = c;
    random.#d = d;
    return random;
  }

  /** 32 random bits as a whole number that is not negative. */
  bits(): number {
    const five = Math.imul(this.#b, 5);
    const result = Math.imul((five << 7) | (five >>> 25), 9);
    const shifted = this.#b << 9;
    this.#c ^= this.#a;
    this.#d ^= this.#b;
    this.#b ^= this.#c;
    this.#a ^= this.#d;
    this.#c ^= shifted;
    this.#d = (this.#d << 11) | (this.#d >>> 21);
    return result >>> 0;
  }

  /** A whole number from 0 up to, and not including, `below`. */
  below(below: number): number {
    return Math.floor((this.bits() / 0x1_0000_0000) * below);
  }

  /** A whole number from `from` to `to`, both included. */
  between(from: number, to: number): number {
    return from + this.below(to - from + 1);
  }

  chance(probability: number): boolean {
    return this.bits() < probability * 0x1_0000_0000;
  }

  /** One of the list, each as likely as the others; undefined when there is none. */
  pick<T>(list: readonly T[]): T | undefined {
    return list[this.below(list.length)];
  }

  /** One of a list that is known not to be empty. */
  one<T>(first: T, ...others: readonly T[]): T {
    return this.below(others.length + 1) === 0 ? first : (this.pick(others) ?? first);
  }

  bytes(length: number): Uint8Array {
    const bytes = new Uint8Array(length);
    for (let index = 0; index < length; index += 1) {
      if (index % 4 === 0) this.#word = this.bits();
      bytes[index] = this.#word & 0xff;
      this.#word >>>= 8;
    }
    return bytes;
  }

  #word = 0;
}

function scrambled(value: number): number {
  let mixed = value | 0;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}
