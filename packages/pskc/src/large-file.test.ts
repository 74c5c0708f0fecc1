/*
 * A delivery of many tokens in one encrypted file. 2,000 keys in an ordinary run, 100,000 with
 * WARIFU_FULL=1. Memory is bounded by one key package: the reader takes from the source only what
 * the next token needs.
 */
import { PSKC_TEST_KEY, pskcTestToken, writePskcBytes } from '@warifu/testkit';
import { describe, expect, it } from 'vitest';
import { readPskc } from './read-pskc.ts';

const { WARIFU_FULL } = process.env;
const COUNT = WARIFU_FULL === '1' ? 100_000 : 2_000;
const OPTIONS = { preSharedKey: PSKC_TEST_KEY };

describe(`${COUNT} keys, AES and MAC, in one file`, () => {
  it('gives every serial and secret', { timeout: 300_000 }, async () => {
    let count = 0;
    for await (const token of readPskc(writePskcBytes({ count: COUNT }), OPTIONS)) {
      const { serial, secret } = pskcTestToken(count);
      if (token.serial !== serial || Buffer.compare(token.secret, secret) !== 0) {
        expect.unreachable(`key ${count + 1} is wrong`);
      }
      count += 1;
    }
    expect(count).toBe(COUNT);
  });

  it('takes no more of the source than the tokens asked for', async () => {
    let pieces = 0;
    async function* counted() {
      for await (const piece of writePskcBytes({ count: COUNT })) {
        pieces += 1;
        yield piece;
      }
    }
    const reader = readPskc(counted(), OPTIONS);
    for (let count = 1; count <= 10; count += 1) await reader.next();
    // The head and ten key packages, each a piece of its own.
    expect(pieces).toBe(11);
    await reader.return(undefined);
  });
});
