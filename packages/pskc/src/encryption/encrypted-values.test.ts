/*
 * Row 64: the MAC is checked before anything is decrypted, CBC without a MAC is refused, and
 * everything that a wrong key or a changed file can cause has one shape. The files come from the
 * testkit's writer, which shares no code with the reader, and from RFC 6030.
 */
import { readFileSync } from 'node:fs';
import type { PskcFile } from '@warifu/testkit';
import { PSKC_TEST_KEY, pskcTestToken, writePskc } from '@warifu/testkit';
import { describe, expect, it } from 'vitest';
import { readPskc } from '../read-pskc.ts';
import { runProgram, ScratchFolder } from '../testing/outside-program.ts';
import { chunksOf, hexOf, readAll } from '../testing/read-all.ts';
import type { ReadOptions } from '../token-record.ts';

const WITH_KEY: ReadOptions = { preSharedKey: PSKC_TEST_KEY };
const FIGURE_7 = readFigure(7);

const keyOf = (bytes: number) => PSKC_TEST_KEY.subarray(0, bytes);

function readFigure(number: number): string {
  const path = new URL(`../../fixtures/rfc6030/figure${number}.xml`, import.meta.url);
  return readFileSync(path, 'utf8');
}

async function write(file: PskcFile): Promise<string> {
  let text = '';
  for await (const piece of writePskc(file)) text += piece;
  return text;
}

const read = (text: string, options: ReadOptions) => readAll(readPskc(chunksOf(text), options));

describe('every cipher and MAC opens, here and in pskc-utils', () => {
  const files: PskcFile[] = [
    ...[16, 24, 32].flatMap((bytes) =>
      (['sha1', 'sha256', 'sha512'] as const).map((macHash) => ({
        count: 3,
        key: keyOf(bytes),
        macHash,
      })),
    ),
    ...[16, 24, 32].map((bytes) => ({
      count: 3,
      key: keyOf(bytes),
      protection: 'kw' as const,
    })),
  ];

  it.each(
    files.map((file) => ({
      file,
      name: `${file.protection ?? 'cbc'} ${file.key?.length} ${file.macHash}`,
    })),
  )('$name', async ({ file }) => {
    const text = await write(file);
    const key = file.key ?? PSKC_TEST_KEY;
    const { tokens, error } = await read(text, { preSharedKey: key });
    expect(error).toBeUndefined();
    const ours = tokens.map(({ serial, secret }) => `${serial},${hexOf(secret)}`);
    const bytes = file.protection === 'kw' ? 24 : 20;
    const expected = [0, 1, 2].map((index) => pskcTestToken(index, bytes));
    expect(ours).toEqual(expected.map(({ serial, secret }) => `${serial},${hexOf(secret)}`));
    expect(readByPskcUtils(text, hexOf(key))).toEqual(ours);
  });
});

describe('row 64 · one shape of refusal', () => {
  const REFUSAL = {
    code: 'cannot_decrypt',
    position: 'key 1',
    serial: 'T000000000',
    message:
      'key 1, serial T000000000: the key or password is wrong, or the file was changed on its way; check both with the vendor',
  };

  it('a flipped bit anywhere in ciphertext, MAC and MAC key: 0 decrypts, 1 shape', async () => {
    const changed = flipEveryBit(await write({ count: 1 }));
    const readings = await Promise.all(changed.map((text) => read(text, WITH_KEY)));
    // MAC key: IV, 32 bytes, a block of padding. Secret: IV, 20 bytes padded to 32. MAC: 20.
    expect(readings).toHaveLength((16 + 48 + 16 + 32 + 20) * 8);
    expect(readings.flatMap(({ tokens }) => tokens)).toEqual([]);
    expect(shapesOf(readings)).toEqual([REFUSAL]);
  });

  it('a flipped bit anywhere in a wrapped key', async () => {
    const changed = flipEveryBit(await write({ count: 1, protection: 'kw' }));
    const readings = await Promise.all(changed.map((text) => read(text, WITH_KEY)));
    expect(readings).toHaveLength(32 * 8);
    expect(shapesOf(readings)).toEqual([REFUSAL]);
  });

  it('two hundred wrong keys', async () => {
    const text = await write({ count: 1 });
    const keys = Array.from({ length: 200 }, (_, index) => pskcTestToken(index, 32).secret);
    const readings = await Promise.all(keys.map((preSharedKey) => read(text, { preSharedKey })));
    expect(shapesOf(readings)).toEqual([REFUSAL]);
  });

  it('a wrong password, and a truncated ciphertext, MAC or MAC key', async () => {
    const text = await write({ count: 1 });
    const shortened = values(text).map(({ base64 }) =>
      text.replace(base64, Buffer.from(base64, 'base64').subarray(0, -16).toString('base64')),
    );
    const readings = await Promise.all(shortened.map((each) => read(each, WITH_KEY)));
    expect(shapesOf(readings)).toEqual([REFUSAL]);
    const { error } = await read(FIGURE_7, { password: 'qwertz' });
    expect(error?.advice).toBe(readings[0]?.error?.advice);
  });

  it('a MAC over the plaintext, as drafts of the RFC had it', async () => {
    const figure6 = readFigure(6);
    // HMAC-SHA-1 of '12345678901234567890' under the figure's MAC key, by openssl.
    const overPlaintext = figure6.replace(
      'Su+NvtQfmvfJzF6bmQiJqoLRExc=',
      'sbnmHJxNXR7BdvnBDVNzwDZFG00=',
    );
    const preSharedKey = Buffer.from('12345678901234567890123456789012', 'hex');
    expect((await read(overPlaintext, { preSharedKey })).error?.code).toBe('cannot_decrypt');
  });

  it('gives out the keys before the bad one and none after', async () => {
    const text = await write({ count: 5 });
    const [, , , thirdMac = { base64: '' }] = values(text).filter(({ isMac }) => isMac);
    const { tokens, error } = await read(
      text.replace(thirdMac.base64, values(text)[2]?.base64 ?? ''),
      WITH_KEY,
    );
    expect(tokens.map(({ serial }) => serial)).toEqual(['T000000000', 'T000000001', 'T000000002']);
    expect(error).toMatchObject({
      code: 'cannot_decrypt',
      serial: 'T000000003',
      position: 'key 4',
    });
  });

  it('row 44 · no refusal quotes the secret, the key or the password', async () => {
    const { error } = await read(FIGURE_7, { password: 'qwertz' });
    const text = JSON.stringify(error) + String(error) + error?.stack;
    expect(text).not.toMatch(/qwert|MTIz|3132|oTvo/);
  });
});

describe('row 64 · what the file says in the clear', () => {
  it.each([
    {
      name: 'no MACMethod',
      change: (text: string) => text.replace(/<pskc:MACMethod.*<\/pskc:MACMethod>/s, ''),
      code: 'missing_mac',
    },
    {
      name: 'no ValueMAC',
      change: (text: string) => text.replace(/<pskc:ValueMAC>.*<\/pskc:ValueMAC>/, ''),
      code: 'missing_mac',
    },
    {
      name: 'no MAC at all',
      change: (text: string) =>
        text
          .replace(/<pskc:MACMethod.*<\/pskc:MACMethod>/s, '')
          .replace(/<pskc:ValueMAC>.*<\/pskc:ValueMAC>/, ''),
      code: 'missing_mac',
    },
    {
      name: 'an unknown MAC',
      change: (text: string) => text.replace('xmldsig#hmac-sha1', 'xmldsig#hmac-md5'),
      code: 'unknown_mac',
    },
    {
      name: 'a MAC key that is elsewhere',
      change: (text: string) =>
        text.replace(
          /<pskc:MACKey>.*<\/pskc:MACKey>/s,
          '<pskc:MACKeyReference>x</pskc:MACKeyReference>',
        ),
      code: 'unknown_mac',
    },
    {
      name: 'Triple DES',
      change: (text: string) => text.replaceAll('aes256-cbc', 'tripledes-cbc'),
      code: 'unknown_encryption',
    },
    {
      name: 'AES-128 with a key of 32 bytes',
      change: (text: string) => text.replaceAll('aes256-cbc', 'aes128-cbc'),
      code: 'key_length',
    },
    {
      name: 'a key encrypted to a certificate',
      change: (text: string) => text.replace(/<ds:KeyName>.*<\/ds:KeyName>/, '<ds:X509Data/>'),
      code: 'unknown_encryption',
    },
    {
      name: 'no CipherValue',
      change: (text: string) => text.replace(/<xenc:CipherValue>[^<]*<\/xenc:CipherValue>/g, ''),
      code: 'bad_structure',
    },
    {
      name: 'a CipherValue that is not base64',
      change: (text: string) => text.replaceAll('<xenc:CipherValue>', '<xenc:CipherValue>!'),
      code: 'bad_value',
    },
    {
      name: 'both a plain and an encrypted secret',
      change: (text: string) =>
        text.replace('<pskc:Secret>', '<pskc:Secret><pskc:PlainValue>AAAA</pskc:PlainValue>'),
      code: 'bad_structure',
    },
    {
      name: 'a second MACMethod',
      change: (text: string) => text.replace(/(<pskc:MACMethod.*<\/pskc:MACMethod>)/s, '$1$1'),
      code: 'bad_structure',
    },
    {
      name: 'an EncryptionKey after the keys',
      change: (text: string) =>
        text.replace('</pskc:KeyContainer>', '<pskc:EncryptionKey/></pskc:KeyContainer>'),
      code: 'bad_structure',
    },
  ])('$name: $code', async ({ change, code }) => {
    const { error } = await read(change(await write({ count: 1 })), WITH_KEY);
    expect(error?.code).toBe(code);
  });

  it.each([
    ['no key', {}, 'key_required'],
    ['a password instead of the key', { password: 'x' }, 'key_required'],
    ['a key of 20 bytes', { preSharedKey: PSKC_TEST_KEY.subarray(0, 20) }, 'key_length'],
    ['a key in hex', { preSharedKey: Buffer.from(hexOf(PSKC_TEST_KEY)) }, 'key_length'],
  ])('%s: %s', async (_, options, code) => {
    const { error } = await read(await write({ count: 1 }), options);
    expect(error?.code).toBe(code);
  });

  it('a file without MACKey uses the encryption key for the MAC', async () => {
    const text = await write({ count: 1 });
    const { error } = await read(text.replace(/<pskc:MACKey>.*<\/pskc:MACKey>/s, ''), WITH_KEY);
    expect(error?.code).toBe('cannot_decrypt');
  });
});

interface FoundValue {
  readonly base64: string;
  readonly isMac: boolean;
}

/** The encrypted values and MACs of a file, in order: MAC key, then secret and MAC of each key. */
function values(text: string): FoundValue[] {
  const found = text.matchAll(/<(?:xenc:CipherValue|pskc:(ValueMAC))>([^<]+)</g);
  return [...found].map(([, mac, base64 = '']) => ({ base64, isMac: mac !== undefined }));
}

/** The file once for each bit of its encrypted values and MACs, with that bit flipped. */
function flipEveryBit(text: string): string[] {
  return values(text).flatMap(({ base64 }) => {
    const bits = Buffer.from(base64, 'base64').length * 8;
    return Array.from({ length: bits }, (_, bit) => {
      const bytes = Buffer.from(base64, 'base64');
      bytes.writeUInt8(bytes.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
      return text.replace(base64, bytes.toString('base64'));
    });
  });
}

/** The different refusals among the readings, with all that a caller can see of them. */
function shapesOf(readings: readonly Awaited<ReturnType<typeof readAll>>[]) {
  const shapes = readings.map(({ error }) => ({
    code: error?.code,
    position: error?.position,
    serial: error?.serial,
    message: error?.message,
  }));
  return [...new Map(shapes.map((shape) => [JSON.stringify(shape), shape])).values()];
}

function readByPskcUtils(text: string, keyHex: string): string[] {
  const scratch = new ScratchFolder();
  try {
    const path = scratch.write(text);
    const { output } = runProgram(
      'pskc2csv',
      '-s',
      keyHex,
      '-c',
      'serial,secret',
      '-e',
      'hex',
      path,
    );
    return output.trim().split(/\r?\n/).slice(1);
  } finally {
    scratch.remove();
  }
}
