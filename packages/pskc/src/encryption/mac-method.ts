import type { KeyObject } from 'node:crypto';
import type { HmacHash } from '../crypto/hmac.ts';
import { TokenFileError } from '../token-file-error.ts';
import { DS, PSKC } from '../xml/namespaces.ts';
import type { XmlElement } from '../xml/xml-element.ts';
import { childNamed } from '../xml/xml-element.ts';
import type { ValueMac } from './data-encryption.ts';
import { openMacKey } from './data-encryption.ts';

const MACS: ReadonlyMap<string, HmacHash> = new Map([
  [`${DS}hmac-sha1`, 'sha1' as const],
  ['http://www.w3.org/2001/04/xmldsig-more#hmac-sha256', 'sha256' as const],
  ['http://www.w3.org/2001/04/xmldsig-more#hmac-sha512', 'sha512' as const],
]);

/**
 * The MAC of the file's encrypted values (RFC 6030 section 6): its hash, and its own key, which
 * the file carries encrypted. A file without a MACKey uses the encryption key for both.
 *
 * @throws TokenFileError `unknown_mac`, or as a cipher's description is refused.
 */
export function openMacMethod(element: XmlElement, key: KeyObject): ValueMac {
  const algorithm = element.attributes.get('Algorithm');
  const hash = MACS.get(algorithm ?? '');
  if (hash === undefined || childNamed(element, PSKC, 'MACKeyReference') !== undefined) {
    throw new TokenFileError(
      'unknown_mac',
      `the MAC ${algorithm ?? '(none named)'} is not supported, or its key is not in the file; ask the vendor for HMAC with an encrypted MACKey`,
    );
  }
  const macKey = childNamed(element, PSKC, 'MACKey');
  return { hash, key: macKey === undefined ? key : openMacKey(macKey, key) };
}
