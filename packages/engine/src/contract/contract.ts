/**
 * A contract (契約) is what a customer signed with the institution: one account relation with its
 * users and its tokens. Adoption, grace and fees belong to the contract, not to a user
 * (ALL-02: one grace period per contract).
 */
export type ContractKind = 'corporate' | 'sole_proprietor' | 'retail';

export interface Contract {
  readonly id: string;
  readonly institutionId: string;
  /** The number that the institution prints on its papers; unique within the institution. */
  readonly number: string;
  readonly kind: ContractKind;
  readonly openedOn: string;
  /** When the first application for tokens was recorded by the institution, if ever. */
  readonly adoptedAt: number | null;
  /** When the first token of this contract is recorded as delivered; grace may count from here. */
  readonly firstDeliveredAt: number | null;
  /** How many tokens were ever issued that count against the free number (not reissues, not replacements). */
  readonly countedTokens: number;
  /** Incremented by every change; a save is conditional on the version that was read. */
  readonly version: number;
}
