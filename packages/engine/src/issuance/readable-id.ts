/**
 * IDs that a person copies from one screen to another (サービスID, ユーザID): twelve letters and digits
 * of 5 bits each, so 60 bits, shown in groups of four. The alphabet has no I, L, O and U; whoever types
 * one of the first three means 1, 1 and 0 (Crockford's base 32).
 */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const letters = 12;

/** How many random bytes an ID is made of: 60 bits of them are used. */
export const readableIdBytes = 8;

/** The ID that these random bytes give. Throws a RangeError when there are too few. */
export function readableId(bytes: Uint8Array): string {
  if (bytes.length < readableIdBytes) throw new RangeError(`an ID takes ${readableIdBytes} bytes`);
  let bits = bytes.slice(0, readableIdBytes).reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
  let text = '';
  for (let index = 0; index < letters; index++) {
    text += alphabet[Number(bits & 31n)];
    bits >>= 5n;
  }
  return text;
}

/** As it stands on the screen: `K7QD-2M9X-4TRB`. */
export function inGroups(id: string): string {
  return id.match(/.{1,4}/g)?.join('-') ?? '';
}

/** The one spelling of a typed ID: whatever is no such ID matches none. */
export function canonicaliseReadableId(text: string): string {
  return text
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\p{White_Space}\p{Dash}\u30fc]/gu, '')
    .replace(/O/g, '0')
    .replace(/[IL]/g, '1');
}
