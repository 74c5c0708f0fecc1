/*
 * What the token computes and shows: RFC 6030 4.3.4 and its section 10 with the two algorithm
 * profiles, HOTP and TOTP. Anything else is refused by name; nothing is guessed.
 */
import { TokenFileError } from '../token-file-error.ts';
import type { TokenRecord } from '../token-record.ts';
import { PSKC } from '../xml/namespaces.ts';
import type { XmlElement } from '../xml/xml-element.ts';
import { childNamed } from '../xml/xml-element.ts';

/** The part of a token record that its algorithm decides. */
export type Algorithm = Pick<TokenRecord, 'kind' | 'algorithm' | 'digits'>;

const KINDS: ReadonlyMap<string, TokenRecord['kind']> = new Map([
  [`${PSKC}:hotp`, 'hotp' as const],
  [`${PSKC}:totp`, 'totp' as const],
]);

/** Suites as files write them, once HMAC, hyphens and case are taken away. */
const HASHES: ReadonlyMap<string, TokenRecord['algorithm']> = new Map([
  ['', 'SHA1' as const],
  ['SHA1', 'SHA1' as const],
  ['SHA256', 'SHA256' as const],
  ['SHA512', 'SHA512' as const],
]);

/**
 * Reads the Algorithm attribute and the AlgorithmParameters of a Key. Without parameters it is
 * SHA-1 and 6 digits, as in RFC 6030 figure 2.
 *
 * @throws TokenFileError `unknown_algorithm`, `unsupported_response` or `bad_structure`.
 */
export function readAlgorithm(key: XmlElement): Algorithm {
  const name = key.attributes.get('Algorithm');
  const kind = KINDS.get(name ?? '');
  if (kind === undefined) throw unknownAlgorithm(name ?? '(none named)');
  const parameters = childNamed(key, PSKC, 'AlgorithmParameters');
  return {
    kind,
    algorithm: readHash(parameters && childNamed(parameters, PSKC, 'Suite')?.text),
    digits: readDigits(parameters && childNamed(parameters, PSKC, 'ResponseFormat')),
  };
}

function readHash(suite = ''): TokenRecord['algorithm'] {
  const name = suite.trim();
  const hash = HASHES.get(name.toUpperCase().replace(/^HMAC/, '').replaceAll('-', ''));
  if (hash === undefined) throw unknownAlgorithm(`suite ${name}`);
  return hash;
}

function readDigits(format: XmlElement | undefined): TokenRecord['digits'] {
  if (format === undefined) return 6;
  const { Length: length, Encoding: encoding } = Object.fromEntries(format.attributes);
  if (encoding !== 'DECIMAL') throw unsupportedResponse(`codes in ${encoding} encoding`);
  const check = format.attributes.get('CheckDigits') ?? format.attributes.get('CheckDigit');
  if (check !== undefined && check !== 'false' && check !== '0') {
    throw unsupportedResponse('codes with a check digit');
  }
  if (length === '6') return 6;
  if (length === '8') return 8;
  throw unsupportedResponse(`codes of length ${length}`);
}

function unknownAlgorithm(name: string): TokenFileError {
  return new TokenFileError(
    'unknown_algorithm',
    `the algorithm ${name} is not supported; only HOTP and TOTP with SHA-1, SHA-256 or SHA-512 are`,
  );
}

function unsupportedResponse(what: string): TokenFileError {
  return new TokenFileError(
    'unsupported_response',
    `${what} are not supported; only 6 or 8 decimal digits are`,
  );
}
