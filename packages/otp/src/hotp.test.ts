import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { counterMessage, hotp, truncate } from './hotp.ts';

const sha1 = (key: string) => (message: Uint8Array) =>
  createHmac('sha1', key).update(message).digest();

describe('RFC 4226', () => {
  const codes = [
    '755224',
    '287082',
    '359152',
    '969429',
    '338314',
    '254676',
    '287922',
    '162583',
    '399871',
    '520489',
  ];

  it.each(codes.map((code, counter) => ({ counter, code })))(
    'row 42 · appendix D, counter $counter gives $code',
    ({ counter, code }) => {
      expect(hotp(sha1('12345678901234567890'), counter, 6)).toBe(code);
    },
  );

  it('5.4: the worked truncation gives 872921', () => {
    const mac = Buffer.from('1f8698690e02ca16618550ef7f19da8e945b555a', 'hex');
    expect(truncate(mac, 6)).toBe('872921');
  });

  it('appendix D: 8 digits are the same number, less reduced', () => {
    // The intermediate decimal of counter 0 in appendix D is 1284755224.
    expect(hotp(sha1('12345678901234567890'), 0, 8)).toBe('84755224');
  });

  it('keeps leading zeros', () => {
    const mac = new Uint8Array(20);
    mac[3] = 7;
    expect(truncate(mac, 6)).toBe('000007');
    expect(truncate(mac, 8)).toBe('00000007');
  });

  it('reads a MAC that is a window of a larger buffer', () => {
    const pool = Buffer.concat([
      Buffer.alloc(5, 0xff),
      Buffer.from('1f8698690e02ca16618550ef7f19da8e945b555a', 'hex'),
      Buffer.alloc(5, 0xff),
    ]);
    expect(truncate(pool.subarray(5, 25), 6)).toBe('872921');
  });
});

describe('counterMessage', () => {
  it.each([
    { counter: 0, hex: '0000000000000000' },
    { counter: 1, hex: '0000000000000001' },
    { counter: 0xffff_ffff, hex: '00000000ffffffff' },
    { counter: 2 ** 32, hex: '0000000100000000' },
    { counter: 0x27bc86aa, hex: '0000000027bc86aa' },
    { counter: Number.MAX_SAFE_INTEGER, hex: '001fffffffffffff' },
  ])('row 77 · $counter is $hex', ({ counter, hex }) => {
    expect(Buffer.from(counterMessage(counter)).toString('hex')).toBe(hex);
  });

  it.each([-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53])('refuses %s', (counter) => {
    expect(() => counterMessage(counter)).toThrow(RangeError);
  });
});

it('a MAC shorter than SHA-1 is a bug of the caller', () => {
  expect(() => truncate(new Uint8Array(19), 6)).toThrow(RangeError);
});
