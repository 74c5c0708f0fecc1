/*
 * Good signatures: made by xmlsec1 and pskctool, checked by them again, and read here.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { PSKC_TEST_KEY, writePskc } from '@warifu/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readPskc } from '../read-pskc.ts';
import { runProgram } from '../testing/outside-program.ts';
import { chunksOf, readAll } from '../testing/read-all.ts';
import type { SignatureStyle } from '../testing/signer.ts';
import { C14N, ENVELOPED, Signer } from '../testing/signer.ts';

const SHA1: SignatureStyle = {
  signature: 'http://www.w3.org/2000/09/xmldsig#rsa-sha1',
  digest: 'http://www.w3.org/2000/09/xmldsig#sha1',
};

let vendor: Signer;
let plain = '';

beforeAll(async () => {
  vendor = new Signer('vendor');
  const file = { count: 3, protection: 'plain' as const, rootAttributes: ' Id="file-1"' };
  for await (const piece of writePskc(file)) plain += piece;
});
afterAll(() => vendor.remove());

function read(file: string, allowSha1Signature = false) {
  const options = { signerCertificatePem: vendor.certificatePem, allowSha1Signature };
  return readAll(readPskc(chunksOf(file), options));
}

const styles: { name: string; style: SignatureStyle; change?: (text: string) => string }[] = [
  { name: 'the whole document, exclusive C14N', style: { uri: '' } },
  { name: 'no URI attribute', style: {} },
  { name: 'the root by Id', style: { uri: '#file-1' } },
  { name: 'a ds prefix', style: { uri: '', prefix: 'ds:' } },
  { name: 'inclusive C14N for the SignedInfo', style: { uri: '', canonicalisation: C14N } },
  {
    name: 'inclusive C14N for the content',
    style: {
      uri: '#file-1',
      transforms: `<Transform Algorithm="${ENVELOPED}"/><Transform Algorithm="${C14N}"/>`,
    },
  },
  {
    name: 'the enveloped transform alone',
    style: { uri: '', transforms: `<Transform Algorithm="${ENVELOPED}"/>` },
  },
  {
    name: 'SHA-512',
    style: {
      signature: 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha512',
      digest: 'http://www.w3.org/2001/04/xmlenc#sha512',
    },
  },
  { name: 'CRLF line ends', style: {}, change: (text) => text.replaceAll('\n', '\r\n') },
  {
    name: 'comments in the content',
    style: {},
    change: (text) => text.replace('T0', 'T<!-- -->0'),
  },
  {
    name: 'CDATA and references in the content',
    style: {},
    change: (text) => text.replace('>Test<', '><![CDATA[T]]>&#101;st&amp;Co<'),
  },
];

describe(`row 63 · good signatures, read ${styles.length} of ${styles.length}`, () => {
  it.each(styles)('$name', async ({ style, change = (text: string) => text }) => {
    const signed = vendor.sign(change(plain), style);
    expect(vendor.isVerifiedByXmlsec(signed)).toBe(true);
    const { tokens, error } = await read(signed);
    expect(error).toBeUndefined();
    expect(tokens.map(({ serial }) => serial)).toEqual(['T000000000', 'T000000001', 'T000000002']);
  });

  it('reads what was signed: text around a comment is one text', async () => {
    const signed = vendor.sign(plain.replace('T000000001', 'T00<!-- x -->0000001'));
    const { tokens } = await read(signed);
    expect(tokens[1]?.serial).toBe('T000000001');
  });
});

describe('pskctool', () => {
  const figure3 = fileURLToPath(new URL('../../fixtures/rfc6030/figure3.xml', import.meta.url));

  it('signs with SHA-1: read only when that is allowed', async () => {
    const key = ['--sign-key', vendor.keyPath, '--sign-crt', vendor.certificatePath];
    const signed = runProgram('pskctool', '--sign', ...key, figure3).output;
    expect((await read(signed)).error?.code).toBe('sha1_signature');
    const { tokens, error } = await read(signed, true);
    expect(error).toBeUndefined();
    expect(tokens.map(({ serial }) => serial)).toEqual(['987654321']);
  });

  it('verifies what xmlsec1 signed and we read', async () => {
    const signed = vendor.sign(readFileSync(figure3, 'utf8'), { uri: '' });
    const path = vendor.scratch.write(signed);
    const verified = runProgram(
      'pskctool',
      '--verify',
      '--verify-crt',
      vendor.certificatePath,
      path,
    );
    expect(verified.output.trim()).toBe('OK');
    expect((await read(signed)).tokens).toHaveLength(1);
  });
});

describe('SHA-1', () => {
  it.each([
    ['signature', { signature: SHA1.signature ?? '' }],
    ['digest', { digest: SHA1.digest ?? '' }],
  ])('a SHA-1 %s alone is refused too', async (_, style) => {
    const signed = vendor.sign(plain, style);
    expect((await read(signed)).error?.code).toBe('sha1_signature');
    expect((await read(signed, true)).tokens).toHaveLength(3);
  });
});

describe('the certificate and the signature belong together', () => {
  it('a signed file without a certificate: refused, after its keys', async () => {
    const { tokens, error } = await readAll(readPskc(chunksOf(vendor.sign(plain)), {}));
    expect(error?.code).toBe('certificate_required');
    expect(tokens).toHaveLength(3);
  });

  it('an unsigned file with a certificate: refused, before any key', async () => {
    const { tokens, error } = await read(plain);
    expect(error?.code).toBe('missing_signature');
    expect(tokens).toEqual([]);
  });

  it.each([
    '',
    'not a certificate',
    '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----',
  ])('the certificate %j: refused', async (signerCertificatePem) => {
    const { error } = await readAll(readPskc(chunksOf(plain), { signerCertificatePem }));
    expect(error?.code).toBe('bad_certificate');
  });

  it('a signed and encrypted file', async () => {
    let file = '';
    for await (const piece of writePskc({ count: 2 })) file += piece;
    const options = {
      signerCertificatePem: vendor.certificatePem,
      preSharedKey: PSKC_TEST_KEY,
    };
    const { tokens, error } = await readAll(readPskc(chunksOf(vendor.sign(file)), options));
    expect([tokens.length, error]).toEqual([2, undefined]);
  });
});
