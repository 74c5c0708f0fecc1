import { hash } from 'node:crypto';

/**
 * HMAC (RFC 2104) out of one-call hashes. `createHmac` makes an object of C++ for every message,
 * which costs 4 µs and one more thing for the garbage collector to finalise; two one-call hashes with
 * the padded keys cost 1.2 µs and leave nothing behind. A verification makes four MACs.
 */
export type MacHash = 'sha1' | 'sha256' | 'sha512';

const sizes = {
  sha1: { blockBytes: 64, macBytes: 20 },
  sha256: { blockBytes: 64, macBytes: 32 },
  sha512: { blockBytes: 128, macBytes: 64 },
} as const satisfies Record<MacHash, { blockBytes: number; macBytes: number }>;

const innerPad = 0x36;
const outerPad = 0x5c;
const longestShortMessageBytes = 1_024;

/** A key and its hash, ready to make MACs of one message after the other. */
export class OneShotHmac {
  readonly #hash: MacHash;
  readonly #blockBytes: number;
  /** The inner padded key, with room for a short message behind it. */
  readonly #inner: Buffer;
  /** The outer padded key, with room for the inner hash behind it. */
  readonly #outer: Buffer;

  /** The key's bytes are copied: the caller may clear them. */
  constructor(name: MacHash, key: Uint8Array, longestMessageBytes = longestShortMessageBytes) {
    const { blockBytes, macBytes } = sizes[name];
    this.#hash = name;
    this.#blockBytes = blockBytes;
    this.#inner = Buffer.allocUnsafe(blockBytes + longestMessageBytes);
    this.#outer = Buffer.allocUnsafe(blockBytes + macBytes);
    const short = key.length > blockBytes ? hash(name, key, 'buffer') : key;
    for (let index = 0; index < blockBytes; index += 1) {
      const byte = short[index] ?? 0;
      this.#inner[index] = byte ^ innerPad;
      this.#outer[index] = byte ^ outerPad;
    }
  }

  /** The MAC of a message. */
  digest(message: Uint8Array): Buffer {
    // A text of one character a byte: the other outcome, a buffer, costs three times as much.
    const inside = hash(this.#hash, this.#padded(message), 'binary');
    this.#outer.write(inside, this.#blockBytes, 'latin1');
    return Buffer.from(hash(this.#hash, this.#outer, 'binary'), 'latin1');
  }

  /** Overwrites the key. No MAC can be made afterwards that means anything. */
  forget(): void {
    this.#inner.fill(0);
    this.#outer.fill(0);
  }

  #padded(message: Uint8Array): Uint8Array {
    const end = this.#blockBytes + message.length;
    if (end > this.#inner.length)
      return Buffer.concat([this.#inner.subarray(0, this.#blockBytes), message]);
    this.#inner.set(message, this.#blockBytes);
    return this.#inner.subarray(0, end);
  }
}
