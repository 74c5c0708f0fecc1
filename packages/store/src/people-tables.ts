import type { Binding, Contract, FailureGuard, Lock, User } from '@warifu/engine';

/** Contracts, their users, and who is bound to which token. */
export interface GuardColumns {
  failures: FailureGuard['failures'];
  failures_since_acceptance: FailureGuard['failuresSinceAcceptance'];
  attempts_while_locked: FailureGuard['attemptsWhileLocked'];
  locked_at: number | null;
  lock_cause: Lock['cause'] | null;
  temporary_locks: FailureGuard['temporaryLocks'];
  lock_lifts_at: number | null;
}

export interface ContractsTable {
  id: string;
  institution_id: string;
  number: string;
  kind: Contract['kind'];
  opened_on: string;
  adopted_at: number | null;
  first_delivered_at: number | null;
  set_up_at: number | null;
  first_enrolled_at: number | null;
  authenticator: string | null;
  stopped_at: number | null;
  /** JSON of what is on record towards same-day transfers; null while nothing is. */
  same_day: string | null;
  counted_tokens: number;
  version: number;
}

export interface UsersTable extends GuardColumns {
  id: string;
  institution_id: string;
  contract_id: string;
  login_id: string;
  name: string;
  role: User['role'];
  permissions: string;
  state: User['state'];
  first_enrolled_at: number | null;
  mail_address: string | null;
  opted_in: 0 | 1;
  adopted_at: number | null;
  last_login_at: number | null;
  otp_used_at: number | null;
  opted_out_at: number | null;
  last_revoked_at: number | null;
  version: number;
  /**
   * The user's binding in force, repeated from `bindings` by the same transaction that writes it
   * there: the verification path then finds the token with one look-up instead of three.
   */
  binding_id: string | null;
  bound_token_id: string | null;
  bound_at: number | null;
}

export interface BindingsTable {
  id: string;
  institution_id: string;
  contract_id: string;
  user_id: string;
  token_id: string;
  started_at: number;
  ended_at: number | null;
  end_reason: Binding['endReason'];
}
