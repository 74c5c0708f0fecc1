/*
 * Row 63: forgeries. Each starts from a file that the vendor truly signed, and tries to have other
 * tokens read, or to pass with another signature. The wrapping attacks 1 to 8 are those of Somorovsky
 * et al., "On Breaking SAML" (2012), with the key container in the place of the assertion.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readPskc } from '../read-pskc.ts';
import { chunksOf, readAll } from '../testing/read-all.ts';
import { C14N, ENVELOPED, EXC_C14N, Signer } from '../testing/signer.ts';
import type { TokenFileErrorCode } from '../token-file-error.ts';

const vendor = new Signer('vendor');
const attacker = new Signer('attacker');
afterAll(() => {
  vendor.remove();
  attacker.remove();
});

const GOOD = container('good', 'GOOD-1', 'MTIzNDU2Nzg5MDEyMzQ1Njc4OTA=');
const EVIL = container('evil', 'EVIL-1', 'RVZJTEVWSUxFVklMRVZJTEVWSUw=');
/** The vendor's file, signed by reference to its Id, which is what wrapping needs. */
let signed = '';
let signature = '';
let goodUnsigned = '';
beforeAll(() => {
  signed = vendor.sign(GOOD, { uri: '#good' }).replace(/^<\?xml.*\?>\s*/, '');
  signature = /<Signature .*<\/Signature>/s.exec(signed)?.[0] ?? '';
  goodUnsigned = signed.replace(signature, '');
});

function container(id: string, serial: string, secret: string): string {
  return `<KeyContainer xmlns="urn:ietf:params:xml:ns:keyprov:pskc" Version="1.0" Id="${id}"><KeyPackage Id="${id}-p"><DeviceInfo><SerialNo>${serial}</SerialNo></DeviceInfo><Key Id="k" Algorithm="urn:ietf:params:xml:ns:keyprov:pskc:hotp"><AlgorithmParameters><ResponseFormat Length="6" Encoding="DECIMAL"/></AlgorithmParameters><Data><Secret><PlainValue>${secret}</PlainValue></Secret></Data></Key></KeyPackage></KeyContainer>`;
}

/** Puts XML in before the end of the outermost element of that name. */
function inside(outer: string, inner: string, name = 'KeyContainer'): string {
  const end = outer.lastIndexOf(`</${name}>`);
  return outer.slice(0, end) + inner + outer.slice(end);
}

const OBJECT = (content: string) => `<Object>${content}</Object>`;
const evilWithGoodId = () => EVIL.replace('Id="evil"', 'Id="good"');
const twice = (text: string, element: RegExp) => text.replace(element, '$&$&');

interface Forgery {
  readonly name: string;
  readonly forge: () => string;
  readonly code?: TokenFileErrorCode;
}

const forgeries: Forgery[] = [
  // Signature wrapping.
  {
    name: 'XSW 1: evil root, the good container inside the signature',
    forge: () => inside(EVIL, inside(signature, OBJECT(goodUnsigned), 'Signature')),
  },
  {
    name: 'XSW 2: evil root, the good container beside the signature',
    forge: () => inside(EVIL, goodUnsigned + signature),
  },
  {
    name: 'XSW 3: evil root, the signed container as a child',
    forge: () => inside(EVIL, signed),
    code: 'missing_signature',
  },
  {
    name: 'XSW 4: evil root, the good container inside its key package',
    forge: () => inside(inside(EVIL, goodUnsigned, 'KeyPackage'), signature),
  },
  {
    name: 'XSW 5: evil root with the good Id, the good container at its end',
    forge: () => inside(evilWithGoodId(), signature + goodUnsigned),
  },
  {
    name: 'XSW 6: evil root with the good Id, the good container inside the signature',
    forge: () => inside(evilWithGoodId(), inside(signature, goodUnsigned, 'Signature')),
  },
  {
    name: 'XSW 7: evil root, the good container inside Extensions',
    forge: () => inside(EVIL, `<Extensions>${goodUnsigned}</Extensions>${signature}`),
  },
  {
    name: 'XSW 8: evil root with the good Id, the good one inside an Object of the signature',
    forge: () => inside(evilWithGoodId(), inside(signature, OBJECT(goodUnsigned), 'Signature')),
  },
  {
    name: 'an evil key package before the good one',
    forge: () => signed.replace('<KeyPackage', `${keyPackageOf(EVIL)}<KeyPackage`),
  },
  {
    name: 'an evil key package after the signature',
    forge: () => inside(signed, keyPackageOf(EVIL)),
  },
  { name: 'a changed serial', forge: () => signed.replace('GOOD-1', 'GOOD-2') },
  {
    name: 'a changed secret',
    forge: () => signed.replace('MTIzNDU2Nzg5MDEyMzQ1Njc4OTA=', 'RVZJTEVWSUxFVklMRVZJTEVWSUw='),
  },
  {
    name: 'only a key package signed',
    forge: () => vendor.sign(GOOD, { uri: '#good-p', transforms: c14nOnly() }),
  },
  { name: 'an empty reference', forge: () => signed.replace('URI="#good"', 'URI="#"') },
  {
    name: 'a reference to another file',
    forge: () => signed.replace('URI="#good"', 'URI="http://127.0.0.1:9/good.xml"'),
  },
  {
    name: 'a reference by XPointer',
    forge: () => signed.replace('URI="#good"', 'URI="#xpointer(/)"'),
  },

  // Doubled Ids.
  {
    name: 'a second element with the Id',
    forge: () => signed.replace('Id="good-p"', 'Id="good"'),
  },
  {
    name: 'a second element with the ID in capitals',
    forge: () => signed.replace('<DeviceInfo>', '<DeviceInfo ID="good">'),
  },
  {
    name: 'a second element with the xml:id',
    forge: () => signed.replace('<DeviceInfo>', '<DeviceInfo xml:id="good">'),
  },

  // Doubled and hidden parts of the signature.
  {
    name: 'two SignedInfo (CVE-2025-29774)',
    forge: () => twice(signed, /<SignedInfo>.*<\/SignedInfo>/s),
  },
  {
    name: 'a SignedInfo in the KeyInfo',
    forge: () =>
      signed.replace(
        '</KeyInfo>',
        `${/<SignedInfo>.*<\/SignedInfo>/s.exec(signed)?.[0]}</KeyInfo>`,
      ),
  },
  {
    name: 'a SignedInfo of another namespace before the real one',
    forge: () => signed.replace('<SignedInfo>', '<SignedInfo xmlns="x"/><SignedInfo>'),
  },
  {
    name: 'a comment in DigestValue (CVE-2025-29775)',
    forge: () => signed.replace('<DigestValue>', '<DigestValue><!--forged-->'),
  },
  {
    name: 'a comment after DigestValue’s text',
    forge: () => signed.replace('</DigestValue>', '<!--x--></DigestValue>'),
  },
  {
    name: 'an instruction in SignatureValue',
    forge: () => signed.replace('<SignatureValue>', '<SignatureValue><?x?>'),
  },
  {
    name: 'two DigestValues',
    forge: () => twice(signed, /<DigestValue>[^<]*<\/DigestValue>/),
  },
  {
    name: 'an element in DigestValue',
    forge: () => signed.replace('<DigestValue>', '<DigestValue><a/>'),
  },
  {
    name: 'two SignatureValues',
    forge: () => twice(signed, /<SignatureValue>[^<]*<\/SignatureValue>/),
  },
  { name: 'two signatures', forge: () => inside(signed, signature) },
  {
    name: 'two references',
    forge: () => vendor.sign(GOOD, { uri: '#good', moreReferences: referenceTo('#good-p') }),
  },
  { name: 'an Object', forge: () => inside(signed, OBJECT('x'), 'Signature') },
  {
    name: 'the signature inside a key package',
    forge: () => inside(goodUnsigned, signature, 'KeyPackage'),
    code: 'missing_signature',
  },
  {
    name: 'a signature in another namespace',
    forge: () =>
      signed.replace('2000/09/xmldsig#">\n<SignedInfo', '2000/09/xmldsig">\n<SignedInfo'),
    code: 'missing_signature',
  },

  // Odd transforms and algorithms, some of them truly signed by the vendor.
  {
    name: 'an XPath transform that leaves the keys out, truly signed',
    forge: () =>
      vendor
        .sign(GOOD, {
          uri: '#good',
          transforms: envelopedAnd(xpath('not(ancestor-or-self::*[local-name()="KeyPackage"])')),
        })
        .replace('GOOD-1', 'EVIL-1'),
  },
  {
    name: 'a transform that nobody knows',
    forge: () => signed.replaceAll(EXC_C14N, 'urn:x'),
  },
  { name: 'no transforms', forge: () => signed.replace(/<Transforms>.*<\/Transforms>/s, '') },
  {
    name: 'no enveloped transform',
    forge: () => signed.replace(/<Transform Algorithm="[^"]*enveloped-signature"\/>/, ''),
  },
  {
    name: 'the enveloped transform twice, truly signed',
    forge: () => vendor.sign(GOOD, { uri: '', transforms: envelopedAnd(transform(ENVELOPED)) }),
  },
  {
    name: 'three transforms, truly signed',
    forge: () =>
      vendor.sign(GOOD, { transforms: envelopedAnd(transform(C14N) + transform(EXC_C14N)) }),
  },
  {
    name: 'C14N with comments, truly signed',
    forge: () => vendor.sign(GOOD, { transforms: envelopedAnd(transform(`${C14N}#WithComments`)) }),
  },
  {
    name: 'a transform with a prefix list, truly signed',
    forge: () =>
      vendor.sign(GOOD, {
        transforms: envelopedAnd(
          `<Transform Algorithm="${EXC_C14N}"><InclusiveNamespaces xmlns="${EXC_C14N}" PrefixList="a"/></Transform>`,
        ),
      }),
  },
  {
    name: 'HMAC with the certificate as the key',
    forge: () => signed.replace(/xmldsig-more#rsa-sha256/, 'xmldsig-more#hmac-sha256'),
  },
  {
    name: 'an unknown signature method',
    forge: () => signed.replace(/xmldsig-more#rsa-sha256/, 'xmldsig-more#none'),
  },
  {
    name: 'an unknown digest',
    forge: () => signed.replace('xmlenc#sha256', 'xmldsig-more#md5'),
  },
  {
    name: 'a signature method lowered to SHA-1',
    forge: () => signed.replace('2001/04/xmldsig-more#rsa-sha256', '2000/09/xmldsig#rsa-sha1'),
    code: 'sha1_signature',
  },

  // Other signers.
  {
    name: 'signed by the attacker, with his certificate in the file',
    forge: () => attacker.sign(EVIL, { uri: '#evil' }),
  },
  {
    name: 'signed by the attacker, with the vendor’s certificate in the file',
    forge: () => withKeyInfoOf(attacker.sign(EVIL, { uri: '#evil' }), signed),
  },
  { name: 'an empty SignatureValue', forge: () => emptied('SignatureValue') },
  { name: 'an empty DigestValue', forge: () => emptied('DigestValue') },
  {
    name: 'no SignatureValue',
    forge: () => emptied('SignatureValue').replace(/<SignatureValue><\/SignatureValue>/, ''),
  },
  {
    name: 'an empty signature',
    forge: () =>
      signed.replace(signature, '<Signature xmlns="http://www.w3.org/2000/09/xmldsig#"/>'),
  },

  // XML tricks.
  {
    name: 'a DOCTYPE that declares Ids',
    forge: () => `<!DOCTYPE KeyContainer [<!ATTLIST KeyPackage Id ID #IMPLIED>]>${signed}`,
    code: 'doctype_refused',
  },
  { name: 'a file cut short', forge: () => signed.slice(0, -20), code: 'truncated_file' },
];

describe(`row 63 · forgeries, refused ${forgeries.length} of ${forgeries.length}`, () => {
  it('the file that they start from is good', async () => {
    expect(vendor.isVerifiedByXmlsec(signed)).toBe(true);
    const { tokens, error } = await read(signed);
    expect([tokens.map(({ serial }) => serial), error]).toEqual([['GOOD-1'], undefined]);
  });

  it.each(forgeries)('$name', async ({ forge, code = 'signature_refused' }) => {
    const file = forge();
    expect(file).not.toBe(signed);
    const { tokens, error } = await read(file);
    expect(tokens).toEqual([]);
    expect(error?.code).toBe(code);
  });

  it('KeyInfo plays no part: another certificate or none in the file changes nothing', async () => {
    const foreign = withKeyInfoOf(signed, attacker.sign(EVIL));
    const without = signed.replace(/<KeyInfo>.*<\/KeyInfo>/s, '');
    const stuffed = signed.replace('</KeyInfo>', `${keyPackageOf(EVIL)}</KeyInfo>`);
    for (const file of [foreign, without, stuffed]) {
      const { tokens } = await read(file);
      expect(tokens.map(({ serial }) => serial)).toEqual(['GOOD-1']);
    }
  });
});

function read(file: string) {
  return readAll(readPskc(chunksOf(file), { signerCertificatePem: vendor.certificatePem }));
}

function keyPackageOf(file: string): string {
  return /<KeyPackage.*<\/KeyPackage>/s.exec(file)?.[0] ?? '';
}

function withKeyInfoOf(file: string, other: string): string {
  const keyInfo = /<KeyInfo>.*<\/KeyInfo>/s;
  return file.replace(keyInfo, keyInfo.exec(other)?.[0] ?? '');
}

function emptied(name: string): string {
  return signed.replace(new RegExp(`(<${name}>)[^<]*`), '$1');
}

function transform(algorithm: string): string {
  return `<Transform Algorithm="${algorithm}"/>`;
}

function envelopedAnd(more: string): string {
  return transform(ENVELOPED) + more;
}

function c14nOnly(): string {
  return transform(EXC_C14N);
}

function xpath(expression: string): string {
  return `<Transform Algorithm="http://www.w3.org/TR/1999/REC-xpath-19991116"><XPath>${expression}</XPath></Transform>`;
}

function referenceTo(uri: string): string {
  return `<Reference URI="${uri}"><Transforms>${transform(EXC_C14N)}</Transforms><DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/><DigestValue/></Reference>`;
}
