/**
 * トークン発行: how a user comes to a software token (S2-02, S1-04).
 *
 *   open ──app activates──▶ activated ──first code──▶ completed
 *     └──── expiry, too many attempts, a new issue ────┘──▶ cancelled
 *
 * The screen shows a service ID and a user ID, the user chooses an activation password, and the mail
 * brings the way to the app and no secret. The app sends all three; then the server makes the seed,
 * and hands it to that app once. The two IDs carry the entropy that a chosen password lacks.
 */
export type IssuanceState = 'open' | 'activated' | 'completed' | 'cancelled';

export interface Issuance {
  readonly id: string;
  readonly contractId: string;
  readonly userId: string;
  /** The authenticator of the policy that is issued. */
  readonly authenticator: string;
  /** What the screen shows and the app is told: together they name one issue. */
  readonly serviceId: string;
  readonly appUserId: string;
  /** A MAC of the activation password under a key that is not in the store. */
  readonly passwordMac: Uint8Array;
  readonly mailAddress: string;
  readonly state: IssuanceState;
  /** Wrong activation passwords so far. */
  readonly failures: number;
  /** The token that the activation made. */
  readonly tokenId: string | null;
  readonly createdAt: number;
  readonly expiresAt: number;
  readonly version: number;
}
