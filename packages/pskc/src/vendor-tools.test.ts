/*
 * Files that other programs made: csv2pskc of pskc-utils writes plain and encrypted containers,
 * pskctool judges ours.
 */

import { PSKC_TEST_KEY, pskcTestToken, writePskc } from '@warifu/testkit';
import { afterAll, describe, expect, it } from 'vitest';
import { readPskc } from './read-pskc.ts';
import { runProgram, ScratchFolder } from './testing/outside-program.ts';
import { chunksOf, hexOf, readAll } from './testing/read-all.ts';
import type { ReadOptions } from './token-record.ts';

const scratch = new ScratchFolder();
afterAll(() => scratch.remove());

const TOKENS = [0, 1, 2].map((index) => pskcTestToken(index));
const ROWS = TOKENS.map(
  ({ serial, secret }) =>
    `${serial},${serial},${hexOf(secret)},urn:ietf:params:xml:ns:keyprov:pskc:totp,6,DECIMAL,60`,
);
const CSV = scratch.write(
  ['id,serial,secret,algorithm,response_length,response_encoding,time_interval', ...ROWS].join(
    '\n',
  ),
);

describe('csv2pskc', () => {
  const key = PSKC_TEST_KEY.subarray(0, 16);
  it.each<{ name: string; parameters: string[]; options: ReadOptions }>([
    { name: 'plain', parameters: [], options: {} },
    { name: 'a pre-shared key', parameters: ['-s', hexOf(key)], options: { preSharedKey: key } },
    { name: 'a password', parameters: ['-p', 'パスワード'], options: { password: 'パスワード' } },
  ])('writes with $name, we read', async ({ parameters, options }) => {
    const { output } = runProgram('csv2pskc', '-e', 'hex', ...parameters, CSV);
    const { tokens, error } = await readAll(readPskc(chunksOf(output), options));
    expect(error).toBeUndefined();
    expect(tokens).toEqual(
      TOKENS.map(({ serial, secret }, index) => ({
        serial,
        keyId: serial,
        kind: 'totp',
        algorithm: 'SHA1',
        digits: 6,
        stepSeconds: 60,
        secret,
        position: `key ${index + 1}`,
      })),
    );
  });
});

describe('pskctool', () => {
  it.each(['plain', 'cbc', 'kw'] as const)('finds our test files valid: %s', async (protection) => {
    let text = '';
    for await (const piece of writePskc({ count: 2, protection })) text += piece;
    const { status, output } = runProgram('pskctool', '--validate', scratch.write(text));
    expect([status, output.trim()]).toEqual([0, 'OK']);
  });

  it('reads the same serials and secrets from a plain file', async () => {
    let text = '';
    for await (const piece of writePskc({ count: 3, protection: 'plain' })) text += piece;
    const { output } = runProgram('pskctool', '--info', scratch.write(text));
    const { tokens } = await readAll(readPskc(chunksOf(text), {}));
    for (const { serial, secret } of tokens) {
      expect(output).toContain(`SerialNo: ${serial}`);
      expect(output).toContain(`Key Secret (base64): ${Buffer.from(secret).toString('base64')}`);
    }
  });
});
