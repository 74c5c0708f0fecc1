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
  | 'iss'
  | 'req'
  | 'imp'
  | 'key'
  | 'mal'
  | 'job'
  | 'lse';

export type NewId = (prefix: IdPrefix) => string;

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';

/**
 * IDs are a prefix and 26 characters: 48 bits of time and a count of 16 bits within the millisecond,
 * so that what was made later sorts later and neighbours in time are neighbours in the index, and
 * 64 random bits, so that nobody guesses one.
 */
export function idSource(clock: Clock, random: Random): NewId {
  let last = 0n;
  return (prefix) => {
    const now = BigInt(clock.now()) << 16n;
    // A clock that stands still or goes back does not undo the order of what one process makes.
    last = now > last || last - now > maxLead ? now : last + 1n;
    const bytes = new Uint8Array(16);
    new DataView(bytes.buffer).setBigUint64(0, last);
    bytes.set(random.bytes(8), 8);
    return `${prefix}_${base32(bytes)}`;
  };
}

/** A clock that was moved back by more than a second is followed. */
const maxLead = 1_000n << 16n;

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
