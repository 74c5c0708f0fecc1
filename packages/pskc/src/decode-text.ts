/*
 * Bytes to text, in small bounded slices, whatever the size of the chunks that arrive. Both file
 * formats are read through here, so both have the same limits.
 */
import { setImmediate } from 'node:timers/promises';
import { TextDecoder } from 'node:util';
import { TokenFileError } from './token-file-error.ts';

const GIBIBYTE = 1024 ** 3;
/** Small enough that everything downstream holds little at a time. */
const SLICE_BYTES = 64 * 1024;

/**
 * The text of a UTF-8 file in slices of at most 64 KiB; a byte order mark is dropped.
 *
 * @param maxBytes most bytes to accept, 1 GiB by default.
 * @throws TokenFileError `file_too_large` or `not_utf8`.
 */
export async function* decodeText(
  source: AsyncIterable<Uint8Array>,
  maxBytes = GIBIBYTE,
): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let bytes = 0;
  for await (const chunk of source) {
    bytes += chunk.length;
    if (bytes > maxBytes) throw tooLarge(maxBytes);
    for (let start = 0; start < chunk.length; start += SLICE_BYTES) {
      yield decode(decoder, chunk.subarray(start, start + SLICE_BYTES));
    }
  }
  yield decode(decoder);
}

/**
 * A text that is already in memory, in slices as {@link decodeText} gives them. Other work of the
 * process has its turn between two slices, as it has while a file is read.
 */
export async function* sliceText(text: string): AsyncGenerator<string> {
  for (let start = 0; start < text.length; start += SLICE_BYTES) {
    yield text.slice(start, start + SLICE_BYTES);
    await setImmediate();
  }
}

/**
 * The whole of a small file.
 *
 * @throws TokenFileError `file_too_large` or `not_utf8`.
 */
export async function collectText(
  source: AsyncIterable<Uint8Array>,
  maxBytes: number,
): Promise<string> {
  const slices: string[] = [];
  for await (const slice of decodeText(source, maxBytes)) slices.push(slice);
  return slices.join('');
}

function decode(decoder: TextDecoder, bytes?: Uint8Array): string {
  try {
    return bytes === undefined ? decoder.decode() : decoder.decode(bytes, { stream: true });
  } catch {
    throw new TokenFileError(
      'not_utf8',
      'the file is not UTF-8 text, or was cut in the middle of a letter; save it as UTF-8 and try again',
    );
  }
}

function tooLarge(maxBytes: number): TokenFileError {
  return new TokenFileError(
    'file_too_large',
    `the file is larger than ${maxBytes} bytes; ask the vendor for several smaller files`,
  );
}
