import { createSecretKey } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { openAesCbc } from './aes-cbc.ts';
import { unwrapAesKw } from './aes-kw.ts';
import type { HmacHash } from './hmac.ts';
import { computeHmac, hmacMatches } from './hmac.ts';
import { derivePbkdf2 } from './pbkdf2.ts';

const bytes = (hex: string) => Buffer.from(hex.replaceAll(' ', ''), 'hex');
const key = (hex: string) => createSecretKey(bytes(hex));

describe('HMAC', () => {
  // RFC 2202 section 3 test 2, RFC 4231 4.3.
  const vectors: [hash: HmacHash, mac: string][] = [
    ['sha1', 'effcdf6ae5eb2fa2d27416d5f184df9c259a7c79'],
    ['sha256', '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843'],
    [
      'sha512',
      '164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea2505549758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b636e070a38bce737',
    ],
  ];
  const jefe = createSecretKey(Buffer.from('Jefe'));
  const message = Buffer.from('what do ya want for nothing?');

  it.each(vectors)('row 42 · %s', (hash, mac) => {
    expect(Buffer.from(computeHmac(hash, jefe, message)).toString('hex')).toBe(mac);
    expect(hmacMatches(hash, jefe, { message, mac: bytes(mac) })).toBe(true);
    expect(hmacMatches(hash, jefe, { message, mac: bytes(mac).subarray(0, 10) })).toBe(false);
    expect(hmacMatches(hash, jefe, { message, mac: bytes(mac).fill(0, 0, 1) })).toBe(false);
  });
});

describe('AES-CBC', () => {
  // RFC 3602 section 4 case 1, whose plaintext has one whole block and hence no padding; the second
  // block was made with `openssl enc -aes-128-cbc` over the same text.
  const cbcKey = key('06a9214036b8a15b512e03d534120006');
  const iv = bytes('3dafba429d9eb430b422da802c9fac41');
  const sealed = Buffer.concat([
    iv,
    bytes('e353779c1079aeb82708942dbe77181ab97c825e1c785146542d396941bce55d'),
  ]);

  it('row 42 · opens RFC 3602 case 1, padded', () => {
    expect(Buffer.from(openAesCbc(cbcKey, sealed) ?? []).toString()).toBe('Single block msg');
  });

  it.each([0, 15, 16, 17, 31, 47])('refuses %i bytes', (length) => {
    expect(openAesCbc(cbcKey, sealed.subarray(0, length))).toBeUndefined();
  });

  it('refuses a padding byte that is not the count', () => {
    // Flipping a bit of the block before changes the same bit of the padding, and only that.
    const changed = Buffer.from(sealed);
    changed.writeUInt8(changed.readUInt8(16) ^ 1, 16);
    expect(openAesCbc(cbcKey, changed)).toBeUndefined();
  });
});

describe('AES key wrap', () => {
  // RFC 3394 section 4.
  it.each([
    [
      '000102030405060708090A0B0C0D0E0F',
      '1FA68B0A8112B447 AEF34BD8FB5A7B82 9D3E862371D2CFE5',
      '00112233445566778899AABBCCDDEEFF',
    ],
    [
      '000102030405060708090A0B0C0D0E0F1011121314151617',
      '96778B25AE6CA435 F92B5B97C050AED2 468AB8A17AD84E5D',
      '00112233445566778899AABBCCDDEEFF',
    ],
    [
      '000102030405060708090A0B0C0D0E0F101112131415161718191A1B1C1D1E1F',
      '64E8C3F9CE0F5BA2 63E9777905818A2A 93C8191E7D6E8AE7',
      '00112233445566778899AABBCCDDEEFF',
    ],
    [
      '000102030405060708090A0B0C0D0E0F101112131415161718191A1B1C1D1E1F',
      '28C9F404C4B810F4 CBCCB35CFB87F826 3F5786E2D80ED326 CBC7F0E71A99F43B FB988B9B7A02DD21',
      '00112233445566778899AABBCCDDEEFF000102030405060708090A0B0C0D0E0F',
    ],
  ])('row 42 · key %s', (keyHex, wrapped, plaintext) => {
    expect(unwrapAesKw(key(keyHex), bytes(wrapped))).toEqual(bytes(plaintext));
    const changed = bytes(wrapped).fill(0, 8, 9);
    expect(unwrapAesKw(key(keyHex), changed)).toBeUndefined();
    expect(unwrapAesKw(key(keyHex), bytes(wrapped).subarray(0, 20))).toBeUndefined();
    expect(unwrapAesKw(key(keyHex), bytes(wrapped).subarray(0, 16))).toBeUndefined();
  });
});

describe('PBKDF2', () => {
  // RFC 6070 section 2.
  it.each([
    [1, '0c60c80f961f0e71f3a9b524af6012062fe037a6'],
    [2, 'ea6c014dc72d6f8ccd1ed92ace1d41f0d8de8957'],
    [4096, '4b007901b765489abead49d926f721d065a429c1'],
  ])('row 42 · %i iterations', async (iterations, derived) => {
    const parameters = {
      salt: Buffer.from('salt'),
      iterations,
      keyBytes: 20,
      hash: 'sha1' as const,
    };
    const result = await derivePbkdf2(Buffer.from('password'), parameters);
    expect(Buffer.from(result).toString('hex')).toBe(derived);
  });
});
