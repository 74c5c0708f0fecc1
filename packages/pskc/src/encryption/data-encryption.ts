/*
 * How the values of one file are protected: the ciphers that RFC 6030 section 6 allows, the MAC
 * over encrypted values, and the order in which they are undone.
 *
 *   1. The MAC is checked over the encrypted bytes. 2. Only then are they decrypted.
 *
 * CBC alone is malleable, so a CBC value without a MAC is refused. A wrong key, a wrong MAC, a
 * flipped bit and bad padding are one refusal with one text (row 64): whoever can tell them apart
 * has a decryption oracle. That includes a MAC key that cannot be decrypted: a random one takes
 * its place, and the first value fails as if its own MAC were wrong.
 */
import type { KeyObject } from 'node:crypto';
import { createSecretKey, randomBytes } from 'node:crypto';
import { decodeBase64 } from '../container/base64.ts';
import { openAesCbc } from '../crypto/aes-cbc.ts';
import { unwrapAesKw } from '../crypto/aes-kw.ts';
import type { HmacHash } from '../crypto/hmac.ts';
import { hmacMatches } from '../crypto/hmac.ts';
import { TokenFileError } from '../token-file-error.ts';
import { XENC } from '../xml/namespaces.ts';
import type { XmlElement } from '../xml/xml-element.ts';
import { childNamed } from '../xml/xml-element.ts';

interface Cipher {
  readonly mode: 'cbc' | 'kw';
  readonly keyBytes: number;
}

const CIPHERS: ReadonlyMap<string, Cipher> = new Map([
  [`${XENC}aes128-cbc`, { mode: 'cbc', keyBytes: 16 }],
  [`${XENC}aes192-cbc`, { mode: 'cbc', keyBytes: 24 }],
  [`${XENC}aes256-cbc`, { mode: 'cbc', keyBytes: 32 }],
  [`${XENC}kw-aes128`, { mode: 'kw', keyBytes: 16 }],
  [`${XENC}kw-aes192`, { mode: 'kw', keyBytes: 24 }],
  [`${XENC}kw-aes256`, { mode: 'kw', keyBytes: 32 }],
]);

/** The MAC of a file: its hash, and its key once that is decrypted. */
export interface ValueMac {
  readonly hash: HmacHash;
  readonly key: KeyObject;
}

/** An encrypted value with the MAC that stands beside it, if one does. */
export interface EncryptedValue {
  readonly element: XmlElement;
  readonly mac: Uint8Array | undefined;
}

/**
 * The key of a MACMethod. Its own encryption carries no MAC in RFC 6030, so a failure is not told:
 * see the story above.
 *
 * @param element the MACKey, which has the shape of an encrypted value.
 */
export function openMacKey(element: XmlElement, key: KeyObject): KeyObject {
  const { cipher, sealed } = readCipher(element, key);
  const macKey = decrypt(cipher, key, sealed);
  return createSecretKey(macKey === undefined || macKey.length === 0 ? randomBytes(32) : macKey);
}

/**
 * Checks and decrypts one value.
 *
 * @throws TokenFileError `cannot_decrypt` for everything that a wrong key or a changed file can
 *   cause; `missing_mac`, `unknown_encryption`, `key_length`, `bad_structure` or `bad_value` for
 *   what the file says in the clear.
 */
export function openValue(
  value: EncryptedValue,
  key: KeyObject,
  fileMac: ValueMac | undefined,
): Uint8Array {
  const { cipher, sealed } = readCipher(value.element, key);
  if (fileMac !== undefined && value.mac !== undefined) {
    const signed = { message: sealed, mac: value.mac };
    if (!hmacMatches(fileMac.hash, fileMac.key, signed)) throw cannotDecrypt();
  } else if (cipher.mode === 'cbc' || fileMac !== undefined || value.mac !== undefined) {
    throw missingMac();
  }
  const plaintext = decrypt(cipher, key, sealed);
  if (plaintext === undefined) throw cannotDecrypt();
  return plaintext;
}

function decrypt(cipher: Cipher, key: KeyObject, sealed: Uint8Array): Uint8Array | undefined {
  return cipher.mode === 'cbc' ? openAesCbc(key, sealed) : unwrapAesKw(key, sealed);
}

function readCipher(element: XmlElement, key: KeyObject): { cipher: Cipher; sealed: Uint8Array } {
  const algorithm = childNamed(element, XENC, 'EncryptionMethod')?.attributes.get('Algorithm');
  const cipher = CIPHERS.get(algorithm ?? '');
  if (cipher === undefined) {
    throw new TokenFileError(
      'unknown_encryption',
      `the encryption ${algorithm ?? '(none named)'} is not supported; ask the vendor for AES-CBC with a MAC, or AES key wrap`,
    );
  }
  const data = childNamed(element, XENC, 'CipherData');
  const text = data && childNamed(data, XENC, 'CipherValue')?.text;
  if (text === undefined) throw new TokenFileError('bad_structure', 'a CipherValue is missing');
  requireKeyLength(cipher, key);
  return { cipher, sealed: decodeBase64(text, 'CipherValue') };
}

function requireKeyLength(cipher: Cipher, key: KeyObject): void {
  if (key.symmetricKeySize === cipher.keyBytes) return;
  throw new TokenFileError(
    'key_length',
    `the file wants a key of ${cipher.keyBytes} bytes and the given one has ${key.symmetricKeySize}; check which key belongs to this file`,
  );
}

function missingMac(): TokenFileError {
  return new TokenFileError(
    'missing_mac',
    'an encrypted value has no MAC (a MACMethod in the file and a ValueMAC beside the value), so nobody could tell whether it was changed; ask the vendor for a file with MACs',
  );
}

function cannotDecrypt(): TokenFileError {
  return new TokenFileError(
    'cannot_decrypt',
    'the key or password is wrong, or the file was changed on its way; check both with the vendor',
  );
}
