import { TokenFileError } from '../token-file-error.ts';

/** Numbers of RFC 6030 are xs:int or xs:long; 8 bytes hold both. */
const LONGEST_BYTES = 8;

/**
 * A whole number written as text.
 *
 * @param what names the element in the message.
 * @throws TokenFileError `bad_value`, `number_too_large`.
 */
export function parseInteger(text: string, what: string): number {
  const digits = text.trim();
  if (!/^[-+]?[0-9]{1,20}$/.test(digits)) throw notInteger(what);
  return requireSafe(Number(digits), what);
}

/**
 * A whole number that was encrypted. RFC 6030 does not say how it becomes bytes, and writers do
 * both: decimal text (multiOTP), or big-endian bytes (pskc-utils). Bytes that read as a decimal
 * number are one.
 *
 * @throws TokenFileError `bad_value`, `number_too_large`.
 */
export function integerOfBytes(bytes: Uint8Array, what: string): number {
  const text = Buffer.from(bytes).toString('latin1');
  if (/^-?[0-9]+$/.test(text)) return parseInteger(text, what);
  if (bytes.length < 1 || bytes.length > LONGEST_BYTES) throw notInteger(what);
  return requireSafe(Number(BigInt(`0x${Buffer.from(bytes).toString('hex')}`)), what);
}

/** No token was pressed 2^53 times; a number that large is noise, and would be rounded here. */
function requireSafe(value: number, what: string): number {
  if (Number.isSafeInteger(value)) return value;
  throw new TokenFileError(
    'number_too_large',
    `${what} is above ${Number.MAX_SAFE_INTEGER}, which no real token reaches; ask the vendor for a correct file`,
  );
}

function notInteger(what: string): TokenFileError {
  return new TokenFileError(
    'bad_value',
    `${what} is not a whole number; ask the vendor for a correct file`,
  );
}
