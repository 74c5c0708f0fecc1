import type { Challenge } from '@warifu/engine';
import type { JobItemsTable, JobsTable, OutboxMailsTable } from './due-work-tables.ts';
import type {
  ApplicationsTable,
  CustomerRequestsTable,
  FeesTable,
  ShipmentsTable,
} from './paper-tables.ts';
import type { BindingsTable, ContractsTable, UsersTable } from './people-tables.ts';
import type {
  IssuancesTable,
  StagedTokensTable,
  TokenImportsTable,
  TokensTable,
} from './token-tables.ts';

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
