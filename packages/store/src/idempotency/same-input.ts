import { timingSafeEqual } from 'node:crypto';

/** Compares in constant time: the MAC says what the first request held. */
export function sameInput(left: Uint8Array, right: Uint8Array): boolean {
  return left.length === right.length && timingSafeEqual(left, right);
}
