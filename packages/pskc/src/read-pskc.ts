/*
 * PSKC, the Portable Symmetric Key Container of RFC 6030: how token vendors send serials and
 * secrets. A file without a signature is read as a stream, token by token. A signed one must be
 * whole before its signature can be judged, so it is limited to 20 MiB, and only the bytes that
 * the signature covers are then read (row 63).
 */
import { readContainer } from './container/read-container.ts';
import { collectText, decodeText, sliceText } from './decode-text.ts';
import { verifySignedText } from './signature/verify-signed-text.ts';
import type { ReadOptions, TokenRecord } from './token-record.ts';

const MAX_SIGNED_BYTES = 20 * 1024 * 1024;

/**
 * Reads a PSKC file as it arrives.
 *
 * A later token may be refused after earlier ones were given out, and a truncated file shows at
 * its end: the caller stages what it gets and publishes it when the generator has ended.
 *
 * @param source the bytes, in chunks of any size.
 * @throws TokenFileError with the position and the serial at fault.
 * @example
 * for await (const token of readPskc(createReadStream('tokens.xml'), { preSharedKey })) stage(token);
 */
export async function* readPskc(
  source: AsyncIterable<Uint8Array>,
  options: ReadOptions,
): AsyncGenerator<TokenRecord> {
  if (options.signerCertificatePem === undefined) {
    yield* readContainer(decodeText(source, options.maxBytes), options);
    return;
  }
  const maxBytes = Math.min(options.maxBytes ?? MAX_SIGNED_BYTES, MAX_SIGNED_BYTES);
  const text = await collectText(source, maxBytes);
  const signedText = await verifySignedText(text, options.signerCertificatePem, options);
  yield* readContainer(sliceText(signedText), options);
}
