import type { KeyObject } from 'node:crypto';
import { createHmac, timingSafeEqual } from 'node:crypto';

/** Hashes of the HMACs that token files use, by their OpenSSL names. */
export type HmacHash = 'sha1' | 'sha256' | 'sha512';

/** HMAC of RFC 2104. */
export function computeHmac(hash: HmacHash, key: KeyObject, message: Uint8Array): Uint8Array {
  return createHmac(hash, key).update(message).digest();
}

/**
 * Whether `mac` is the whole HMAC of the message, compared in constant time. A truncated MAC is
 * never a match: RFC 6030 does not know them.
 */
export function hmacMatches(
  hash: HmacHash,
  key: KeyObject,
  signed: { readonly message: Uint8Array; readonly mac: Uint8Array },
): boolean {
  const expected = computeHmac(hash, key, signed.message);
  return expected.length === signed.mac.length && timingSafeEqual(expected, signed.mac);
}
