import {
  type ActRefusal,
  type Lock,
  type OtpRefusal,
  otpRefusals,
  type RefusalReason,
} from '@warifu/engine';
import { type ApiClient, type LockAdvice, retryAdvice } from '@warifu/service';
import type { ProblemCode } from '@warifu/wire';
import { instantText } from './wire-values.ts';

/**
 * The public face of every reason for which an act is refused. A new reason of the engine does not
 * compile until its face is chosen here.
 */
export const refusalProblems = {
  contract_unknown: 'contract_unknown',
  contract_number_taken: 'contract_number_taken',
  user_unknown: 'user_unknown',
  user_login_id_taken: 'user_login_id_taken',
  permission_unknown: 'permission_unknown',
  last_master: 'last_master',
  not_adopted: 'not_adopted',
  already_adopted: 'already_adopted',
  application_unknown: 'application_unknown',
  application_exhausted: 'application_exhausted',
  application_kind_differs: 'application_kind_differs',
  token_unknown: 'token_unknown',
  token_not_in_stock: 'token_not_in_stock',
  token_expires_too_soon: 'token_expires_too_soon',
  token_not_of_contract: 'token_not_of_contract',
  replaced_token_missing: 'replaced_token_missing',
  already_replaced: 'already_replaced',
  shipment_unknown: 'shipment_unknown',
  shipment_already_delivered: 'shipment_already_delivered',
  already_enrolled_with_token: 'already_enrolled_with_token',
  users_per_token_exceeded: 'users_per_token_exceeded',
  token_lost: 'token_lost',
  token_revoked_for_user: 'token_revoked_for_user',
  enrolment_not_concerned: 'enrolment_not_concerned',
  enrolment_not_offered: 'enrolment_not_offered',
  skip_not_allowed: 'skip_not_allowed',
  grace_over: 'grace_over',
  operation_unknown: 'operation_unknown',
  details_incomplete: 'details_incomplete',
  factors_missing: 'factors_missing',
  factor_unknown: 'factor_unknown',
  challenge_required: 'challenge_required',
  challenge_unknown: 'challenge_unknown',
  challenge_expired: 'challenge_expired',
  challenge_not_open: 'challenge_not_open',
  challenge_not_satisfied: 'challenge_not_satisfied',
  challenge_consumed: 'challenge_consumed',
  challenge_mismatch: 'challenge_mismatch',
  challenge_blocked: 'challenge_blocked',
  challenge_needs_registration: 'challenge_needs_registration',
  role_not_allowed: 'role_not_allowed',
  not_oneself: 'not_oneself',
  shares_token: 'shares_token',
  actor_locked: 'actor_locked',
  desk_not_allowed: 'desk_not_allowed',
  administrator_can: 'administrator_can',
  institution_only: 'institution_only',
  not_locked: 'not_locked',
  not_in_service: 'not_in_service',
  evidence_missing: 'evidence_missing',
  fee_unknown: 'fee_unknown',
  fee_already_reversed: 'fee_already_reversed',
  filed_in_future: 'filed_in_future',
  application_not_needed: 'application_not_needed',
  authenticator_unknown: 'authenticator_unknown',
  authenticator_not_for_contract: 'authenticator_not_for_contract',
  authenticator_not_chosen: 'authenticator_not_chosen',
  method_unchanged: 'method_unchanged',
  tokens_per_user_exceeded: 'tokens_per_user_exceeded',
  assignment_differs: 'assignment_differs',
  registration_by_administrator: 'registration_by_administrator',
  registration_by_user: 'registration_by_user',
  second_code_missing: 'second_code_missing',
  cooldown_running: 'cooldown_running',
  device_full: 'device_full',
  issuance_unknown: 'issuance_unknown',
  issuance_not_open: 'issuance_not_open',
  issuance_not_activated: 'issuance_not_activated',
  already_in_service: 'already_in_service',
  activation_password_unfit: 'activation_password_unfit',
  activation_password_wrong: 'activation_refused',
  mail_address_missing: 'mail_address_missing',
  mail_address_not_registered: 'mail_address_not_registered',
  self_service_not_offered: 'self_service_not_offered',
  old_code_missing: 'old_code_missing',
  already_used: 'already_used',
  not_suspended: 'not_suspended',
  already_suspended: 'already_suspended',
  suspension_not_offered: 'suspension_not_offered',
  emergency_stop_not_offered: 'emergency_stop_not_offered',
  already_stopped: 'already_stopped',
  not_stopped: 'not_stopped',
  resynchronisation_not_offered: 'resynchronisation_not_offered',
  same_day_not_offered: 'same_day_not_offered',
  same_day_incomplete: 'same_day_incomplete',
  measure_unknown: 'measure_unknown',
  request_unknown: 'request_unknown',
  request_closed: 'request_closed',
  request_kind_not_offered: 'request_kind_not_offered',
  documents_missing: 'documents_missing',
  token_not_returned: 'token_not_returned',
  already_returned: 'already_returned',
  not_extendable: 'not_extendable',
  mail_code_too_soon: 'mail_code_too_soon',
  mail_code_limit: 'mail_code_limit',
} as const satisfies Record<ActRefusal, ProblemCode>;

const promptReasons: ReadonlySet<RefusalReason> = new Set(otpRefusals);

/** Whether a reason belongs to the prompt, where all look the same (ALL-07). */
export function isPromptRefusal(reason: RefusalReason): reason is OtpRefusal {
  return promptReasons.has(reason);
}

/** Who asks, and what is known of a lock and its lifting. */
interface Asking {
  readonly scopes: ApiClient['scopes'];
  readonly advice: LockAdvice;
  readonly lock: Lock | null;
}

/** What a refused prompt tells: nothing but to try the next code, unless the client may know more. */
export function promptRefusal(reason: OtpRefusal, { scopes, advice, lock }: Asking): PromptRefusal {
  if (!scopes.has('verifications:reasons')) return { result: 'refused', retry: 'next_code' };
  const retry = retryAdvice(reason, advice, lock);
  const at = retry === 'after' && lock?.liftsAt ? { retry_at: instantText(lock.liftsAt) } : {};
  return { result: 'refused', retry, ...at, reason };
}

export interface PromptRefusal {
  readonly result: 'refused';
  readonly retry: ReturnType<typeof retryAdvice>;
  /** When a temporary lock ends. */
  readonly retry_at?: string;
  readonly reason?: OtpRefusal;
}
