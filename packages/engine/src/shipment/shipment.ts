import type { ShipmentReason } from '../audit/events.ts';

/** Tokens in the post. They are inactive until a user registers them (S0-02). */
export interface Shipment {
  readonly id: string;
  readonly contractId: string;
  readonly applicationId: string | null;
  readonly reason: ShipmentReason;
  /** The token that this shipment replaces, for a reissue, an exchange or a replacement. */
  readonly replacesTokenId: string | null;
  readonly postedAt: number;
  readonly deliveredAt: number | null;
}
