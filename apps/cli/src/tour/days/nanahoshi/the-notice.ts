/**
 * The figures of the notice that this day is about (S0, ALL), written down here and not read from the
 * policy: a policy that says something else is a surprise.
 */
export const notice = {
  graceDays: 30,
  /** Wrong codes since the last acceptance after which only the bank helps. */
  cap: 20,
  freeTokens: 3,
  feeYen: 1_080,
  /** How long before its expiry a token's replacement is due. */
  leadDays: 60,
} as const;
