/**
 * Every reason for which a decision can be refused, in one closed list. Reasons are rich inside and
 * coarse outside: the wire joins them to public codes by one exhaustive map, and at an OTP prompt
 * all of `otpRefusals` look the same (ALL-07).
 */
export const otpRefusals = [
  'code_malformed',
  'code_wrong',
  'code_replayed',
  'user_locked',
  'token_locked',
  'not_enrolled',
  'token_not_in_service',
  'token_not_started',
  'token_expired',
  'serial_unknown',
  'seed_unreadable',
] as const;

export type OtpRefusal = (typeof otpRefusals)[number];

export const actRefusals = [
  'contract_unknown',
  'contract_number_taken',
  'user_unknown',
  'user_login_id_taken',
  'permission_unknown',
  'last_master',
  'not_adopted',
  'already_adopted',
  'application_unknown',
  'application_exhausted',
  'application_kind_differs',
  'token_unknown',
  'token_not_in_stock',
  'token_expires_too_soon',
  'token_not_of_contract',
  'replaced_token_missing',
  'already_replaced',
  'shipment_unknown',
  'shipment_already_delivered',
  'already_enrolled_with_token',
  'users_per_token_exceeded',
  'token_lost',
  'token_revoked_for_user',
  'enrolment_not_concerned',
  'enrolment_not_offered',
  'skip_not_allowed',
  'grace_over',
  'operation_unknown',
  'details_incomplete',
  'factors_missing',
  'factor_unknown',
  'challenge_required',
  'challenge_unknown',
  'challenge_expired',
  'challenge_not_open',
  'challenge_not_satisfied',
  'challenge_consumed',
  'challenge_mismatch',
  'challenge_blocked',
  'challenge_needs_registration',
  'role_not_allowed',
  'not_oneself',
  'shares_token',
  'actor_locked',
  'desk_not_allowed',
  'administrator_can',
  'institution_only',
  'not_locked',
  'not_in_service',
  'evidence_missing',
  'fee_unknown',
  'fee_already_reversed',
] as const;

export type ActRefusal = (typeof actRefusals)[number];
export type RefusalReason = OtpRefusal | ActRefusal;
