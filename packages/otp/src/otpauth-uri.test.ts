import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { OtpauthKey } from './otpauth-uri.ts';
import { formatOtpauthUri, parseOtpauthUri } from './otpauth-uri.ts';

const secret = new Uint8Array(Buffer.from('Hello!\xde\xad\xbe\xef', 'latin1'));
const key: OtpauthKey = {
  kind: 'totp',
  issuer: 'Example',
  account: 'alice@google.com',
  secret,
  algorithm: 'SHA1',
  digits: 6,
  stepSeconds: 30,
};

describe('parseOtpauthUri', () => {
  it('reads the example of the Key Uri Format', () => {
    const uri = 'otpauth://totp/Example:alice@google.com?secret=JBSWY3DPEHPK3PXP&issuer=Example';
    expect(parseOtpauthUri(uri)).toEqual({ ok: true, key });
  });

  it('reads a label of its other example, with an encoded colon and space', () => {
    const uri =
      'otpauth://totp/Provider1%3A%20Alice%20Smith?secret=JBSWY3DPEHPK3PXP&issuer=Provider1&digits=8&period=60&algorithm=SHA512&image=x';
    expect(parseOtpauthUri(uri)).toMatchObject({
      ok: true,
      key: {
        issuer: 'Provider1',
        account: 'Alice Smith',
        digits: 8,
        stepSeconds: 60,
        algorithm: 'SHA512',
      },
    });
  });

  it('leaves the issuer out when the URI names none', () => {
    const result = parseOtpauthUri('otpauth://hotp/alice?secret=JBSWY3DPEHPK3PXP&counter=5');
    expect(result).toEqual({
      ok: true,
      key: { kind: 'hotp', account: 'alice', secret, algorithm: 'SHA1', digits: 6, counter: 5 },
    });
  });

  const S = 'secret=JBSWY3DPEHPK3PXP';
  it.each([
    ['https://totp/a?secret=AA', 'not_otpauth'],
    [`otpauth://totp/a?${S}#x`, 'not_otpauth'],
    [`otpauth://totp?${S}`, 'not_otpauth'],
    [`otpauth://steam/a?${S}`, 'unknown_kind'],
    [`otpauth://totp/%zz?${S}`, 'bad_encoding'],
    [`otpauth://totp/?${S}`, 'bad_label'],
    [`otpauth://totp/a:b:c?${S}`, 'bad_label'],
    [`otpauth://totp/a:b?${S}&issuer=c`, 'issuer_conflict'],
    [`otpauth://totp/a?${S}&${S}`, 'duplicate_parameter'],
    ['otpauth://totp/a?issuer=b', 'missing_secret'],
    ['otpauth://totp/a?secret=', 'missing_secret'],
    ['otpauth://totp/a?secret=JBSWY3DP0', 'bad_secret'],
    [`otpauth://totp/a?${S}&algorithm=MD5`, 'unknown_algorithm'],
    [`otpauth://totp/a?${S}&digits=7`, 'unsupported_digits'],
    [`otpauth://totp/a?${S}&period=45`, 'unsupported_period'],
    [`otpauth://hotp/a?${S}`, 'missing_counter'],
    [`otpauth://hotp/a?${S}&counter=-1`, 'bad_counter'],
    [`otpauth://hotp/a?${S}&counter=9999999999999999`, 'bad_counter'],
  ])('refuses %s: %s', (uri, error) => {
    expect(parseOtpauthUri(uri)).toEqual({ ok: false, error });
  });
});

describe('formatOtpauthUri', () => {
  it('spells everything out', () => {
    expect(formatOtpauthUri({ ...key, issuer: '七星 銀行' })).toBe(
      'otpauth://totp/%E4%B8%83%E6%98%9F%20%E9%8A%80%E8%A1%8C:alice%40google.com?secret=JBSWY3DPEHPK3PXP&issuer=%E4%B8%83%E6%98%9F%20%E9%8A%80%E8%A1%8C&algorithm=SHA1&digits=6&period=30',
    );
  });

  it.each([{ account: '' }, { account: 'a:b' }, { issuer: 'a:b' }])('throws for %j', (wrong) => {
    expect(() => formatOtpauthUri({ ...key, ...wrong })).toThrow(RangeError);
  });

  it('is undone by parseOtpauthUri', () => {
    fc.assert(
      fc.property(anyKey(), (written) => {
        expect(parseOtpauthUri(formatOtpauthUri(written))).toEqual({ ok: true, key: written });
      }),
    );
  });
});

function anyKey(): fc.Arbitrary<OtpauthKey> {
  const name = fc
    .string({ unit: 'grapheme', minLength: 1 })
    .map((text) => text.replaceAll(':', '').trim())
    .filter((text) => text !== '');
  const label = {
    issuer: name,
    account: name,
    secret: fc.uint8Array({ minLength: 1, maxLength: 64 }),
    algorithm: fc.constantFrom('SHA1' as const, 'SHA256' as const, 'SHA512' as const),
    digits: fc.constantFrom(6 as const, 8 as const),
  };
  const step = fc.constantFrom(30 as const, 60 as const);
  return fc.oneof(
    fc.record({ kind: fc.constant('totp' as const), ...label, stepSeconds: step }),
    fc.record({ kind: fc.constant('hotp' as const), ...label, counter: fc.maxSafeNat() }),
  );
}
