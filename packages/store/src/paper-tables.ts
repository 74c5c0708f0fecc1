import type { Application, CustomerRequest, Fee, Shipment } from '@warifu/engine';

/** What the institution keeps on paper as well. */
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
  /** YYYY-MM for a monthly fee: a contract has one a month at most. */
  month: string | null;
  reverses_fee_id: string | null;
  note: string | null;
  assessed_at: number;
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
