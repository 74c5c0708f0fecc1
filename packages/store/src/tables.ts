import type {
  Application,
  Binding,
  Challenge,
  Contract,
  CustomerRequest,
  FailureGuard,
  Fee,
  Issuance,
  Lock,
  Shipment,
  Token,
  User,
} from '@warifu/engine';
import type { JobItemsTable, JobsTable, OutboxMailsTable } from './due-work-tables.ts';

/**
 * The logical schema, the same on every database: ids are text, instants integer milliseconds,
 * flags 0 or 1, documents JSON text, money integer yen. Every customer row carries the id of its
 * institution, so that no query needs a join to stay inside it (ALL-01).
 */
export interface Tables {
  schema_migrations: { id: number; name: string };
  store_meta: { key: string; value: string };
  institutions: { id: string; created_at: number };
  policies: PoliciesTable;
  api_keys: ApiKeysTable;
  data_keys: DataKeysTable;
  contracts: ContractsTable;
  users: UsersTable;
  tokens: TokensTable;
  bindings: BindingsTable;
  applications: ApplicationsTable;
  shipments: ShipmentsTable;
  fees: FeesTable;
  challenges: ChallengesTable;
  issuances: IssuancesTable;
  customer_requests: CustomerRequestsTable;
  token_imports: TokenImportsTable;
  staged_tokens: StagedTokensTable;
  idempotent_answers: IdempotentAnswersTable;
  audit_records: AuditRecordsTable;
  audit_heads: AuditHeadsTable;
  audit_segments: AuditSegmentsTable;
  outbox_mails: OutboxMailsTable;
  jobs: JobsTable;
  job_items: JobItemsTable;
}

export interface GuardColumns {
  failures: FailureGuard['failures'];
  failures_since_acceptance: FailureGuard['failuresSinceAcceptance'];
  attempts_while_locked: FailureGuard['attemptsWhileLocked'];
  locked_at: number | null;
  lock_cause: Lock['cause'] | null;
  temporary_locks: FailureGuard['temporaryLocks'];
  lock_lifts_at: number | null;
}

interface PoliciesTable {
  institution_id: string;
  version: number;
  document: string;
  effective_from: number;
  created_at: number;
  proposed_by: string;
  /** Null while a second person has not approved it: such a version decides nothing. */
  approved_by: string | null;
  approved_at: number | null;
  withdrawn_at: number | null;
}

interface ApiKeysTable {
  id: string;
  institution_id: string;
  name: string;
  scopes: string;
  secret_sha256: Uint8Array;
  created_at: number;
  revoked_at: number | null;
}

interface DataKeysTable {
  institution_id: string;
  version: number;
  kek_id: string;
  nonce: Uint8Array;
  wrapped: Uint8Array;
  created_at: number;
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

/** The sealed seed stands in the token's own row: one look-up less, and it never lacks its token. */
export interface SeedColumns {
  seed_sealed: Uint8Array | null;
  seed_nonce: Uint8Array | null;
  seed_key_version: number | null;
  seed_epoch: number | null;
}

export interface TokenColumns extends GuardColumns {
  id: string;
  institution_id: string;
  contract_id: string | null;
  serial: string;
  form: Token['form'];
  kind: Token['kind'];
  algorithm: Token['algorithm'];
  digits: Token['digits'];
  step_seconds: Token['stepSeconds'];
  state: Token['state'];
  retire_reason: Token['retireReason'];
  starts_on: string | null;
  expires_on: string | null;
  shipment_id: string | null;
  lost_reported_at: number | null;
  issued_at: number | null;
  device_id: string | null;
  suspended_at: number | null;
  returned_at: number | null;
  /** JSON of the code that was mailed last; null for everything but e-mail codes. */
  mailed_code: string | null;
  last_accepted_step: number;
  drift_steps: number;
  out_of_step: 0 | 1;
  version: number;
}

export interface TokensTable extends TokenColumns, SeedColumns {}

export interface StagedTokensTable extends TokensTable {
  import_id: string;
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

export interface ApplicationsTable {
  id: string;
  institution_id: string;
  contract_id: string;
  kind: Application['kind'];
  token_count: number;
  filed_on: string;
  authenticator: string | null;
  recorded_at: number;
}

export interface ShipmentsTable {
  id: string;
  institution_id: string;
  contract_id: string;
  application_id: string | null;
  reason: Shipment['reason'];
  replaces_token_id: string | null;
  posted_at: number;
  delivered_at: number | null;
}

export interface FeesTable {
  id: string;
  institution_id: string;
  contract_id: string;
  kind: Fee['kind'];
  amount_yen: number;
  tax_yen: number;
  due_on: string;
  token_id: string | null;
  shipment_id: string | null;
  reverses_fee_id: string | null;
  note: string | null;
  assessed_at: number;
}

export interface ChallengesTable {
  id: string;
  institution_id: string;
  contract_id: string;
  user_id: string;
  operation: string;
  details: string;
  target_user_ids: string;
  required: Challenge['required'];
  reason: string;
  rule: string | null;
  factors: string;
  state: Challenge['state'];
  created_at: number;
  expires_at: number;
  satisfied_at: number | null;
}

export interface IssuancesTable {
  id: string;
  institution_id: string;
  contract_id: string;
  user_id: string;
  authenticator: string;
  service_id: string;
  app_user_id: string;
  password_mac: Uint8Array;
  mail_address: string;
  state: Issuance['state'];
  failures: number;
  token_id: string | null;
  created_at: number;
  expires_at: number;
  version: number;
}

export interface CustomerRequestsTable {
  id: string;
  institution_id: string;
  contract_id: string;
  user_id: string | null;
  kind: CustomerRequest['kind'];
  channel: CustomerRequest['channel'];
  filed_on: string;
  documents: string;
  state: CustomerRequest['state'];
  expected_from_on: string | null;
  expected_to_on: string | null;
  received_at: number;
  closed_at: number | null;
  version: number;
}

interface TokenImportsTable {
  id: string;
  institution_id: string;
  file_sha256: string;
  file_name: string;
  started_at: number;
  published: 0 | 1;
  published_count: number;
}

interface IdempotentAnswersTable {
  id: number;
  institution_id: string;
  key: string;
  input_mac: Uint8Array;
  status: number;
  body: string;
  at: number;
}

export interface AuditRecordsTable {
  number: number;
  chain: string;
  sequence: number;
  institution_id: string | null;
  contract_id: string | null;
  user_id: string | null;
  token_id: string | null;
  action: string;
  at: number;
  record: string;
  hash: string;
}

interface AuditHeadsTable {
  chain: string;
  sequence: number;
  hash: string;
  mac: string;
}

interface AuditSegmentsTable {
  segment: number;
  facet: string;
  postings: Uint8Array;
}
