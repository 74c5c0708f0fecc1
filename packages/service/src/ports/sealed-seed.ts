/** A seed at rest: AES-256-GCM ciphertext with its tag, and what its associated data names. */
export interface SealedSeed {
  readonly sealed: Uint8Array;
  readonly nonce: Uint8Array;
  readonly keyVersion: number;
  /** The restore epoch of the store when it was sealed. */
  readonly epoch: number;
}
