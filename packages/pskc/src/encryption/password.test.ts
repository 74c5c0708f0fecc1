/*
 * Row 64: a file decides how much work its password costs, so the reader bounds it.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readPskc } from '../read-pskc.ts';
import { chunksOf, readAll } from '../testing/read-all.ts';
import type { ReadOptions } from '../token-record.ts';

const FIGURE_7 = readFileSync(
  new URL('../../fixtures/rfc6030/figure7.xml', import.meta.url),
  'utf8',
);

const read = (text: string, options: ReadOptions) => readAll(readPskc(chunksOf(text), options));

describe('row 64 · bounded PBKDF2', () => {
  const asks = (iterations: string) => FIGURE_7.replace('>1000<', `>${iterations}<`);

  it.each([
    ['1000000000', 'too_many_iterations'],
    ['2000001', 'too_many_iterations'],
    ['9007199254740991', 'too_many_iterations'],
    ['0', 'bad_value'],
    ['-1', 'bad_value'],
    ['1e3', 'bad_value'],
    ['99999999999999999999', 'number_too_large'],
  ])('%s iterations: %s', async (iterations, code) => {
    const { error } = await read(asks(iterations), { password: 'qwerty' });
    expect(error?.code).toBe(code);
  });

  it('the bound is the caller’s', async () => {
    const within = await read(FIGURE_7, { password: 'qwerty', maxPbkdf2Iterations: 1000 });
    const above = await read(FIGURE_7, { password: 'qwerty', maxPbkdf2Iterations: 999 });
    expect([within.tokens.length, above.error?.code]).toEqual([1, 'too_many_iterations']);
  });

  it.each([
    ['no password', FIGURE_7, {}, 'key_required'],
    ['another derivation', FIGURE_7.replace('#pbkdf2', '#pbkdf1'), undefined, 'unknown_encryption'],
    ['a huge key', FIGURE_7.replace('>16<', '>1000000<'), undefined, 'bad_value'],
    [
      'an unknown PRF',
      FIGURE_7.replace('<PRF/>', '<PRF Algorithm="x"/>'),
      undefined,
      'unknown_encryption',
    ],
    ['no salt', FIGURE_7.replace('Ej7/PEpyEpw=', ''), undefined, 'bad_value'],
    ['no parameters', FIGURE_7.replaceAll('PBKDF2-params', 'x'), undefined, 'bad_structure'],
  ])('%s: refused', async (_, text, options, code) => {
    const { error } = await read(text, options ?? { password: 'qwerty' });
    expect(error?.code).toBe(code);
  });
});
