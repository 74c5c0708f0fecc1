/**
 * A contract (契約) is what a customer signed with the institution: one account relation with its
 * users and its tokens. Adoption, grace and fees belong to the contract, not to a user
 * (ALL-02: one grace period per contract).
 */
export type ContractKind = 'corporate' | 'sole_proprietor' | 'retail';

/** What is on record towards same-day transfers (S3-09). They begin suspended. */
export interface SameDayFacts {
  readonly appliedAt: number | null;
  readonly screenedAt: number | null;
  /** The security measures of the policy that are in place. */
  readonly measures: readonly string[];
  readonly calledAt: number | null;
  /** When the institution confirmed everything; they resume from here. */
  readonly confirmedAt: number | null;
}

export const noSameDayFacts: SameDayFacts = {
  appliedAt: null,
  screenedAt: null,
  measures: [],
  calledAt: null,
  confirmedAt: null,
};

export interface Contract {
  readonly id: string;
  readonly institutionId: string;
  /** The number that the institution prints on its papers; unique within the institution. */
  readonly number: string;
  readonly kind: ContractKind;
  readonly openedOn: string;
  /** When the first application for tokens was recorded by the institution, if ever. */
  readonly adoptedAt: number | null;
  /**
   * When the institution recorded its own set-up for the contract; grace may count from here.
   */
  readonly setUpAt: number | null;
  /** When the first token of this contract is recorded as delivered; grace may count from here. */
  readonly firstDeliveredAt: number | null;
  /** When somebody of this contract first registered a token; grace may end early with it. */
  readonly firstEnrolledAt: number | null;
  /** The kind of authenticator that the contract has chosen, by its ID in the policy (S1-01). */
  readonly authenticator: string | null;
  /** 緊急停止: since when the customer has stopped everything, if he has. */
  readonly stoppedAt: number | null;
  readonly sameDay: SameDayFacts;
  /** How many tokens were ever issued that count against the free number (not reissues, not replacements). */
  readonly countedTokens: number;
  /** Incremented by every change; a save is conditional on the version that was read. */
  readonly version: number;
}
