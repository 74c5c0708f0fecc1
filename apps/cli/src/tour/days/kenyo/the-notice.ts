/**
 * The figures of the notice that this day is about (S2), written down here and not read from the
 * policy: a policy that says something else is a surprise.
 */
export const notice = {
  /** After a revocation: login ends in an error, and nothing is issued. */
  cooldownMinutes: 30,
} as const;

export const payments = ['one_off_transfer', 'registered_transfer'] as const;

/** What the policy asks, as `requirementOf` says it. */
export const asks = {
  login: 'fixed_factors: login_password (not_adopted)',
  loginWithCode: 'otp: login_password + otp (rule)',
  loginToIssue: 'registration: login_password + otp (registration_required)',
  password: 'fixed_factors: confirmation_password',
} as const;
