/*
 * The Data element of a key (RFC 6030 4.2): the secret, and the moving factors beside it. Each is
 * either plain or encrypted, and each encrypted one has its own MAC.
 */
import type { KeyObject } from 'node:crypto';
import type { ValueMac } from '../encryption/data-encryption.ts';
import { openValue } from '../encryption/data-encryption.ts';
import { TokenFileError } from '../token-file-error.ts';
import { MAX_SECRET_BYTES } from '../token-record.ts';
import { PSKC } from '../xml/namespaces.ts';
import type { XmlElement } from '../xml/xml-element.ts';
import { childNamed } from '../xml/xml-element.ts';
import { decodeBase64 } from './base64.ts';
import { integerOfBytes, parseInteger } from './integers.ts';

/** What opens the encrypted values of a file, as far as the file and the caller have said. */
export interface Protection {
  readonly key: KeyObject | undefined;
  readonly mac: ValueMac | undefined;
}

/** The text or the decrypted bytes of one value. */
type Value = { readonly plain: string } | { readonly opened: Uint8Array };

/**
 * The secret of a key.
 *
 * @param minBytes fewest bytes to accept.
 * @throws TokenFileError `missing_secret`, `short_secret`, `long_secret`, `bad_value`, or why the
 *   value cannot be opened.
 */
export function readSecret(data: XmlElement, protection: Protection, minBytes: number): Uint8Array {
  const value = readValue(data, 'Secret', protection);
  if (value === undefined) throw missingSecret();
  const secret = 'opened' in value ? value.opened : decodeBase64(value.plain, 'Secret');
  checkSecretLength(secret.length, minBytes);
  return secret;
}

/**
 * Refuses secrets of a length that cannot be meant (RFC 4226 R6).
 *
 * @throws TokenFileError `short_secret` or `long_secret`.
 */
export function checkSecretLength(bytes: number, minBytes: number): void {
  if (bytes < minBytes) {
    throw new TokenFileError(
      'short_secret',
      `the secret has ${bytes} bytes and at least ${minBytes} are asked for; it may be truncated: ask the vendor`,
    );
  }
  if (bytes > MAX_SECRET_BYTES) {
    throw new TokenFileError(
      'long_secret',
      `the secret has ${bytes} bytes and at most ${MAX_SECRET_BYTES} are allowed; ask the vendor`,
    );
  }
}

/**
 * A number of a key (Counter, Time, TimeInterval, TimeDrift), or undefined when the file does not
 * give it.
 *
 * @throws TokenFileError `bad_value`, or why the value cannot be opened.
 */
export function readNumber(
  data: XmlElement,
  name: string,
  protection: Protection,
): number | undefined {
  const value = readValue(data, name, protection);
  if (value === undefined) return undefined;
  return 'opened' in value ? integerOfBytes(value.opened, name) : parseInteger(value.plain, name);
}

function readValue(data: XmlElement, name: string, protection: Protection): Value | undefined {
  const element = childNamed(data, PSKC, name);
  if (element === undefined) return undefined;
  const plain = childNamed(element, PSKC, 'PlainValue');
  const encrypted = childNamed(element, PSKC, 'EncryptedValue');
  if (plain !== undefined && encrypted === undefined) return { plain: plain.text };
  if (encrypted === undefined || plain !== undefined) throw notOneValue(name);
  const macText = childNamed(element, PSKC, 'ValueMAC')?.text;
  const mac = macText === undefined ? undefined : decodeBase64(macText, 'ValueMAC');
  if (protection.key === undefined) throw keyRequired();
  return { opened: openValue({ element: encrypted, mac }, protection.key, protection.mac) };
}

function missingSecret(): TokenFileError {
  return new TokenFileError(
    'missing_secret',
    'the key has no Secret (it may only refer to one); ask the vendor for a file with the secrets in it',
  );
}

function notOneValue(name: string): TokenFileError {
  return new TokenFileError(
    'bad_structure',
    `${name} must hold either a PlainValue or an EncryptedValue; ask the vendor for a correct file`,
  );
}

function keyRequired(): TokenFileError {
  return new TokenFileError(
    'key_required',
    'the file is encrypted; give the pre-shared key agreed with the vendor',
  );
}
