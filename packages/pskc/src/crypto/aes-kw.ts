import type { KeyObject } from 'node:crypto';
import { createDecipheriv } from 'node:crypto';

/** The initial value of RFC 3394 2.2.3.1; finding it again is the integrity check. */
const INITIAL_VALUE = Buffer.alloc(8, 0xa6);
const SEMIBLOCK_BYTES = 8;
/** RFC 3394 2 wraps at least two semiblocks, and wrapping adds one. */
const SHORTEST_WRAPPED_BYTES = 3 * SEMIBLOCK_BYTES;

/**
 * Undoes the AES key wrap of RFC 3394 with AES-128, -192 or -256. Key wrap checks itself, so no MAC is needed beside it.
 *
 * @returns the plaintext, or undefined when the length or the integrity check is wrong.
 */
export function unwrapAesKw(key: KeyObject, wrapped: Uint8Array): Uint8Array | undefined {
  if (wrapped.length < SHORTEST_WRAPPED_BYTES) return undefined;
  if (wrapped.length % SEMIBLOCK_BYTES !== 0) return undefined;
  const decipher = createDecipheriv(cipherName(key), key, INITIAL_VALUE);
  try {
    return Buffer.concat([decipher.update(wrapped), decipher.final()]);
  } catch {
    return undefined;
  }
}

function cipherName(key: KeyObject): string {
  return `id-aes${(key.symmetricKeySize ?? 0) * 8}-wrap`;
}
