/**
 * The figures of the notice that this day is about (S4), written down here and not read from the
 * policy: a policy that says something else is a surprise.
 */
export const notice = {
  stepSeconds: 30,
  digits: 6,
  /** What the branch wants to see before it lifts a lock. */
  documents: ['form', 'registered_seal', 'identity_document'],
} as const;

/** What the policy asks, as `atLogin` says it. */
export const asks = {
  login: 'fixed_factors: login_password (not_adopted)',
  loginWithCode: 'otp: login_password + otp (rule)',
} as const;
