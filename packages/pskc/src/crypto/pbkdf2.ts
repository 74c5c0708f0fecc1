import { pbkdf2 } from 'node:crypto';
import { promisify } from 'node:util';
import type { HmacHash } from './hmac.ts';

const derive = promisify(pbkdf2);

/** The public half of a derivation, as a file states it. */
export interface Pbkdf2Parameters {
  readonly salt: Uint8Array;
  readonly iterations: number;
  readonly keyBytes: number;
  readonly hash: HmacHash;
}

/**
 * PBKDF2 of RFC 8018 5.2. Runs on a worker thread, so the event loop stays free; the caller bounds
 * the iterations (row 64).
 */
export async function derivePbkdf2(
  password: Uint8Array,
  { salt, iterations, keyBytes, hash }: Pbkdf2Parameters,
): Promise<Uint8Array> {
  return derive(password, salt, iterations, keyBytes, hash);
}
