import type { Clock } from './ports/clock.ts';
import type { Random } from './ports/random.ts';

/** Prefixes of IDs: what a reader of a log sees at once. */
export type IdPrefix =
  | 'con'
  | 'usr'
  | 'tok'
  | 'bnd'
  | 'app'
  | 'shp'
  | 'chl'
  | 'fee'
  | 'imp'
  | 'key';

export type NewId = (prefix: IdPrefix) => string;

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';

/**
 * IDs are a prefix and 26 characters: 48 bits of time, so that neighbours in time are neighbours in
 * the index, and 80 random bits, so that nobody guesses one.
 */
export function idSource(clock: Clock, random: Random): NewId {
  return (prefix) => {
    const bytes = new Uint8Array(16);
    new DataView(bytes.buffer).setBigUint64(0, BigInt(clock.now()) << 16n);
    bytes.set(random.bytes(10), 6);
    return `${prefix}_${base32(bytes)}`;
  };
}

function base32(bytes: Uint8Array): string {
  let bits = 0;
  let value = 0;
  let text = '';
  for (const byte of bytes) {
    value = (value << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += alphabet[(value >>> bits) & 31];
    }
    value &= (1 << bits) - 1;
  }
  return bits > 0 ? text + alphabet[(value << (5 - bits)) & 31] : text;
}
