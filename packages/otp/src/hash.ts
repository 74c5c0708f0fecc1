/**
 * The hash under the HMAC of a one-time password: RFC 4226 knows SHA-1 only, RFC 6238 1.2 adds
 * SHA-256 and SHA-512.
 */
export type HashName = 'SHA1' | 'SHA256' | 'SHA512';
