/*
 * What a key package says in the clear: read in every spelling that the RFC allows, refused by name
 * otherwise, always with the serial and the position at fault.
 */
import { describe, expect, it } from 'vitest';
import { readPskc } from '../read-pskc.ts';
import { chunksOf, readAll } from '../testing/read-all.ts';
import type { ReadOptions } from '../token-record.ts';

const SECRET = 'MTIzNDU2Nzg5MDEyMzQ1Njc4OTA=';

/** A TOTP key package in which a test changes one thing. */
const PACKAGE = `<KeyPackage><DeviceInfo><Manufacturer>Maker</Manufacturer><SerialNo>S-1</SerialNo><Model>M</Model></DeviceInfo><Key Id="K1" Algorithm="urn:ietf:params:xml:ns:keyprov:pskc:totp"><AlgorithmParameters><Suite>HMAC-SHA256</Suite><ResponseFormat Length="8" Encoding="DECIMAL"/></AlgorithmParameters><Data><Secret><PlainValue>${SECRET}</PlainValue></Secret><TimeInterval><PlainValue>60</PlainValue></TimeInterval><TimeDrift><PlainValue>-2</PlainValue></TimeDrift></Data><Policy><ExpiryDate>2030-03-31T00:00:00Z</ExpiryDate></Policy></Key></KeyPackage>`;

function file(...packages: string[]): string {
  return `<?xml version="1.0"?><KeyContainer Version="1.0" xmlns="urn:ietf:params:xml:ns:keyprov:pskc">${packages.join('')}</KeyContainer>`;
}

const read = (text: string, options: ReadOptions = {}) =>
  readAll(readPskc(chunksOf(text), options));

async function readOne(change: (text: string) => string) {
  const changed = change(PACKAGE);
  expect(changed).not.toBe(PACKAGE);
  return read(file(changed));
}

const replaced = (from: string | RegExp, to: string) => (text: string) => text.replace(from, to);

describe('a key package', () => {
  it('becomes a token record', async () => {
    const { tokens } = await read(file(PACKAGE));
    expect(tokens).toEqual([
      {
        serial: 'S-1',
        manufacturer: 'Maker',
        model: 'M',
        keyId: 'K1',
        kind: 'totp',
        algorithm: 'SHA256',
        digits: 8,
        stepSeconds: 60,
        driftSteps: -2,
        secret: Buffer.from('12345678901234567890'),
        expiresOn: '2030-03-31T00:00:00Z',
        position: 'key 1',
      },
    ]);
  });

  it('is the same in chunks of one byte', async () => {
    const whole = await read(file(PACKAGE));
    expect(await readAll(readPskc(chunksOf(file(PACKAGE), 1), {}))).toEqual(whole);
  });

  it('may use any prefix, and hold elements of others', async () => {
    const text = `<p:KeyContainer Version="1.0" xmlns:p="urn:ietf:params:xml:ns:keyprov:pskc"><x xmlns="urn:other"/><p:KeyPackage><p:Key Id="1" Algorithm="urn:ietf:params:xml:ns:keyprov:pskc:hotp"><p:Data><Secret xmlns="urn:other"/><p:Secret><p:PlainValue>${SECRET}</p:PlainValue></p:Secret></p:Data></p:Key></p:KeyPackage></p:KeyContainer>`;
    const { tokens, error } = await read(text);
    expect([tokens.length, error]).toEqual([1, undefined]);
  });

  it.each([
    ['HMAC-SHA1', 'SHA1'],
    ['HMAC-SHA512', 'SHA512'],
    ['sha-256', 'SHA256'],
    ['', 'SHA1'],
    [' HMAC-SHA256\n', 'SHA256'],
  ])('the suite %j is %s', async (suite, algorithm) => {
    const { tokens } = await read(file(PACKAGE.replace('HMAC-SHA256', suite)));
    expect(tokens[0]?.algorithm).toBe(algorithm);
  });

  it.each([
    ['2030-03-31T00:00:00Z', '2030-03-31T00:00:00Z'],
    ['2030-03-31T00:00:00.500Z', '2030-03-31T00:00:00Z'],
    ['2030-03-31T09:00:00+09:00', '2030-03-31T00:00:00Z'],
    ['2030-03-31T00:00:00', '2030-03-31T00:00:00Z'],
    ['2030-03-31', '2030-03-31'],
    ['2028-02-29', '2028-02-29'],
  ])('ALL-02 · the date %s is %s', async (written, expiresOn) => {
    const { tokens } = await read(file(PACKAGE.replace('2030-03-31T00:00:00Z', written)));
    expect(tokens[0]?.expiresOn).toBe(expiresOn);
  });

  it('ALL-02 · the narrower of the device’s and the key’s dates holds', async () => {
    const device = (from: string, to: string) =>
      replaced(
        '</DeviceInfo>',
        `<StartDate>${from}</StartDate><ExpiryDate>${to}</ExpiryDate></DeviceInfo>`,
      );
    const wider = await readOne(device('2020-01-01T00:00:00Z', '2031-01-01T00:00:00Z'));
    const narrower = await readOne(device('2021-01-01T00:00:00Z', '2029-01-01T00:00:00Z'));
    const dates = [wider, narrower].map(({ tokens }) => [
      tokens[0]?.startsOn,
      tokens[0]?.expiresOn,
    ]);
    expect(dates).toEqual([
      ['2020-01-01T00:00:00Z', '2030-03-31T00:00:00Z'],
      ['2021-01-01T00:00:00Z', '2029-01-01T00:00:00Z'],
    ]);
  });
});

describe('refusals name the serial and the position', () => {
  it.each([
    ['an OCRA key', replaced('pskc:totp', 'pskc:ocra'), 'unknown_algorithm'],
    ['no algorithm', replaced(/ Algorithm="[^"]*"/, ''), 'unknown_algorithm'],
    ['an unknown suite', replaced('HMAC-SHA256', 'HMAC-MD5'), 'unknown_algorithm'],
    ['7 digits', replaced('Length="8"', 'Length="7"'), 'unsupported_response'],
    ['no length', replaced('Length="8"', ''), 'unsupported_response'],
    ['hexadecimal codes', replaced('DECIMAL', 'HEXADECIMAL'), 'unsupported_response'],
    [
      'a check digit',
      replaced('Length="8"', 'Length="8" CheckDigits="true"'),
      'unsupported_response',
    ],
    ['a step of 45 s', replaced('>60<', '>45<'), 'unsupported_step'],
    ['a step of words', replaced('>60<', '>sixty<'), 'bad_value'],
    ['a drift beyond 2^53', replaced('>-2<', '>9007199254740992<'), 'number_too_large'],
    [
      'a negative counter',
      (text: string) => text.replace('totp', 'hotp').replaceAll('TimeDrift', 'Counter'),
      'bad_value',
    ],
    ['no Data', replaced(/<Data>.*<\/Data>/, ''), 'missing_secret'],
    ['no Secret', replaced(/<Secret>.*<\/Secret>/, ''), 'missing_secret'],
    ['an empty Secret', replaced(/<PlainValue>MTI[^<]*<\/PlainValue>/, ''), 'bad_structure'],
    ['a secret that is not base64', replaced(SECRET, `${SECRET.slice(0, -3)}*A=`), 'bad_value'],
    ['a secret without its padding', replaced(SECRET, SECRET.slice(0, -1)), 'bad_value'],
    ['row 41 · a truncated secret', replaced(SECRET, 'MTIzNDU2Nzg5MDEyMzQ1'), 'short_secret'],
    [
      'a secret of 257 bytes',
      replaced(SECRET, Buffer.alloc(257).toString('base64')),
      'long_secret',
    ],
    ['two Secrets', replaced('<Secret>', '<Secret/><Secret>'), 'bad_structure'],
    ['two serials', replaced('<SerialNo>', '<SerialNo>x</SerialNo><SerialNo>'), 'bad_structure'],
    ['two Keys', replaced('<Key ', '<Key Id="K0"/><Key '), 'bad_structure'],
    ['30 February', replaced('2030-03-31', '2030-02-30'), 'bad_value'],
    ['29 February of a common year', replaced('2030-03-31', '2030-02-29'), 'bad_value'],
    ['an hour 25', replaced('T00:', 'T25:'), 'bad_value'],
    ['a Japanese date', replaced('2030-03-31T00:00:00Z', '令和12年3月31日'), 'bad_value'],
    [
      'a limited number of uses',
      replaced('<Policy>', '<Policy><NumberOfTransactions>5</NumberOfTransactions>'),
      'unsupported_policy',
    ],
    [
      'another usage',
      replaced('<Policy>', '<Policy><KeyUsage>Encrypt</KeyUsage>'),
      'unsupported_policy',
    ],
    [
      'a PIN before the code',
      replaced('<Policy>', '<Policy><PINPolicy PINUsageMode="Prepend"/>'),
      'unsupported_policy',
    ],
    [
      'a policy of others',
      replaced('<Policy>', '<Policy><x xmlns="urn:other"/>'),
      'unsupported_policy',
    ],
  ])('%s: %s', async (_, change, code) => {
    const { tokens, error } = await readOne(change);
    expect(tokens).toEqual([]);
    expect(error).toMatchObject({ code, position: 'key 1' });
    // Two serials or two keys in a package leave open which serial it is.
    if (!change(PACKAGE).match(/<SerialNo>x<|K0/)) expect(error?.serial).toBe('S-1');
    expect(error?.message).not.toContain(SECRET.slice(0, 8));
  });

  it.each([
    [
      'no serial and no Id',
      (text: string) => text.replace('S-1', '').replace(' Id="K1"', ''),
      'missing_serial',
    ],
    ['a serial of 65 letters', replaced('S-1', 'S'.repeat(65)), 'bad_serial'],
    ['a serial with a control character', replaced('S-1', 'S&#9;1'), 'bad_serial'],
    ['a serial with a zero-width space', replaced('S-1', 'S\u200b1'), 'bad_serial'],
    ['no key', replaced(/<Key .*<\/Key>/, ''), 'no_key'],
  ])('%s: %s', async (_, change, code) => {
    const { error } = await readOne(change);
    expect(error).toMatchObject({ code, position: 'key 1', serial: undefined });
  });

  it('a duplicate serial', async () => {
    const other = PACKAGE.replace('S-1', 'S-2');
    const { tokens, error } = await read(file(PACKAGE, other, PACKAGE.replace('K1', 'K3')));
    expect(tokens.map(({ serial }) => serial)).toEqual(['S-1', 'S-2']);
    expect(error).toMatchObject({ code: 'duplicate_serial', serial: 'S-1', position: 'key 3' });
    expect(error?.message).toBe(
      'key 3, serial S-1: the serial stands twice in the file; ask the vendor which of the two is right',
    );
  });

  it('an empty container', async () => {
    expect((await read(file())).error?.code).toBe('no_key');
  });

  it('a file cut anywhere: never read to its end without an error', async () => {
    const whole = file(PACKAGE);
    for (let length = 0; length < whole.length; length += 1) {
      const { error } = await read(whole.slice(0, length));
      expect(error, `cut at ${length}`).toBeDefined();
    }
    expect((await read(whole.slice(0, -2))).error?.code).toBe('truncated_file');
  });
});
