/*
 * Row 65: token files that other projects publish are imported, and every key's codes are those of
 * oathtool. Every file of the folder has its line here; a new one fails until it has.
 */
import { spawnSync } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { createReadStream, readFileSync } from 'node:fs';
import type { Hmac } from '@warifu/otp';
import { hotp, stepStartMs, timeStep, totp } from '@warifu/otp';
import type { ReadOptions, TokenRecord } from '@warifu/pskc';
import { readOathCsv, readPskc, TokenFileError } from '@warifu/pskc';
import { describe, expect, it } from 'vitest';
import { outsideFile, outsideFiles } from './data-folder.ts';

/** The key and the password of RFC 6030's figures, which multiOTP's samples use too. */
const KEY: ReadOptions = { preSharedKey: Buffer.from('12345678901234567890123456789012', 'hex') };
const PASSWORD: ReadOptions = { password: 'qwerty' };
/** LinOTP's samples have seeds of two bytes. */
const SHORT_SEEDS: ReadOptions = { minSecretBytes: 2 };

interface Sample {
  readonly file: string;
  readonly keys: number;
  readonly options?: ReadOptions;
  /** How the reading ends: undefined for a file that is whole. */
  readonly refusal?: {
    readonly code: string;
    readonly serial?: string;
    readonly position?: string;
  };
  /** What the refusal is about is taken out, so that the codes of its keys are compared all the same. */
  readonly without?: RegExp;
}

const samples: Sample[] = [
  { file: 'linotp-oath_tokens.csv', keys: 4, options: SHORT_SEEDS },
  {
    file: 'linotp-oath_tokens.csv',
    keys: 0,
    refusal: { code: 'short_secret', serial: 'tok1', position: 'line 1' },
  },
  {
    file: 'linotp-oath_tokens_bad_seed.csv',
    keys: 1,
    options: SHORT_SEEDS,
    refusal: { code: 'bad_value', serial: 'tok2', position: 'line 2' },
  },
  { file: 'linotp-oath_tokens_sha256.csv', keys: 8 },
  { file: 'linotp-pskc_tokens.xml', keys: 6 },
  { file: 'multiotp-pskc-hotp-aes.txt', keys: 2, options: KEY },
  { file: 'multiotp-pskc-totp-aes.txt', keys: 4, options: KEY },
  { file: 'multiotp-pskc-totp-pbe.txt', keys: 1, options: PASSWORD },
  {
    // Its counters are seven random bytes, above what a number holds.
    file: 'multiotp-tokens_hotp_aes.pskc',
    keys: 0,
    options: KEY,
    refusal: { code: 'number_too_large', serial: 'ZZ7000000001', position: 'key 1' },
  },
  {
    file: 'multiotp-tokens_hotp_aes.pskc',
    keys: 2,
    options: KEY,
    without: /<pskc:Counter>.*?<\/pskc:Counter>/gs,
  },
  { file: 'multiotp-tokens_totp_aes.pskc', keys: 2, options: KEY },
  { file: 'multiotp-tokens_totp_pbe.pskc', keys: 1, options: PASSWORD },
  {
    file: 'oathtoolkit-pskc-hotp-signed.xml',
    keys: 0,
    options: { signerCertificatePem: certificateOfSample() },
    refusal: { code: 'sha1_signature' },
  },
  {
    file: 'oathtoolkit-pskc-hotp-signed.xml',
    keys: 1,
    options: { signerCertificatePem: certificateOfSample(), allowSha1Signature: true },
  },
  { file: 'oathtoolkit-pskc-hotp.xml', keys: 1 },
  {
    file: 'oathtoolkit-pskc-mini.xml',
    keys: 0,
    refusal: { code: 'no_key', position: 'key 1' },
  },
];

describe('row 65 · third-party files', () => {
  it('every file of the folder is here', () => {
    const named = new Set(samples.map(({ file }) => file));
    expect(outsideFiles('pskc').filter((file) => !named.has(file))).toEqual([]);
  });

  const titled = samples.map((sample) => ({ ...sample, end: sample.refusal?.code ?? 'its end' }));
  it.each(titled)('$file: $keys keys, then $end', async (sample) => {
    const { tokens, error } = await readSample(sample);
    expect(tokens).toHaveLength(sample.keys);
    if (sample.refusal === undefined) expect(error).toBeUndefined();
    else expect(error).toMatchObject(sample.refusal);
  });

  it('every key read: the codes are those of oathtool', async () => {
    let compared = 0;
    for (const sample of samples) {
      const { tokens } = await readSample(sample);
      for (const token of tokens) {
        expect(ourCodes(token), `${sample.file} ${token.serial}`).toEqual(oathtoolCodes(token));
        compared += 1;
      }
    }
    expect(compared).toBe(33);
  });
});

async function readSample({ file, options = {}, without }: Sample) {
  const path = outsideFile('pskc', file);
  const source =
    without === undefined
      ? createReadStream(path)
      : [Buffer.from(readFileSync(path, 'utf8').replace(without, ''))];
  const read = file.endsWith('.csv') ? readOathCsv : readPskc;
  const tokens: TokenRecord[] = [];
  try {
    for await (const token of read(toAsync(source), options)) tokens.push(token);
    return { tokens, error: undefined };
  } catch (error) {
    if (!(error instanceof TokenFileError)) throw error;
    return { tokens, error };
  }
}

async function* toAsync(source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>) {
  yield* source;
}

/** The signed sample carries its own certificate; a bank would have it from the vendor. */
function certificateOfSample(): string {
  const file = readFileSync(outsideFile('pskc', 'oathtoolkit-pskc-hotp-signed.xml'), 'utf8');
  const base64 = /<X509Certificate>([^<]*)</.exec(file)?.[1]?.trim();
  return `-----BEGIN CERTIFICATE-----\n${base64}\n-----END CERTIFICATE-----\n`;
}

const WINDOW = 4;
const AT_SECONDS = 1_893_456_000;

/** Five codes: from the token's counter, or from the first step of 2030. */
function ourCodes(token: TokenRecord): string[] {
  const { algorithm, digits, stepSeconds = 30, counter = 0 } = token;
  const hmac: Hmac = (message) => createHmac(algorithm, token.secret).update(message).digest();
  return Array.from({ length: WINDOW + 1 }, (_, offset) => {
    if (token.kind === 'hotp') return hotp(hmac, counter + offset, digits);
    const step = timeStep(AT_SECONDS * 1000, stepSeconds) + offset;
    return totp(hmac, stepStartMs(step, stepSeconds), { digits, stepSeconds });
  });
}

/**
 * oathtool's HOTP knows SHA-1 only. A HOTP key of another hash is asked as TOTP with a step of one
 * second, whose step number at second n is n: the same message, hence the same code.
 */
function oathtoolCodes(token: TokenRecord): string[] {
  const { counter = 0, stepSeconds = 30 } = token;
  const moving =
    token.kind === 'totp'
      ? ['-s', `${stepSeconds}s`, '-N', `@${AT_SECONDS}`]
      : ['-s', '1s', '-N', `@${counter}`];
  const parameters = [`--totp=${token.algorithm}`, ...moving, '-d', String(token.digits)];
  const secret = Buffer.from(token.secret).toString('hex');
  const { error, stdout } = spawnSync('oathtool', [...parameters, '-w', String(WINDOW), secret]);
  if (error) throw new Error('oathtool is missing: run `apt-get install oathtool`');
  return stdout.toString().trim().split('\n');
}
