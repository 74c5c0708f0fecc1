import type { KeyObject } from 'node:crypto';
import { createDecipheriv } from 'node:crypto';

/** AES works in blocks of 16 bytes, and so long is CBC's initialisation vector. */
const BLOCK_BYTES = 16;

/**
 * Undoes AES-128, -192 or -256 in CBC mode with PKCS#7 padding. CBC proves nothing about who wrote
 * the bytes, so callers verify a MAC over `sealed` first and give every failure here the same face
 * as a failed MAC (row 64).
 *
 * XML Encryption would allow arbitrary padding bytes. Every known writer of PSKC uses PKCS#7, and
 * the strict reading leaves no bit of a MAC key's ciphertext that can change unnoticed.
 *
 * @param sealed the IV, then the ciphertext.
 * @returns the plaintext, or undefined when lengths or padding are wrong.
 */
export function openAesCbc(key: KeyObject, sealed: Uint8Array): Uint8Array | undefined {
  const iv = sealed.subarray(0, BLOCK_BYTES);
  const ciphertext = sealed.subarray(BLOCK_BYTES);
  if (ciphertext.length === 0 || ciphertext.length % BLOCK_BYTES !== 0) return undefined;
  const decipher = createDecipheriv(`aes-${(key.symmetricKeySize ?? 0) * 8}-cbc`, key, iv);
  try {
    return Buffer.concat([decipher.update(ciphertext), decipher.final()]);
  } catch {
    return undefined;
  }
}
