/** The only source of chance. */
export interface Random {
  /** Cryptographically strong bytes. */
  bytes(length: number): Uint8Array;
}
