import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ImportRequest } from '@warifu/server';
import { PSKC_TEST_KEY, type PskcFile, writePskc } from '@warifu/testkit';

/** Serials of generated files: `T` and nine digits. */
export const generatedSerials = '(?:[0-9]{8,12}|T[0-9]{9})';

/** Writes a token file with so many keys, AES and MAC, as a vendor's would be. */
export async function writeTokenFile(
  file: string,
  count: number,
  change: (text: string, index: number) => string = (text) => text,
): Promise<void> {
  const parameters: PskcFile = {
    count,
    protection: 'cbc',
    expiresAt: '2031-03-31T00:00:00+09:00',
  };
  let index = 0;
  const texts = async function* () {
    for await (const text of writePskc(parameters)) yield change(text, index++);
  };
  await pipeline(Readable.from(texts()), createWriteStream(file));
}

export function importRequest(file: string): ImportRequest {
  return {
    institution: 'nanahoshi',
    file,
    format: 'pskc',
    presharedKeyHex: Buffer.from(PSKC_TEST_KEY).toString('hex'),
  };
}
