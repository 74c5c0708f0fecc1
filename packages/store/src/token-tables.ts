import type { Issuance, Token } from '@warifu/engine';
import type { GuardColumns } from './people-tables.ts';

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

export interface TokenImportsTable {
  id: string;
  institution_id: string;
  file_sha256: string;
  file_name: string;
  started_at: number;
  published: 0 | 1;
  published_count: number;
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
