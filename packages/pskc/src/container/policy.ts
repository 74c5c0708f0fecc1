/*
 * The Policy of a key (RFC 6030 section 5). A reader that does not understand a policy must not
 * use the key (5.2), so what we cannot honour is refused by name.
 */
import { TokenFileError } from '../token-file-error.ts';
import { PSKC } from '../xml/namespaces.ts';
import type { XmlElement } from '../xml/xml-element.ts';
import { childNamed, childrenNamed } from '../xml/xml-element.ts';
import { earlierOf, laterOf, parseDate } from './dates.ts';

/** When a token may be used, each side written as in the token record. */
export interface Validity {
  startsOn?: string;
  expiresOn?: string;
}

const UNDERSTOOD: readonly string[] = ['StartDate', 'ExpiryDate', 'PINPolicy', 'KeyUsage'];

/**
 * When the token is valid: both by its device and by its key's policy.
 *
 * @throws TokenFileError `unsupported_policy` or `bad_value`.
 */
export function readValidity(device: XmlElement | undefined, key: XmlElement): Validity {
  const policy = childNamed(key, PSKC, 'Policy');
  if (policy !== undefined) refuseUnknownPolicy(policy);
  const startsOn = laterOf(readDate(device, 'StartDate'), readDate(policy, 'StartDate'));
  const expiresOn = earlierOf(readDate(device, 'ExpiryDate'), readDate(policy, 'ExpiryDate'));
  return {
    ...(startsOn === undefined ? {} : { startsOn }),
    ...(expiresOn === undefined ? {} : { expiresOn }),
  };
}

function readDate(parent: XmlElement | undefined, name: string): string | undefined {
  const element = parent && childNamed(parent, PSKC, name);
  return element && parseDate(element.text, name);
}

function refuseUnknownPolicy(policy: XmlElement): void {
  for (const { name, namespace } of policy.children) {
    if (namespace !== PSKC || !UNDERSTOOD.includes(name)) throw unsupported(name);
  }
  const usages = childrenNamed(policy, PSKC, 'KeyUsage').map(({ text }) => text.trim());
  if (usages.length > 0 && !usages.includes('OTP')) throw unsupported('a KeyUsage without OTP');
  // A PIN that the device itself checks is not seen here; any other changes the code we are given.
  const pinMode = childNamed(policy, PSKC, 'PINPolicy')?.attributes.get('PINUsageMode');
  if (pinMode !== undefined && pinMode !== 'Local') throw unsupported(`PINUsageMode ${pinMode}`);
}

function unsupported(what: string): TokenFileError {
  return new TokenFileError(
    'unsupported_policy',
    `the key's policy asks for ${what}, which cannot be honoured; ask the vendor for a file without it`,
  );
}
