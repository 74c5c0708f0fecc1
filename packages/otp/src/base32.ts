/*
 * Base32 of RFC 4648 section 6, the spelling of secrets in otpauth URIs and in what people type
 * by hand. Reading is lenient where people are (case, spaces, missing padding) and exact where
 * a slip would give another secret.
 */

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
/** For reading: small letters 32 places later. `toUpperCase` would also let 'ſ' pass as 'S'. */
const BOTH_CASES = `${ALPHABET}abcdefghijklmnopqrstuvwxyz`;
const BITS_PER_LETTER = 5;

/** Letters in the last group that RFC 4648 can produce; 1, 3 and 6 mean that letters are missing. */
const WHOLE_LAST_GROUPS: ReadonlySet<number> = new Set([0, 2, 4, 5, 7]);

/** A text that is not Base32. It never quotes the text, which is a secret. */
export class Base32Error extends Error {
  /** `character`: not of the alphabet; `length`: letters are missing; `padding`: wrong `=` signs. */
  readonly reason: 'character' | 'length' | 'padding';
  /** Index into the text as given, from 0. */
  readonly position: number;

  constructor(reason: Base32Error['reason'], position: number) {
    super(`not Base32: wrong ${reason} at position ${position}`);
    this.name = 'Base32Error';
    this.reason = reason;
    this.position = position;
  }
}

/**
 * Base32 in upper case, without the padding that authenticator apps choke on.
 *
 * @example encodeBase32(new TextEncoder().encode('foobar')); // 'MZXW6YTBOI'
 */
export function encodeBase32(bytes: Uint8Array): string {
  let text = '';
  let pending = 0;
  let bits = 0;
  for (const byte of bytes) {
    pending = (pending << 8) | byte;
    bits += 8;
    while (bits >= BITS_PER_LETTER) {
      bits -= BITS_PER_LETTER;
      text += ALPHABET.charAt((pending >> bits) & 31);
    }
    pending &= (1 << bits) - 1;
  }
  return bits > 0 ? text + ALPHABET.charAt((pending << (BITS_PER_LETTER - bits)) & 31) : text;
}

/**
 * The bytes of a Base32 text. Any case, optional padding, white space anywhere. Left-over bits of
 * the last letter are dropped even when they are not zero (RFC 4648 3.5 leaves it to the reader):
 * secrets made of random letters have them.
 *
 * @throws Base32Error with the position at fault.
 */
export function decodeBase32(text: string): Uint8Array {
  const values = readLetters(text);
  if (!WHOLE_LAST_GROUPS.has(values.length % 8)) throw new Base32Error('length', text.length);
  const bytes = new Uint8Array(Math.floor((values.length * BITS_PER_LETTER) / 8));
  let pending = 0;
  let bits = 0;
  let filled = 0;
  for (const value of values) {
    pending = (pending << BITS_PER_LETTER) | value;
    bits += BITS_PER_LETTER;
    if (bits < 8) continue;
    bits -= 8;
    bytes[filled] = pending >> bits;
    filled += 1;
    pending &= (1 << bits) - 1;
  }
  return bytes;
}

/** The 5-bit values of the letters; checks that padding, if any, fills the last group exactly. */
function readLetters(text: string): number[] {
  const values: number[] = [];
  let padding = 0;
  for (const [position, letter] of [...text].entries()) {
    if (/\s/.test(letter)) continue;
    if (letter === '=') {
      padding += 1;
      continue;
    }
    const place = BOTH_CASES.indexOf(letter);
    if (place < 0) throw new Base32Error('character', position);
    if (padding > 0) throw new Base32Error('padding', position);
    values.push(place % ALPHABET.length);
  }
  if (padding > 0 && (padding > 6 || (values.length + padding) % 8 !== 0)) {
    throw new Base32Error('padding', text.length - 1);
  }
  return values;
}
