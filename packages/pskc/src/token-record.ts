/** One OTP token as a vendor's file describes it, whatever the file's format. */
export interface TokenRecord {
  /** What is printed on the device. In PSKC the SerialNo, else the Key's Id (RFC 6030 figure 2). */
  serial: string;
  manufacturer?: string;
  model?: string;
  /** PSKC's Key Id, unique among the manufacturer's keys. */
  keyId?: string;
  kind: 'totp' | 'hotp';
  /** The hash under the HMAC. SHA-1 when the file does not say. */
  algorithm: 'SHA1' | 'SHA256' | 'SHA512';
  /** Length of a code. 6 when the file does not say. */
  digits: 6 | 8;
  /** TOTP only: how long a code stands. 30 when the file does not say (RFC 6238 4.1). */
  stepSeconds?: 30 | 60;
  /** HOTP only: the counter of the next code. 0 when the file does not say. */
  counter?: number;
  /** TOTP only: drift of the device's clock in steps, negative when it is slow (RFC 6030 4.3.4). */
  driftSteps?: number;
  /** The shared secret in the clear. The caller seals it and lets go of it. */
  secret: Uint8Array;
  /**
   * When the token may first be used. An RFC 3339 instant in UTC (`2026-05-01T00:00:00Z`) when the
   * file gives a time, `YYYY-MM-DD` when it gives a day.
   */
  startsOn?: string;
  /** When the token stops being usable; written like `startsOn`. */
  expiresOn?: string;
  /** Where in the file: `key 3` in PSKC, `line 12` in CSV. For messages and progress. */
  position: string;
}

/** What the importer knows beside the file, and how much it allows the file to ask for. */
export interface ReadOptions {
  /** The AES key agreed with the vendor: 16, 24 or 32 bytes. */
  preSharedKey?: Uint8Array;
  /** The password agreed with the vendor, for files that derive the key from one. */
  password?: string;
  /**
   * The vendor's certificate. When given, the file must be signed by it: an unsigned file is
   * refused, and so is every other signer, whatever certificate the file itself carries. The
   * certificate is pinned, so its dates and its issuer play no part.
   */
  signerCertificatePem?: string;
  /** Take RSA-SHA1 signatures and SHA-1 digests too. Old vendor files need it; off by default. */
  allowSha1Signature?: boolean;
  /** Most bytes to read; 1 GiB by default, 20 MiB when a signature is to be checked. */
  maxBytes?: number;
  /** Most PBKDF2 iterations a file may ask for; 2,000,000 by default, under two seconds of work. */
  maxPbkdf2Iterations?: number;
  /** Fewest bytes of a secret; 16 by default (RFC 4226 R6). */
  minSecretBytes?: number;
}

/** RFC 4226 R6: the length of the shared secret MUST be at least 128 bits. */
export const MIN_SECRET_BYTES = 16;
/** Twice the block of SHA-512's HMAC; a longer secret is a mistake or an attack on memory. */
export const MAX_SECRET_BYTES = 256;
