/*
 * OATH CSV: the plain format that LinOTP and privacyIDEA read, one token a line.
 *
 *   serial, seed in hex, [hotp|totp], [6|8], [30|60 for TOTP, the counter for HOTP], [hash]
 *
 * Empty columns mean HOTP, 6 digits, 30 seconds and counter 0. An empty hash goes by the seed's
 * length as in LinOTP: 32 bytes are SHA-256's, 64 SHA-512's, all others SHA-1's. Lines that begin
 * with # are comments. The format has no protection of its own.
 */
import { checkSecretLength } from '../container/data-values.ts';
import { parseInteger } from '../container/integers.ts';
import { readSerial, SerialSet } from '../container/serial.ts';
import { decodeText } from '../decode-text.ts';
import { located, TokenFileError } from '../token-file-error.ts';
import type { ReadOptions, TokenRecord } from '../token-record.ts';
import { MIN_SECRET_BYTES } from '../token-record.ts';
import { readLines } from './csv-lines.ts';

const COLUMNS = 6;
/** privacyIDEA's version 2 puts three columns of a user before the serial. */
const VERSION_LINE = /^#\s*version:\s*(?!1\s*$)/i;

/**
 * Reads an OATH CSV file as it arrives. As with PSKC, a later line may be refused after earlier
 * tokens were given out.
 *
 * @param options only `maxBytes` and `minSecretBytes` have a meaning here.
 * @throws TokenFileError with the line at fault, and the serial when it could be read.
 */
export async function* readOathCsv(
  source: AsyncIterable<Uint8Array>,
  options: ReadOptions = {},
): AsyncGenerator<TokenRecord> {
  const minBytes = options.minSecretBytes ?? MIN_SECRET_BYTES;
  const serials = new SerialSet();
  for await (const { number, text } of readLines(decodeText(source, options.maxBytes))) {
    const position = `line ${number}`;
    if (VERSION_LINE.test(text)) throw badLine('is of another version of the format', position);
    if (text.trim() === '' || text.startsWith('#')) continue;
    const columns = text.split(',').map((column) => column.trim());
    const serial = located({ position }, () => readSerial(columns[0]));
    yield located({ position, serial }, () => {
      serials.add(serial);
      return { serial, position, ...readColumns(columns, minBytes) };
    });
  }
  if (serials.size === 0) {
    throw new TokenFileError('no_key', 'the file holds no token; ask the vendor for a whole file');
  }
}

function readColumns(columns: readonly string[], minBytes: number) {
  const [, seed = '', type = '', digits = '', factor = '', hash = ''] = columns;
  if (columns.slice(COLUMNS).some((column) => column !== '')) throw badLine('has too many columns');
  const kind = readKind(type);
  const secret = readSeed(seed, minBytes);
  const algorithm = readHash(hash, secret.length);
  return { kind, algorithm, digits: readDigits(digits), ...readFactor(kind, factor), secret };
}

function readKind(text: string): TokenRecord['kind'] {
  const kind = text.toLowerCase() || 'hotp';
  if (kind === 'hotp' || kind === 'totp') return kind;
  throw unknownAlgorithm('type');
}

function readSeed(hex: string, minBytes: number): Uint8Array {
  if (hex === '')
    throw new TokenFileError('missing_secret', 'the line has no seed; ask the vendor');
  if (!/^(?:[0-9a-f]{2})+$/i.test(hex)) {
    throw new TokenFileError(
      'bad_value',
      'the seed is not hex with an even number of digits; ask the vendor for a correct file',
    );
  }
  checkSecretLength(hex.length / 2, minBytes);
  return Buffer.from(hex, 'hex');
}

function readDigits(text: string): TokenRecord['digits'] {
  if (text === '' || text === '6') return 6;
  if (text === '8') return 8;
  throw new TokenFileError('unsupported_response', 'only codes of 6 or 8 digits are supported');
}

function readFactor(kind: TokenRecord['kind'], text: string) {
  if (kind === 'hotp') return { counter: readCounter(text) };
  if (text === '' || text === '30') return { stepSeconds: 30 as const };
  if (text === '60') return { stepSeconds: 60 as const };
  throw new TokenFileError('unsupported_step', 'only steps of 30 and 60 seconds are supported');
}

function readCounter(text: string): number {
  const counter = text === '' ? 0 : parseInteger(text, 'the counter');
  if (counter >= 0) return counter;
  throw new TokenFileError('bad_value', 'the counter is below 0');
}

function readHash(text: string, secretBytes: number): TokenRecord['algorithm'] {
  const name = text.toUpperCase().replace('-', '');
  if (name === '') return hashOfLength(secretBytes);
  if (name === 'SHA1' || name === 'SHA256' || name === 'SHA512') return name;
  throw unknownAlgorithm('hash');
}

function hashOfLength(secretBytes: number): TokenRecord['algorithm'] {
  if (secretBytes === 64) return 'SHA512';
  return secretBytes === 32 ? 'SHA256' : 'SHA1';
}

/** Columns that slipped may hold the seed, so the text is not quoted. */
function unknownAlgorithm(column: string): TokenFileError {
  return new TokenFileError(
    'unknown_algorithm',
    `the ${column} is not supported; only hotp and totp with sha1, sha256 or sha512 are`,
  );
}

function badLine(what: string, position?: string): TokenFileError {
  return new TokenFileError(
    'bad_line',
    `the line ${what}; write serial, seed in hex, hotp or totp, digits, step, hash`,
    { position },
  );
}
