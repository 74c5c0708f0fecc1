/** Who acts: a user of the contract, or the institution's staff at one of its desks with evidence. */
export type ActingParty =
  | { readonly kind: 'user'; readonly userId: string }
  | {
      readonly kind: 'staff';
      readonly staffId: string;
      readonly desk: string;
      /** The form, call or document that the act rests on. */
      readonly evidence: string;
    };
