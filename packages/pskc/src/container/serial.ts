import { TokenFileError } from '../token-file-error.ts';

const LONGEST_SERIAL = 64;
/** Printable, with single spaces inside at most: it is printed on a device and typed by people. */
const SERIAL = /^[^\p{C}\p{Z}]+(?: [^\p{C}\p{Z}]+)*$/u;

/**
 * A serial as the record carries it, without the white space around it.
 *
 * @throws TokenFileError `missing_serial` or `bad_serial`.
 */
export function readSerial(text: string | undefined): string {
  const serial = text?.trim() ?? '';
  if (serial === '') {
    throw new TokenFileError('missing_serial', 'the token has no serial; ask the vendor for it');
  }
  if (serial.length > LONGEST_SERIAL || !SERIAL.test(serial)) {
    throw new TokenFileError(
      'bad_serial',
      `a serial has at most ${LONGEST_SERIAL} printable letters; ask the vendor for a correct file`,
    );
  }
  return serial;
}

/** Remembers the serials of one file and refuses the second token of a name. */
export class SerialSet {
  #seen = new Set<string>();

  /** How many tokens were seen. */
  get size(): number {
    return this.#seen.size;
  }

  /** @throws TokenFileError `duplicate_serial`. */
  add(serial: string): void {
    if (this.#seen.has(serial)) {
      throw new TokenFileError(
        'duplicate_serial',
        'the serial stands twice in the file; ask the vendor which of the two is right',
      );
    }
    this.#seen.add(serial);
  }
}
