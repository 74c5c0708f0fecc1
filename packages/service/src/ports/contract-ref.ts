/** Ways to name a contract: by itself, or by something that belongs to it. */
export type ContractRef =
  | { readonly contractId: string }
  | { readonly userId: string }
  | { readonly tokenId: string }
  | { readonly shipmentId: string }
  | { readonly feeId: string }
  | { readonly challengeId: string }
  | { readonly requestId: string }
  | { readonly issuanceId: string }
  /** What an app was told of an issue (S2-02). */
  | { readonly serviceId: string; readonly appUserId: string };
