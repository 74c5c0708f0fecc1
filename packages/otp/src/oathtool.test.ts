/*
 * Row 43: an independent program agrees. `oathtool` computes the codes of random keys and we
 * compute the same ones; then it is handed ours and must find them valid. Its window option gives
 * ten consecutive codes a call, so the full run of 10,000 keys compares 100,000 codes.
 */
import { spawnSync } from 'node:child_process';
import { createHash, createHmac, randomBytes } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import type { HashName } from './hash.ts';
import type { Digits, Hmac } from './hotp.ts';
import { hotp } from './hotp.ts';
import { stepStartMs, timeStep, totp } from './totp.ts';

const { WARIFU_FULL, WARIFU_SEED } = process.env;
const KEYS = WARIFU_FULL === '1' ? 10_000 : 300;
const WINDOW = 9;
/** Printed by a failing test; set WARIFU_SEED to it to meet the same keys again. */
const SEED = WARIFU_SEED ?? randomBytes(8).toString('hex');

interface Case {
  readonly kind: 'totp' | 'hotp';
  readonly secret: Buffer;
  readonly hash: HashName;
  readonly digits: Digits;
  readonly stepSeconds: 30 | 60;
  readonly atSeconds: number;
  readonly counter: number;
}

beforeAll(() => {
  const { error } = spawnSync('oathtool', ['--version']);
  if (error) throw new Error('oathtool is missing: run `apt-get install oathtool`');
});

describe(`row 43 · oathtool, ${KEYS} random keys (seed ${SEED})`, () => {
  const cases = Array.from({ length: KEYS }, (_, index) => caseOf(index));

  it('computes the same codes', { timeout: 300_000 }, () => {
    const differences = cases.filter((each) => {
      const theirs = oathtool(each, '-w', String(WINDOW), each.secret.toString('hex'));
      return theirs.output !== ourCodes(each).join('\n');
    });
    expect(differences).toEqual([]);
  });

  it('takes our codes as valid, at the right place of the window', { timeout: 300_000 }, () => {
    const refusals = cases.filter((each, index) => {
      const place = index % (WINDOW + 1);
      const code = ourCodes(each)[place] ?? '';
      const checked = oathtool(each, '-w', String(WINDOW), each.secret.toString('hex'), code);
      return checked.status !== 0 || Number(checked.output) > place;
    });
    expect(refusals).toEqual([]);
  });

  it('refuses a code of another key, so the check means something', () => {
    const [first, second] = cases;
    if (first === undefined || second === undefined) expect.unreachable();
    const [code = ''] = ourCodes({ ...first, secret: second.secret });
    expect(oathtool(first, first.secret.toString('hex'), code).status).not.toBe(0);
  });
});

/** The n-th random case of this run: everything is read off one SHA-512 of seed and number. */
function caseOf(index: number): Case {
  const dice = createHash('sha512').update(`${SEED} ${index}`).digest();
  const kind = dice.readUInt8(0) % 3 === 0 ? 'hotp' : 'totp';
  const hashes: HashName[] = ['SHA1', 'SHA256', 'SHA512'];
  return {
    kind,
    // RFC 4226 has SHA-1 only, and so has oathtool for HOTP.
    hash: kind === 'hotp' ? 'SHA1' : (hashes[dice.readUInt8(1) % 3] ?? 'SHA1'),
    digits: dice.readUInt8(2) % 2 === 0 ? 6 : 8,
    stepSeconds: dice.readUInt8(3) % 2 === 0 ? 30 : 60,
    // Up to the year 2603, the last instant of RFC 6238 appendix B.
    atSeconds: dice.readUIntBE(4, 6) % 20_000_000_000,
    // Far above 2^32, with room for the window.
    counter: dice.readUInt8(10) % 2 === 0 ? dice.readUInt16BE(11) : dice.readUIntBE(11, 6),
    secret: createHash('sha512')
      .update(dice)
      .digest()
      .subarray(0, 16 + (dice.readUInt8(17) % 49)),
  };
}

/** Our codes for the whole window, from the case's time or counter on. */
function ourCodes(each: Case): string[] {
  const hmac: Hmac = (message) => createHmac(each.hash, each.secret).update(message).digest();
  return Array.from({ length: WINDOW + 1 }, (_, offset) => {
    if (each.kind === 'hotp') return hotp(hmac, each.counter + offset, each.digits);
    const step = timeStep(each.atSeconds * 1000, each.stepSeconds) + offset;
    return totp(hmac, stepStartMs(step, each.stepSeconds), each);
  });
}

function oathtool(each: Case, ...rest: string[]): { status: number | null; output: string } {
  const mode =
    each.kind === 'hotp'
      ? ['--hotp', '-c', String(each.counter)]
      : [`--totp=${each.hash}`, '-s', `${each.stepSeconds}s`, '-N', `@${each.atSeconds}`];
  const { status, stdout } = spawnSync('oathtool', [...mode, '-d', String(each.digits), ...rest]);
  return { status, output: stdout.toString().trim() };
}
