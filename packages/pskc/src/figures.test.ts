/*
 * The figures of RFC 6030, read by us and by pskc-utils, a program by another hand.
 */

import { createReadStream } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { readPskc } from './read-pskc.ts';
import { runProgram } from './testing/outside-program.ts';
import { hexOf, readAll } from './testing/read-all.ts';
import type { ReadOptions } from './token-record.ts';

const KEY = '12345678901234567890123456789012';
const DIGIT_SECRET = '3132333435363738393031323334353637383930';

function figurePath(number: number): string {
  return fileURLToPath(new URL(`../fixtures/rfc6030/figure${number}.xml`, import.meta.url));
}

function read(number: number, options: ReadOptions = {}) {
  return readAll(readPskc(createReadStream(figurePath(number)), options));
}

/** Serial (or Id, where there is none) and secret of every key, as pskc-utils reads them. */
function readByPskcUtils(number: number, ...parameters: string[]): string[] {
  const columns = ['-c', 'serial,id,secret', '-e', 'hex'];
  const { output } = runProgram('pskc2csv', ...parameters, ...columns, figurePath(number));
  const lines = output.trim().split(/\r?\n/).slice(1);
  return lines
    .map((line) => line.split(','))
    .map(([serial, id, secret]) => `${serial || id} ${secret}`);
}

describe('RFC 6030', () => {
  it('figure 2: the smallest key is too short to import', async () => {
    const { error } = await read(2);
    expect(error).toMatchObject({ code: 'short_secret', serial: '12345678', position: 'key 1' });
  });

  it('figure 2: is read when so short a secret is allowed; its Id stands for the serial', async () => {
    const { tokens, error } = await read(2, { minSecretBytes: 4 });
    expect(error).toBeUndefined();
    expect(tokens).toEqual([
      {
        serial: '12345678',
        keyId: '12345678',
        kind: 'hotp',
        algorithm: 'SHA1',
        digits: 6,
        counter: 0,
        secret: Buffer.from('1234'),
        position: 'key 1',
      },
    ]);
  });

  it('figure 3: a key with its device', async () => {
    const { tokens, error } = await read(3);
    expect(error).toBeUndefined();
    expect(tokens).toEqual([
      {
        serial: '987654321',
        manufacturer: 'Manufacturer',
        keyId: '12345678',
        kind: 'hotp',
        algorithm: 'SHA1',
        digits: 8,
        counter: 0,
        secret: Buffer.from('12345678901234567890'),
        position: 'key 1',
      },
    ]);
  });

  it('figure 4: a key that is elsewhere', async () => {
    const { error } = await read(4);
    expect(error).toMatchObject({ code: 'missing_secret', serial: '987654321' });
  });

  it('figure 5: the OTP key is read, the PIN beside it is not a token', async () => {
    const { tokens, error } = await read(5);
    expect(tokens.map(({ serial }) => serial)).toEqual(['987654321']);
    expect(error).toMatchObject({ code: 'duplicate_serial', position: 'key 2' });
  });

  it('figure 6: pre-shared key', async () => {
    const { tokens, error } = await read(6, { preSharedKey: Buffer.from(KEY, 'hex') });
    expect(error).toBeUndefined();
    expect(tokens.map(({ secret }) => hexOf(secret))).toEqual([DIGIT_SECRET]);
  });

  it('figure 7: password', async () => {
    const { tokens, error } = await read(7, { password: 'qwerty' });
    expect(error).toBeUndefined();
    expect(tokens.map(({ secret }) => hexOf(secret))).toEqual([DIGIT_SECRET]);
  });

  it('figure 10: several keys with dates; one device twice is refused', async () => {
    const { tokens, error } = await read(10);
    expect(tokens.map(({ serial, startsOn, expiresOn }) => [serial, startsOn, expiresOn])).toEqual([
      ['654321', '2006-05-01T00:00:00Z', '2006-05-31T00:00:00Z'],
      ['123456', '2006-05-01T00:00:00Z', '2006-05-31T00:00:00Z'],
      ['9999999', '2006-03-01T00:00:00Z', '2006-03-31T00:00:00Z'],
    ]);
    expect(error).toMatchObject({
      code: 'duplicate_serial',
      serial: '9999999',
      position: 'key 4',
    });
  });

  it.each([
    { figure: 2, options: { minSecretBytes: 4 }, parameters: [], keys: 1 },
    { figure: 3, options: {}, parameters: [], keys: 1 },
    { figure: 5, options: {}, parameters: [], keys: 1 },
    {
      figure: 6,
      options: { preSharedKey: Buffer.from(KEY, 'hex') },
      parameters: ['-s', KEY],
      keys: 1,
    },
    { figure: 7, options: { password: 'qwerty' }, parameters: ['-p', 'qwerty'], keys: 1 },
    { figure: 10, options: {}, parameters: [], keys: 3 },
  ])('figure $figure: pskc-utils reads the same $keys secrets', async (each) => {
    const { tokens } = await read(each.figure, each.options);
    const ours = tokens.map(({ serial, secret }) => `${serial} ${hexOf(secret)}`);
    expect(ours).toHaveLength(each.keys);
    // Where we stop at a refused key, pskc-utils goes on.
    expect(readByPskcUtils(each.figure, ...each.parameters).slice(0, each.keys)).toEqual(ours);
  });
});
