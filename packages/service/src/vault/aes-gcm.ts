import { createCipheriv, createDecipheriv, type KeyObject } from 'node:crypto';

/** AES-256-GCM as Warifu uses it: 96-bit nonces and 128-bit tags only (NIST SP 800-38D). */
export const nonceBytes = 12;
const tagBytes = 16;
const algorithm = 'aes-256-gcm';

export interface SealParts {
  readonly nonce: Uint8Array;
  readonly plaintext: Uint8Array;
  readonly aad: Uint8Array;
}

export interface OpenParts {
  readonly nonce: Uint8Array;
  /** Ciphertext with the tag at its end. */
  readonly sealed: Uint8Array;
  readonly aad: Uint8Array;
}

/** Ciphertext and tag. Throws on a nonce of another length, which would be a bug. */
export function sealAesGcm(key: KeyObject, { nonce, plaintext, aad }: SealParts): Uint8Array {
  if (nonce.length !== nonceBytes) throw new RangeError('a nonce has 12 bytes');
  const cipher = createCipheriv(algorithm, key, nonce, { authTagLength: tagBytes });
  cipher.setAAD(aad);
  const body = cipher.update(plaintext);
  return Buffer.concat([body, cipher.final(), cipher.getAuthTag()]);
}

/** The plaintext, or undefined when key, nonce, associated data or ciphertext do not belong together. */
export function openAesGcm(key: KeyObject, { nonce, sealed, aad }: OpenParts): Buffer | undefined {
  if (nonce.length !== nonceBytes || sealed.length < tagBytes) return undefined;
  const decipher = createDecipheriv(algorithm, key, nonce, { authTagLength: tagBytes });
  const end = sealed.length - tagBytes;
  decipher.setAAD(aad);
  decipher.setAuthTag(sealed.subarray(end));
  try {
    const body = decipher.update(sealed.subarray(0, end));
    const rest = decipher.final();
    return rest.length === 0 ? body : Buffer.concat([body, rest]);
  } catch {
    return undefined;
  }
}
