import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { HashName } from './hash.ts';
import { stepStartMs, timeStep, totp } from './totp.ts';

const DIGIT_ROW = '1234567890';

/** Appendix B's seeds are 20, 32 and 64 bytes long, as its reference code (not its text) shows. */
const hmacs = {
  SHA1: hmacOf('sha1', 20),
  SHA256: hmacOf('sha256', 32),
  SHA512: hmacOf('sha512', 64),
};

function hmacOf(hash: string, bytes: number) {
  const key = DIGIT_ROW.repeat(7).slice(0, bytes);
  return (message: Uint8Array) => createHmac(hash, key).update(message).digest();
}

describe('RFC 6238', () => {
  const vectors: [seconds: number, hash: HashName, code: string][] = [
    [59, 'SHA1', '94287082'],
    [59, 'SHA256', '46119246'],
    [59, 'SHA512', '90693936'],
    [1111111109, 'SHA1', '07081804'],
    [1111111109, 'SHA256', '68084774'],
    [1111111109, 'SHA512', '25091201'],
    [1111111111, 'SHA1', '14050471'],
    [1111111111, 'SHA256', '67062674'],
    [1111111111, 'SHA512', '99943326'],
    [1234567890, 'SHA1', '89005924'],
    [1234567890, 'SHA256', '91819424'],
    [1234567890, 'SHA512', '93441116'],
    [2000000000, 'SHA1', '69279037'],
    [2000000000, 'SHA256', '90698825'],
    [2000000000, 'SHA512', '38618901'],
    [20000000000, 'SHA1', '65353130'],
    [20000000000, 'SHA256', '77737706'],
    [20000000000, 'SHA512', '47863826'],
  ];

  it.each(vectors)('rows 42, 77 · appendix B at %i s with %s gives %s', (seconds, hash, code) => {
    expect(totp(hmacs[hash], seconds * 1000, { digits: 8, stepSeconds: 30 })).toBe(code);
  });

  it.each([
    [0, 30, 0],
    [29_999, 30, 0],
    [30_000, 30, 1],
    [59_999, 60, 0],
    [60_000, 60, 1],
    [2 ** 31 * 1000, 30, 71582788],
    [20_000_000_000_000, 30, 666666666],
  ])('ALL-02 · %i ms in steps of %i s is step %i', (atMs, stepSeconds, step) => {
    expect(timeStep(atMs, stepSeconds)).toBe(step);
  });

  it('a step begins where the one before ends', () => {
    expect(stepStartMs(666666666, 30)).toBe(19_999_999_980_000);
    expect(timeStep(stepStartMs(7, 60), 60)).toBe(7);
    expect(timeStep(stepStartMs(7, 60) - 1, 60)).toBe(6);
  });

  it('an instant before 1970 has no code', () => {
    expect(() => totp(hmacs.SHA1, -1, { digits: 6, stepSeconds: 30 })).toThrow(RangeError);
  });
});
