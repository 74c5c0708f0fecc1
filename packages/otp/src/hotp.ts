/*
 * HOTP (RFC 4226): a counter that both sides know goes through HMAC, and a few digits of the
 * result are the code. The key never comes here. The caller hands in an `Hmac` that is already
 * bound to key and hash, so that the same code runs on the server (node:crypto) and on a phone
 * (where the key cannot be read at all), and so that no plaintext key is passed about.
 */

/** HMAC of one message, key and hash bound by the caller (`createHmac` on the server). */
export type Hmac = (message: Uint8Array) => Uint8Array;

/** The lengths of code that tokens show. RFC 4226 R4 asks for at least 6. */
export type Digits = 6 | 8;

/** RFC 4226 5.3 reads 4 bytes at an offset of up to 15, so a MAC shorter than SHA-1's is a bug. */
const SHORTEST_MAC_BYTES = 20;
const TWO_TO_32 = 2 ** 32;

/**
 * The message of RFC 4226 5.1: the counter as 8 bytes, big endian. It is also TOTP's message, with
 * the time step as the counter (RFC 6238 4.2).
 *
 * @param counter a safe integer from 0; counters above 2^32 are right too.
 * @throws RangeError for any other number: it is a bug of the caller.
 */
export function counterMessage(counter: number): Uint8Array {
  if (!Number.isSafeInteger(counter) || counter < 0) {
    throw new RangeError('a counter is a safe integer from 0');
  }
  const high = Math.floor(counter / TWO_TO_32);
  const low = counter % TWO_TO_32;
  // Written byte by byte: a view on a buffer of its own costs ten times as much.
  const message = new Uint8Array(8);
  for (let index = 0; index < 4; index += 1) {
    message[index] = high >>> (24 - 8 * index);
    message[4 + index] = low >>> (24 - 8 * index);
  }
  return message;
}

/**
 * Dynamic truncation of RFC 4226 5.3 and its reduction to decimal digits, zero padded.
 *
 * @param mac the whole HMAC, 20, 32 or 64 bytes.
 * @throws RangeError when the MAC is too short to be one: it is a bug of the caller.
 */
export function truncate(mac: Uint8Array, digits: Digits): string {
  if (mac.length < SHORTEST_MAC_BYTES) throw new RangeError('a MAC has at least 20 bytes');
  const byte = (index: number) => mac[index] ?? 0;
  const at = byte(mac.length - 1) & 0x0f;
  const high = ((byte(at) & 0x7f) << 24) | (byte(at + 1) << 16);
  const number = high | (byte(at + 2) << 8) | byte(at + 3);
  return String(number % 10 ** digits).padStart(digits, '0');
}

/**
 * The code of RFC 4226 for one counter.
 *
 * @example
 * const hmac = (message) => createHmac('sha1', key).update(message).digest();
 * hotp(hmac, 0, 6); // '755224' for the key of RFC 4226 appendix D
 */
export function hotp(hmac: Hmac, counter: number, digits: Digits): string {
  return truncate(hmac(counterMessage(counter)), digits);
}
