import { TokenFileError } from '../token-file-error.ts';

/** Groups of four letters, the last one padded; white space is already gone. */
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/**
 * The bytes of an xs:base64Binary, in which white space may stand anywhere. Stricter than Node's
 * own decoder, which passes over letters that it does not know.
 *
 * @param what names the element in the message; the text itself is never quoted.
 * @throws TokenFileError `bad_value`.
 */
export function decodeBase64(text: string, what: string): Uint8Array {
  const letters = text.replace(/[ \t\r\n]/g, '');
  if (!BASE64.test(letters)) {
    throw new TokenFileError(
      'bad_value',
      `${what} is not base64; ask the vendor for a correct file`,
    );
  }
  return Buffer.from(letters, 'base64');
}
