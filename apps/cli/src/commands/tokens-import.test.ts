import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { demoInstitutionIds, demoPolicy } from '@warifu/institutions';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { progressLine, rateOf } from '../progress-line.ts';
import { runHere } from '../testing/run-here.ts';

const [institution] = demoInstitutionIds;
let folder = '';
const path = (name: string) => join(folder, name);
const run = (...args: string[]) =>
  runHere(args, { env: { WARIFU_DATA_DIR: path('data'), WARIFU_KEYRING_FILE: path('keys.json') } });
const importing = (name: string, ...more: string[]) =>
  run('tokens', 'import', path(name), '--institution', institution, ...more);

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'warifu-import-'));
  writeFileSync(path('policy.json'), JSON.stringify(demoPolicy(institution)));
  await run('keys', 'init');
  expect(await run('institutions', 'add', path('policy.json'))).toMatchObject({ code: 0 });
});
afterAll(() => rmSync(folder, { recursive: true }));

/** A plain key of a PSKC file, with or without an expiry. */
function key(serial: string, policy: string): string {
  return `<KeyPackage><DeviceInfo><SerialNo>${serial}</SerialNo></DeviceInfo>
<Key Id="${serial}" Algorithm="urn:ietf:params:xml:ns:keyprov:pskc:totp">
<AlgorithmParameters><ResponseFormat Encoding="DECIMAL" Length="6"/></AlgorithmParameters>
<Data><Secret><PlainValue>MTIzNDU2Nzg5MDEyMzQ1Njc4OTA=</PlainValue></Secret>
<Time><PlainValue>0</PlainValue></Time><TimeInterval><PlainValue>60</PlainValue></TimeInterval></Data>
${policy}</Key></KeyPackage>`;
}

function pskc(content: string): string {
  return `<?xml version="1.0"?><KeyContainer Version="1.0" xmlns="urn:ietf:params:xml:ns:keyprov:pskc">${content}</KeyContainer>`;
}

describe('keys without expiry', () => {
  test('are counted, since nothing will make them due for replacement', async () => {
    const expiry = '<Policy><ExpiryDate>2031-03-31T00:00:00+09:00</ExpiryDate></Policy>';
    writeFileSync(path('one.xml'), pskc(key('7100000001', expiry) + key('7100000002', '')));
    const { code, out } = await importing('one.xml', '--format', 'pskc');
    expect(code).toBe(0);
    expect(out).toMatch(
      /^2 keys imported as imp_\w+ \(\d+\.\d s(, \d+ keys\/s)?\)\n1 key without expiry: never due for replacement\n$/,
    );
  });

  test('are all of a CSV file, which has no place for it', async () => {
    writeFileSync(path('two.csv'), `7100000003,${'31'.repeat(20)},totp,6,60,sha1\n`);
    const { out } = await importing('two.csv', '--format', 'csv', '--json');
    expect(JSON.parse(out)).toMatchObject({ imported: 1, without_expiry: 1 });
  });
});

describe('a refusal names the option of this command that would help', () => {
  test('SHA-1', async () => {
    const parts = [
      '-newkey',
      'rsa:2048',
      '-nodes',
      '-keyout',
      path('v.key'),
      '-out',
      path('v.pem'),
    ];
    spawnSync('openssl', ['req', '-x509', '-subj', '/CN=vendor', ...parts]);
    const ds = 'http://www.w3.org/2000/09/xmldsig#';
    const signature = `<Signature xmlns="${ds}"><SignedInfo>
<CanonicalizationMethod Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"/>
<SignatureMethod Algorithm="${ds}rsa-sha1"/><Reference URI="">
<Transforms><Transform Algorithm="${ds}enveloped-signature"/></Transforms>
<DigestMethod Algorithm="${ds}sha1"/><DigestValue>AAAA</DigestValue></Reference>
</SignedInfo><SignatureValue>AAAA</SignatureValue></Signature>`;
    writeFileSync(path('signed.xml'), pskc(key('7100000004', '') + signature));
    const signed = ['signed.xml', '--format', 'pskc', '--certificate', path('v.pem')] as const;
    expect((await importing(...signed)).err).toContain(
      'or allow SHA-1 for this import with --allow-sha1-signature (sha1_signature); nothing was imported',
    );
    const allowed = await importing(...signed, '--allow-sha1-signature');
    expect(allowed.err).toContain('(signature_refused)');
  });

  test('a key or a password', async () => {
    const file = new URL('../../../../packages/pskc/fixtures/rfc6030/figure6.xml', import.meta.url);
    writeFileSync(path('sealed.xml'), readFileSync(file));
    expect((await importing('sealed.xml', '--format', 'pskc')).err).toContain(
      ' (--preshared-key-file or --password-file) (key_required); nothing was imported',
    );
  });
});

describe('the rate', () => {
  test('is told of what lasted long enough to have one', () => {
    expect(rateOf(2, 0.4)).toEqual([]);
    expect(rateOf(3_000, 2)).toEqual(['1,500 keys/s']);
  });

  test('one key is one key', () => {
    const said: string[] = [];
    const io = { err: (text: string) => void said.push(text), errIsTerminal: false };
    progressLine(io, Date.now()).show(1);
    expect(said).toEqual(['1 key\n']);
  });
});
