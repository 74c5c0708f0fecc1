import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Base32Error, decodeBase32, encodeBase32 } from './base32.ts';

describe('RFC 4648 section 10', () => {
  it.each([
    ['', ''],
    ['f', 'MY======'],
    ['fo', 'MZXQ===='],
    ['foo', 'MZXW6==='],
    ['foob', 'MZXW6YQ='],
    ['fooba', 'MZXW6YTB'],
    ['foobar', 'MZXW6YTBOI======'],
  ])('row 42 · BASE32(%j) is %j', (text, base32) => {
    expect(encodeBase32(Buffer.from(text))).toBe(base32.replaceAll('=', ''));
    expect(Buffer.from(decodeBase32(base32)).toString()).toBe(text);
    expect(Buffer.from(decodeBase32(base32.replaceAll('=', ''))).toString()).toBe(text);
  });
});

describe('decodeBase32', () => {
  it('takes any case and spaces, as people type', () => {
    expect(Buffer.from(decodeBase32('mzxw 6ytb\noi')).toString()).toBe('foobar');
  });

  it('drops left-over bits', () => {
    expect(Buffer.from(decodeBase32('MZ')).toString()).toBe('f');
  });

  it.each([
    ['MZXW1', 'character', 4],
    ['MZXW0YTB', 'character', 4],
    ['MZ8W', 'character', 2],
    ['MZ-XW', 'character', 2],
    ['ＭＺ', 'character', 0],
    ['ſ2', 'character', 0],
    ['M', 'length', 1],
    ['MZX', 'length', 3],
    ['MZXW6Y', 'length', 6],
    ['MY=====', 'padding', 6],
    ['MY======Z', 'padding', 8],
    ['========', 'padding', 7],
  ])('refuses %j: %s at %i', (text, reason, position) => {
    try {
      decodeBase32(text);
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(Base32Error);
      expect(error).toMatchObject({ reason, position });
    }
  });

  it('row 44 · the error does not quote the secret', () => {
    expect(() => decodeBase32('GEZDGNBVGY3TQOJQ!')).toThrow(
      /^not Base32: wrong character at position 16$/,
    );
  });

  it('undoes encodeBase32', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => {
        expect(decodeBase32(encodeBase32(bytes))).toEqual(bytes);
      }),
    );
  });
});
