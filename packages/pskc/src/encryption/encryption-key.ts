/*
 * Which key opens the file (RFC 6030 section 6): one agreed with the vendor beforehand, or one
 * derived from a password with the salt and the iterations that the file states.
 */
import type { KeyObject } from 'node:crypto';
import { createSecretKey } from 'node:crypto';
import { decodeBase64 } from '../container/base64.ts';
import { parseInteger } from '../container/integers.ts';
import type { HmacHash } from '../crypto/hmac.ts';
import type { Pbkdf2Parameters } from '../crypto/pbkdf2.ts';
import { derivePbkdf2 } from '../crypto/pbkdf2.ts';
import { TokenFileError } from '../token-file-error.ts';
import type { ReadOptions } from '../token-record.ts';
import { DS, XENC11 } from '../xml/namespaces.ts';
import type { XmlElement } from '../xml/xml-element.ts';
import { childNamed } from '../xml/xml-element.ts';

/** Under two seconds of SHA-512 on an ordinary core (row 64), above OWASP's 1,300,000 for SHA-1. */
const MAX_PBKDF2_ITERATIONS = 2_000_000;
const AES_KEY_BYTES: readonly number[] = [16, 24, 32];
const MAX_SALT_BYTES = 1024;

const PBKDF2_NAMES: readonly (string | undefined)[] = [
  'http://www.rsasecurity.com/rsalabs/pkcs/schemas/pkcs-5v2-0#pbkdf2',
  `${XENC11}pbkdf2`,
];

/** RFC 8018 A.2: HMAC-SHA-1 is the default. */
const PSEUDORANDOM_FUNCTIONS: ReadonlyMap<string | undefined, HmacHash> = new Map([
  [undefined, 'sha1' as const],
  [`${DS}hmac-sha1`, 'sha1' as const],
  ['http://www.w3.org/2001/04/xmldsig-more#hmac-sha256', 'sha256' as const],
  ['http://www.w3.org/2001/04/xmldsig-more#hmac-sha512', 'sha512' as const],
]);

/**
 * The key for a file with this EncryptionKey element. Undefined when the caller gave none; whether
 * that matters shows at the first encrypted value.
 *
 * @throws TokenFileError `key_required` (the file wants a password), `key_length`,
 *   `unknown_encryption`, `too_many_iterations`, `bad_structure` or `bad_value`.
 */
export async function openEncryptionKey(
  element: XmlElement,
  options: ReadOptions,
): Promise<KeyObject | undefined> {
  const derived = childNamed(element, XENC11, 'DerivedKey');
  if (derived !== undefined) return deriveKey(derived, options);
  if (childNamed(element, DS, 'X509Data') !== undefined) {
    throw new TokenFileError(
      'unknown_encryption',
      'the file is encrypted to a certificate; ask the vendor for a pre-shared key or a password',
    );
  }
  return preSharedKey(options);
}

/**
 * The key that the caller gave, for files that name none.
 *
 * @throws TokenFileError `key_length`.
 */
export function preSharedKey(options: ReadOptions): KeyObject | undefined {
  if (options.preSharedKey === undefined) return undefined;
  if (!AES_KEY_BYTES.includes(options.preSharedKey.length)) {
    throw new TokenFileError(
      'key_length',
      `an AES key has 16, 24 or 32 bytes and the given one has ${options.preSharedKey.length}; check that it was decoded from hex or base64`,
    );
  }
  return createSecretKey(options.preSharedKey);
}

async function deriveKey(derived: XmlElement, options: ReadOptions): Promise<KeyObject> {
  const parameters = readParameters(derived, options);
  if (options.password === undefined) {
    throw new TokenFileError(
      'key_required',
      'the file is encrypted with a password; give the one agreed with the vendor',
    );
  }
  return createSecretKey(await derivePbkdf2(Buffer.from(options.password, 'utf8'), parameters));
}

function readParameters(derived: XmlElement, options: ReadOptions): Pbkdf2Parameters {
  const method = childNamed(derived, XENC11, 'KeyDerivationMethod');
  if (!PBKDF2_NAMES.includes(method?.attributes.get('Algorithm'))) {
    throw new TokenFileError(
      'unknown_encryption',
      'the password is not turned into a key by PBKDF2; ask the vendor for a file that uses it',
    );
  }
  const parameters = method && childLocal(method, 'PBKDF2-params');
  const salt = parameters && childLocal(parameters, 'Salt');
  return {
    salt: readSalt(textOf(salt, 'Specified')),
    iterations: readIterations(textOf(parameters, 'IterationCount'), options),
    keyBytes: readKeyBytes(textOf(parameters, 'KeyLength')),
    hash: readHash(parameters && childLocal(parameters, 'PRF')),
  };
}

/** PKCS #5's schema leaves these elements unqualified and writers differ, so the name decides. */
function childLocal(parent: XmlElement, name: string): XmlElement | undefined {
  const namespace = parent.children.find((child) => child.name === name)?.namespace;
  return namespace === undefined ? undefined : childNamed(parent, namespace, name);
}

function textOf(parent: XmlElement | undefined, name: string): string {
  const text = parent && childLocal(parent, name)?.text;
  if (text === undefined) {
    throw new TokenFileError('bad_structure', `the PBKDF2 parameters lack ${name}`);
  }
  return text;
}

function readSalt(text: string): Uint8Array {
  const salt = decodeBase64(text, 'Salt');
  if (salt.length > 0 && salt.length <= MAX_SALT_BYTES) return salt;
  throw new TokenFileError('bad_value', `the salt has ${salt.length} bytes`);
}

function readIterations(text: string, options: ReadOptions): number {
  const iterations = parseInteger(text, 'IterationCount');
  const most = options.maxPbkdf2Iterations ?? MAX_PBKDF2_ITERATIONS;
  if (iterations > most) {
    throw new TokenFileError(
      'too_many_iterations',
      `the file asks for ${iterations} iterations of PBKDF2 and at most ${most} are allowed; ask the vendor for fewer, or raise the limit`,
    );
  }
  if (iterations >= 1) return iterations;
  throw new TokenFileError('bad_value', 'IterationCount is below 1');
}

function readKeyBytes(text: string): number {
  const keyBytes = parseInteger(text, 'KeyLength');
  if (AES_KEY_BYTES.includes(keyBytes)) return keyBytes;
  throw new TokenFileError('bad_value', 'KeyLength is not that of an AES key, 16, 24 or 32 bytes');
}

function readHash(element: XmlElement | undefined): HmacHash {
  const name = element?.attributes.get('Algorithm');
  const hash = PSEUDORANDOM_FUNCTIONS.get(name);
  if (hash !== undefined) return hash;
  throw new TokenFileError('unknown_encryption', `PBKDF2 with ${name} is not supported`);
}
