import { describe, expect, it } from 'vitest';
import { chunksOf, readAll } from '../testing/read-all.ts';
import type { ReadOptions } from '../token-record.ts';
import { readOathCsv } from './read-oath-csv.ts';

const SEED = '3132333435363738393031323334353637383930';
const SEED_32 = `${SEED}313233343536373839303132`;
const SEED_64 = SEED_32 + SEED_32;

const read = (text: string | Uint8Array, options?: ReadOptions) =>
  readAll(readOathCsv(chunksOf(text, 7), options));

describe('OATH CSV', () => {
  it.each([
    [`tok1, ${SEED}`, { kind: 'hotp', digits: 6, counter: 0, algorithm: 'SHA1' }],
    [`tok1,${SEED},hotp,8,17`, { kind: 'hotp', digits: 8, counter: 17, algorithm: 'SHA1' }],
    [`tok1,${SEED},TOTP`, { kind: 'totp', digits: 6, stepSeconds: 30, algorithm: 'SHA1' }],
    [`tok1, ${SEED}, totp, 8, 60`, { kind: 'totp', digits: 8, stepSeconds: 60, algorithm: 'SHA1' }],
    [`tok1,${SEED},totp,6,30,sha512`, { kind: 'totp', algorithm: 'SHA512' }],
    [`tok1,${SEED}, hotp, 8 ,, Sha256,`, { kind: 'hotp', digits: 8, algorithm: 'SHA256' }],
    [`tok1,${SEED_32},totp`, { algorithm: 'SHA256' }],
    [`tok1,${SEED_64},totp`, { algorithm: 'SHA512' }],
    [`tok1,${SEED_32},totp,6,30,sha1`, { algorithm: 'SHA1' }],
    [`tok1,${SEED},,,,,,`, { kind: 'hotp', digits: 6 }],
  ])('reads %s', async (line, expected) => {
    const { tokens, error } = await read(line);
    expect(error).toBeUndefined();
    expect(tokens).toHaveLength(1);
    expect(tokens[0]).toMatchObject({ serial: 'tok1', position: 'line 1', ...expected });
  });

  it('reads a file with a byte order mark, CRLF, comments and empty lines', async () => {
    const text = `\ufeff# our tokens\r\ntok1,${SEED},totp\r\n\r\n  \r\n#tok2,${SEED}\r\ntok3,${SEED.toUpperCase()},totp`;
    const { tokens, error } = await read(text);
    expect(error).toBeUndefined();
    expect(tokens.map(({ serial, position }) => [serial, position])).toEqual([
      ['tok1', 'line 2'],
      ['tok3', 'line 6'],
    ]);
    expect(tokens[0]?.secret).toEqual(Buffer.from('12345678901234567890'));
  });

  it.each([
    ['an odd digit of hex', `tok1,${SEED.slice(1)}`, 'bad_value'],
    ['a letter in the seed', `tok1,${SEED.replace('3', 'j')}`, 'bad_value'],
    ['no seed', 'tok1,,totp', 'missing_secret'],
    ['a lone serial', 'tok1', 'missing_secret'],
    ['row 41 · a truncated seed', `tok1,${SEED.slice(10)}`, 'short_secret'],
    ['OCRA', `tok1,${SEED},ocra,OCRA-1:HOTP-SHA1-6:QN08`, 'unknown_algorithm'],
    ['an unknown hash', `tok1,${SEED},totp,6,30,md5`, 'unknown_algorithm'],
    ['7 digits', `tok1,${SEED},totp,7`, 'unsupported_response'],
    ['a step of 45 s', `tok1,${SEED},totp,6,45`, 'unsupported_step'],
    ['a negative counter', `tok1,${SEED},hotp,6,-1`, 'bad_value'],
    ['a seventh column', `tok1,${SEED},totp,6,30,sha1,x`, 'bad_line'],
    ['a duplicate', `tok1,${SEED}\ntok1,${SEED}`, 'duplicate_serial'],
  ])('%s: %s with serial and line', async (_, lines, code) => {
    const { error } = await read(`# comment\n${lines}`);
    const position = code === 'duplicate_serial' ? 'line 3' : 'line 2';
    expect(error).toMatchObject({ code, serial: 'tok1', position });
    expect(error?.message).not.toContain(SEED.slice(10, 20));
  });

  it.each([
    ['no serial', `,${SEED}`, 'missing_serial', 'line 1'],
    ['an endless line', 'x'.repeat(5000), 'part_too_large', 'line 1'],
    ['version 2', `# version: 2\nuser,resolver,realm,tok1,${SEED}`, 'bad_line', 'line 1'],
    ['nothing', '', 'no_key', undefined],
    ['comments only', '# tokens\n', 'no_key', undefined],
  ])('%s: %s', async (_, text, code, position) => {
    const { tokens, error } = await read(text);
    expect(tokens).toEqual([]);
    expect(error).toMatchObject({ code, position, serial: undefined });
  });

  it('refuses other encodings and too many bytes', async () => {
    expect((await read(Buffer.from('tok1,é', 'latin1'))).error?.code).toBe('not_utf8');
    expect((await read('#\n'.repeat(100), { maxBytes: 50 })).error?.code).toBe('file_too_large');
  });

  it('gives out the tokens before the bad line', async () => {
    const { tokens, error } = await read(`tok1,${SEED}\ntok2,xyz\ntok3,${SEED}`);
    expect(tokens.map(({ serial }) => serial)).toEqual(['tok1']);
    expect(error?.message).toBe(
      'line 2, serial tok2: the seed is not hex with an even number of digits; ask the vendor for a correct file',
    );
  });
});
