/**
 * The figures of the notice that this day is about (S3), written down here and not read from the
 * policy: a policy that says something else is a surprise.
 */
export const notice = {
  /** Each token after the first, and each reissue after a loss; tax included. */
  feeYen: 2_200,
  /** Within so many days a broken token must come back. */
  returnDays: 30,
  /** How long before its expiry the first token's replacement is due. */
  leadDays: 90,
  lifetimeYears: 5,
  measures: 4,
  compensationYen: 50_000_000,
} as const;

/** Everything that sends money; each asks the PIN and a code. */
export const sendings = [
  'one_off_transfer',
  'registered_transfer',
  'bill_payment',
  'bulk_transfer',
  'payroll',
] as const;

/** What the policy asks, as `requirementOf` says it. */
export const asks = {
  login: 'fixed_factors: login_password + number_table',
  pin: 'fixed_factors: user_pin',
  pinAndCode: 'otp: user_pin + otp',
} as const;
