/** Ways to name a contract: by itself, or by something that belongs to it. */
export type ContractRef =
  | { readonly contractId: string }
  | { readonly userId: string }
  | { readonly tokenId: string }
  | { readonly shipmentId: string }
  | { readonly feeId: string }
  | { readonly challengeId: string };
