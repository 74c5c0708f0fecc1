/*
 * Every way in which a token file is refused. Codes are stable and closed, for programs; messages
 * say what to do, for the person at the import, and may change. No message quotes a value of the
 * file except serials and names of algorithms: the rest may be secret.
 */

/** Why a token file was refused. */
export type TokenFileErrorCode =
  // The file as a whole.
  | 'file_too_large'
  | 'part_too_large'
  | 'too_deep'
  | 'not_utf8'
  | 'doctype_refused'
  | 'malformed_xml'
  | 'truncated_file'
  | 'not_pskc'
  | 'bad_structure'
  | 'no_key'
  // One token.
  | 'bad_line'
  | 'missing_serial'
  | 'bad_serial'
  | 'duplicate_serial'
  | 'unknown_algorithm'
  | 'unsupported_response'
  | 'unsupported_step'
  | 'unsupported_policy'
  | 'bad_value'
  | 'number_too_large'
  | 'missing_secret'
  | 'short_secret'
  | 'long_secret'
  // Encryption.
  | 'unknown_encryption'
  | 'missing_mac'
  | 'unknown_mac'
  | 'key_required'
  | 'key_length'
  | 'too_many_iterations'
  | 'cannot_decrypt'
  // Signature.
  | 'certificate_required'
  | 'bad_certificate'
  | 'missing_signature'
  | 'sha1_signature'
  | 'signature_refused';

/** Where in the file a refusal arose. */
export interface Place {
  readonly position?: string | undefined;
  readonly serial?: string | undefined;
}

/** A token file, or one token of it, was refused. Tokens read before it were sound by themselves. */
export class TokenFileError extends Error {
  readonly code: TokenFileErrorCode;
  /** The serial at fault, when it is known. */
  readonly serial: string | undefined;
  /** The place at fault: `key 3` or `line 12`. */
  readonly position: string | undefined;
  /** What is wrong and what to do, without the place. */
  readonly advice: string;

  constructor(code: TokenFileErrorCode, advice: string, place: Place = {}) {
    const where = [place.position, place.serial && `serial ${place.serial}`].filter(Boolean);
    super(where.length > 0 ? `${where.join(', ')}: ${advice}` : advice);
    this.name = 'TokenFileError';
    this.code = code;
    this.advice = advice;
    this.serial = place.serial;
    this.position = place.position;
  }
}

/**
 * Runs a step of the reading and gives its refusal a place. The leaves of the reading know what is
 * wrong but not where they stand; the caller knows where.
 */
export function located<T>(place: Place, step: () => T): T {
  try {
    return step();
  } catch (error) {
    if (!(error instanceof TokenFileError)) throw error;
    throw new TokenFileError(error.code, error.advice, {
      position: error.position ?? place.position,
      serial: error.serial ?? place.serial,
    });
  }
}
