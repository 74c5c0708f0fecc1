/*
 * Row 42: the vectors of Wycheproof (C2SP) through our own wrappers, never through node:crypto
 * directly. Each file's counts stand in the title of its test: how many vectors, how many of them
 * valid, and how many are of a size that our wrapper does not take and hence must refuse.
 */
import { createSecretKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { openAesCbc } from '@warifu/pskc/crypto/aes-cbc';
import { unwrapAesKw } from '@warifu/pskc/crypto/aes-kw';
import type { HmacHash } from '@warifu/pskc/crypto/hmac';
import { computeHmac, hmacMatches } from '@warifu/pskc/crypto/hmac';
import { derivePbkdf2 } from '@warifu/pskc/crypto/pbkdf2';
import { openAesGcm, sealAesGcm } from '@warifu/service';
import { describe, expect, it } from 'vitest';
import { outsideFile } from './data-folder.ts';

/** One vector with the sizes of its group; which fields there are depends on the file. */
interface Vector {
  readonly tcId: number;
  readonly comment: string;
  readonly result: 'valid' | 'invalid' | 'acceptable';
  readonly keySize: number;
  readonly ivSize: number;
  readonly tagSize: number;
  readonly key: string;
  readonly iv: string;
  readonly aad: string;
  readonly msg: string;
  readonly ct: string;
  readonly tag: string;
  readonly password: string;
  readonly salt: string;
  readonly iterationCount: number;
  readonly dkLen: number;
  readonly dk: string;
}

interface VectorFile {
  readonly numberOfTests: number;
  readonly testGroups: readonly (Partial<Vector> & {
    readonly tests: readonly Partial<Vector>[];
  })[];
}

const hex = (text: string) => Buffer.from(text, 'hex');
const keyOf = (vector: Vector) => createSecretKey(hex(vector.key));

function read(name: string) {
  const file: VectorFile = JSON.parse(readFileSync(outsideFile('wycheproof', name), 'utf8'));
  const vectors = file.testGroups.flatMap(({ tests, ...group }) =>
    tests.map((test) => ({ ...group, ...test }) as Vector),
  );
  const valid = vectors.filter(({ result }) => result === 'valid').length;
  return { vectors, valid, counts: `${name}: ${vectors.length} vectors, ${valid} valid` };
}

/** The vectors that came out wrong, for a readable failure; the claim is that there are none. */
async function failures(
  vectors: readonly Vector[],
  isRight: (vector: Vector) => boolean | Promise<boolean>,
): Promise<Vector[]> {
  const wrong: Vector[] = [];
  for (const vector of vectors) if (!(await isRight(vector))) wrong.push(vector);
  return wrong;
}

describe('row 42 · HMAC', () => {
  it.each<{ hash: HmacHash; expected: number }>([
    { hash: 'sha1', expected: 170 },
    { hash: 'sha256', expected: 174 },
    { hash: 'sha512', expected: 174 },
  ])(`hmac_$hash: $expected vectors, 0 failures`, async ({ hash, expected }) => {
    const { vectors } = read(`hmac_${hash}_test.json`);
    expect(vectors).toHaveLength(expected);
    expect(await failures(vectors, (vector) => hmacIsRight(hash, vector))).toEqual([]);
  });
});

/** Truncated tags are computed right, and still refused: our files have whole MACs only. */
function hmacIsRight(hash: HmacHash, vector: Vector): boolean {
  const [key, message, mac] = [keyOf(vector), hex(vector.msg), hex(vector.tag)];
  const computed = computeHmac(hash, key, message);
  const isWhole = vector.tagSize === computed.length * 8;
  const equals = Buffer.from(computed.subarray(0, vector.tagSize / 8)).equals(mac);
  const isValid = vector.result === 'valid';
  return equals === isValid && hmacMatches(hash, key, { message, mac }) === (isValid && isWhole);
}

describe('row 42 · AES-CBC', () => {
  const { vectors, counts } = read('aes_cbc_pkcs5_test.json');
  it(`${counts}, 0 failures`, async () => {
    expect(vectors).toHaveLength(216);
    const wrong = await failures(vectors, (vector) => {
      const opened = openAesCbc(keyOf(vector), hex(vector.iv + vector.ct));
      return opensAs(opened, vector);
    });
    expect(wrong).toEqual([]);
  });
});

describe('row 42 · AES key wrap', () => {
  const { vectors, counts } = read('aes_wrap_test.json');
  it(`${counts}, 0 failures`, async () => {
    expect(vectors).toHaveLength(165);
    // "Acceptable" are keys of 8 bytes, which RFC 3394 does not wrap; we refuse them.
    const wrong = await failures(vectors, (vector) =>
      opensAs(unwrapAesKw(keyOf(vector), hex(vector.ct)), vector),
    );
    expect(wrong).toEqual([]);
  });
});

describe('row 42 · AES-GCM', () => {
  const { vectors, counts } = read('aes_gcm_test.json');
  const ours = vectors.filter(isOurGcm);
  const others = vectors.filter((vector) => !isOurGcm(vector));

  it(`${counts}; of our sizes (key 256, nonce 96, tag 128) ${ours.length}, 0 failures`, async () => {
    expect(vectors).toHaveLength(316);
    expect(ours.length).toBeGreaterThan(0);
    const wrong = await failures(
      ours,
      (vector) => opensAs(openGcm(vector), vector) && seals(vector),
    );
    expect(wrong).toEqual([]);
  });

  it(`of other sizes ${others.length}, all refused`, async () => {
    expect(await failures(others, (vector) => openGcm(vector) === undefined)).toEqual([]);
  });
});

function isOurGcm({ keySize, ivSize, tagSize }: Vector): boolean {
  return keySize === 256 && ivSize === 96 && tagSize === 128;
}

/** A key of another size is a bug of the caller and throws; here that counts as refused. */
function openGcm(vector: Vector): Uint8Array | undefined {
  const parts = {
    nonce: hex(vector.iv),
    sealed: hex(vector.ct + vector.tag),
    aad: hex(vector.aad),
  };
  try {
    return openAesGcm(keyOf(vector), parts);
  } catch (error) {
    if (error instanceof RangeError && vector.keySize !== 256) return undefined;
    throw error;
  }
}

function seals(vector: Vector): boolean {
  if (vector.result !== 'valid') return true;
  const parts = { nonce: hex(vector.iv), plaintext: hex(vector.msg), aad: hex(vector.aad) };
  return Buffer.from(sealAesGcm(keyOf(vector), parts)).equals(hex(vector.ct + vector.tag));
}

describe('row 42 · PBKDF2', () => {
  it.each<{ hash: HmacHash; expected: number }>([
    { hash: 'sha1', expected: 64 },
    { hash: 'sha256', expected: 60 },
  ])('pbkdf2_hmac$hash: $expected vectors, 0 failures', async ({ hash, expected }) => {
    const { vectors } = read(`pbkdf2_hmac${hash}_test.json`);
    expect(vectors).toHaveLength(expected);
    const wrong = await failures(vectors, async ({ password, salt, dk, dkLen, iterationCount }) => {
      const parameters = { salt: hex(salt), iterations: iterationCount, keyBytes: dkLen, hash };
      return Buffer.from(await derivePbkdf2(hex(password), parameters)).equals(hex(dk));
    });
    expect(wrong).toEqual([]);
  });
});

/** Valid vectors open to their message, all others not at all. */
function opensAs(opened: Uint8Array | undefined, vector: Vector): boolean {
  if (vector.result !== 'valid') return opened === undefined;
  return opened !== undefined && Buffer.from(opened).equals(hex(vector.msg));
}
