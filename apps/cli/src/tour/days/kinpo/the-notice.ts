/**
 * The figures of the notice that this day is about (S1), written down here and not read from the
 * policy: a policy that says something else is a surprise.
 */
export const notice = {
  /** From the recording of the application, for hardware tokens. */
  graceDays: 30,
  registrationsPerPhone: 10,
  senderDomains: ['kinpo.example', 'otp-kinpo.example'],
  /** Each token after the first, and each reissue; tax included. */
  feeYen: 2_200,
} as const;

/** Every payment that goes out; each asks a code of whoever approves it last. */
export const payments = [
  'one_off_transfer',
  'registered_transfer',
  'bill_payment',
  'bulk_transfer',
  'payroll',
] as const;

/** What the policy asks, as `requirementOf` says it. */
export const asks = {
  loginWithCode: 'otp: login_credential + otp',
  loginToRegister: 'registration: login_credential + otp (registration_required)',
  paymentWithCode: 'otp: pin + otp',
  pin: 'fixed_factors: pin',
  password: 'fixed_factors: confirmation_password',
} as const;
