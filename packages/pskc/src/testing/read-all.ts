import { TokenFileError } from '../token-file-error.ts';
import type { TokenRecord } from '../token-record.ts';

/** How a file was read to its end, or to its refusal. */
export interface Reading {
  readonly tokens: readonly TokenRecord[];
  readonly error: TokenFileError | undefined;
}

/** Reads everything. Any other error than a refusal is a bug and goes through. */
export async function readAll(reader: AsyncIterable<TokenRecord>): Promise<Reading> {
  const tokens: TokenRecord[] = [];
  try {
    for await (const token of reader) tokens.push(token);
    return { tokens, error: undefined };
  } catch (error) {
    if (error instanceof TokenFileError) return { tokens, error };
    throw error;
  }
}

/** A file in memory, handed over in chunks as a stream would. */
export async function* chunksOf(
  file: string | Uint8Array,
  size = 1000,
): AsyncGenerator<Uint8Array> {
  const bytes = typeof file === 'string' ? Buffer.from(file, 'utf8') : file;
  for (let start = 0; start < bytes.length; start += size)
    yield bytes.subarray(start, start + size);
}

/** Bytes as hex, for comparing secrets in a readable way. */
export function hexOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}
