/*
 * Row 63: signatures of an odd shape, some of them truly made by the vendor's key, and signatures
 * of other people.
 */
import { afterAll, describe, expect, it } from 'vitest';
import type { Forgery } from '../testing/forger.ts';
import {
  EVIL,
  Forger,
  GOOD,
  inside,
  keyPackageOf,
  objectOf,
  transform,
} from '../testing/forger.ts';
import { C14N, ENVELOPED, EXC_C14N } from '../testing/signer.ts';

const forger = new Forger();
afterAll(() => forger.remove());

const forgeries: Forgery[] = [
  // Doubled and hidden parts of the signature.
  {
    name: 'two SignedInfo (CVE-2025-29774)',
    forge: () => twice(forger.signed, /<SignedInfo>.*<\/SignedInfo>/s),
  },
  {
    name: 'a SignedInfo in the KeyInfo',
    forge: () =>
      forger.signed.replace(
        '</KeyInfo>',
        `${/<SignedInfo>.*<\/SignedInfo>/s.exec(forger.signed)?.[0]}</KeyInfo>`,
      ),
  },
  {
    name: 'a SignedInfo of another namespace before the real one',
    forge: () => forger.signed.replace('<SignedInfo>', '<SignedInfo xmlns="x"/><SignedInfo>'),
  },
  {
    name: 'a comment in DigestValue (CVE-2025-29775)',
    forge: () => forger.signed.replace('<DigestValue>', '<DigestValue><!--forged-->'),
  },
  {
    name: 'a comment after DigestValue’s text',
    forge: () => forger.signed.replace('</DigestValue>', '<!--x--></DigestValue>'),
  },
  {
    name: 'an instruction in SignatureValue',
    forge: () => forger.signed.replace('<SignatureValue>', '<SignatureValue><?x?>'),
  },
  {
    name: 'two DigestValues',
    forge: () => twice(forger.signed, /<DigestValue>[^<]*<\/DigestValue>/),
  },
  {
    name: 'an element in DigestValue',
    forge: () => forger.signed.replace('<DigestValue>', '<DigestValue><a/>'),
  },
  {
    name: 'two SignatureValues',
    forge: () => twice(forger.signed, /<SignatureValue>[^<]*<\/SignatureValue>/),
  },
  { name: 'two signatures', forge: () => inside(forger.signed, forger.signature) },
  {
    name: 'two references',
    forge: () => forger.vendor.sign(GOOD, { uri: '#good', moreReferences: referenceTo('#good-p') }),
  },
  { name: 'an Object', forge: () => inside(forger.signed, objectOf('x'), 'Signature') },
  {
    name: 'the signature inside a key package',
    forge: () => inside(forger.unsigned, forger.signature, 'KeyPackage'),
    code: 'missing_signature',
  },
  {
    name: 'a signature in another namespace',
    forge: () =>
      forger.signed.replace('2000/09/xmldsig#">\n<SignedInfo', '2000/09/xmldsig">\n<SignedInfo'),
    code: 'missing_signature',
  },

  // Odd transforms and algorithms, some of them truly signed by the vendor.
  {
    name: 'an XPath transform that leaves the keys out, truly signed',
    forge: () =>
      forger.vendor
        .sign(GOOD, {
          uri: '#good',
          transforms: envelopedAnd(xpath('not(ancestor-or-self::*[local-name()="KeyPackage"])')),
        })
        .replace('GOOD-1', 'EVIL-1'),
  },
  {
    name: 'a transform that nobody knows',
    forge: () => forger.signed.replaceAll(EXC_C14N, 'urn:x'),
  },
  {
    name: 'no transforms',
    forge: () => forger.signed.replace(/<Transforms>.*<\/Transforms>/s, ''),
  },
  {
    name: 'no enveloped transform',
    forge: () => forger.signed.replace(/<Transform Algorithm="[^"]*enveloped-signature"\/>/, ''),
  },
  {
    name: 'the enveloped transform twice, truly signed',
    forge: () =>
      forger.vendor.sign(GOOD, { uri: '', transforms: envelopedAnd(transform(ENVELOPED)) }),
  },
  {
    name: 'three transforms, truly signed',
    forge: () =>
      forger.vendor.sign(GOOD, { transforms: envelopedAnd(transform(C14N) + transform(EXC_C14N)) }),
  },
  {
    name: 'C14N with comments, truly signed',
    forge: () =>
      forger.vendor.sign(GOOD, { transforms: envelopedAnd(transform(`${C14N}#WithComments`)) }),
  },
  {
    name: 'a transform with a prefix list, truly signed',
    forge: () =>
      forger.vendor.sign(GOOD, {
        transforms: envelopedAnd(
          `<Transform Algorithm="${EXC_C14N}"><InclusiveNamespaces xmlns="${EXC_C14N}" PrefixList="a"/></Transform>`,
        ),
      }),
  },
  {
    name: 'HMAC with the certificate as the key',
    forge: () => forger.signed.replace(/xmldsig-more#rsa-sha256/, 'xmldsig-more#hmac-sha256'),
  },
  {
    name: 'an unknown signature method',
    forge: () => forger.signed.replace(/xmldsig-more#rsa-sha256/, 'xmldsig-more#none'),
  },
  {
    name: 'an unknown digest',
    forge: () => forger.signed.replace('xmlenc#sha256', 'xmldsig-more#md5'),
  },
  {
    name: 'a signature method lowered to SHA-1',
    forge: () =>
      forger.signed.replace('2001/04/xmldsig-more#rsa-sha256', '2000/09/xmldsig#rsa-sha1'),
    code: 'sha1_signature',
  },

  // Other signers.
  {
    name: 'signed by the attacker, with his certificate in the file',
    forge: () => forger.attacker.sign(EVIL, { uri: '#evil' }),
  },
  {
    name: 'signed by the attacker, with the vendor’s certificate in the file',
    forge: () => withKeyInfoOf(forger.attacker.sign(EVIL, { uri: '#evil' }), forger.signed),
  },
  { name: 'an empty SignatureValue', forge: () => emptied(forger.signed, 'SignatureValue') },
  { name: 'an empty DigestValue', forge: () => emptied(forger.signed, 'DigestValue') },
  {
    name: 'no SignatureValue',
    forge: () =>
      emptied(forger.signed, 'SignatureValue').replace(/<SignatureValue><\/SignatureValue>/, ''),
  },
  {
    name: 'an empty signature',
    forge: () =>
      forger.signed.replace(
        forger.signature,
        '<Signature xmlns="http://www.w3.org/2000/09/xmldsig#"/>',
      ),
  },

  // XML tricks.
  {
    name: 'a DOCTYPE that declares Ids',
    forge: () => `<!DOCTYPE KeyContainer [<!ATTLIST KeyPackage Id ID #IMPLIED>]>${forger.signed}`,
    code: 'doctype_refused',
  },
  { name: 'a file cut short', forge: () => forger.signed.slice(0, -20), code: 'truncated_file' },
];

describe(`row 63 · odd signatures, refused ${forgeries.length} of ${forgeries.length}`, () => {
  it('the file that they start from is good', async () => {
    expect(forger.vendor.isVerifiedByXmlsec(forger.signed)).toBe(true);
    const { tokens, error } = await forger.read(forger.signed);
    expect([tokens.map(({ serial }) => serial), error]).toEqual([['GOOD-1'], undefined]);
  });

  it.each(forgeries)('$name', async ({ forge, code = 'signature_refused' }) => {
    const file = forge();
    expect(file).not.toBe(forger.signed);
    const { tokens, error } = await forger.read(file);
    expect(tokens).toEqual([]);
    expect(error?.code).toBe(code);
  });

  it('KeyInfo plays no part: another certificate or none in the file changes nothing', async () => {
    const foreign = withKeyInfoOf(forger.signed, forger.attacker.sign(EVIL));
    const without = forger.signed.replace(/<KeyInfo>.*<\/KeyInfo>/s, '');
    const stuffed = forger.signed.replace('</KeyInfo>', `${keyPackageOf(EVIL)}</KeyInfo>`);
    for (const file of [foreign, without, stuffed]) {
      const { tokens } = await forger.read(file);
      expect(tokens.map(({ serial }) => serial)).toEqual(['GOOD-1']);
    }
  });
});

function twice(text: string, element: RegExp): string {
  return text.replace(element, '$&$&');
}

function withKeyInfoOf(file: string, other: string): string {
  const keyInfo = /<KeyInfo>.*<\/KeyInfo>/s;
  return file.replace(keyInfo, keyInfo.exec(other)?.[0] ?? '');
}

function emptied(file: string, name: string): string {
  return file.replace(new RegExp(`(<${name}>)[^<]*`), '$1');
}

function envelopedAnd(more: string): string {
  return transform(ENVELOPED) + more;
}

function xpath(expression: string): string {
  return `<Transform Algorithm="http://www.w3.org/TR/1999/REC-xpath-19991116"><XPath>${expression}</XPath></Transform>`;
}

function referenceTo(uri: string): string {
  return `<Reference URI="${uri}"><Transforms>${transform(EXC_C14N)}</Transforms><DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/><DigestValue/></Reference>`;
}
