import type { Application, Fee, Shipment } from '@warifu/engine';
import type { ApplicationsTable, FeesTable, ShipmentsTable } from '../paper-tables.ts';

/** What the institution keeps on paper as well: applications, shipments and fees. */

export function applicationFrom(row: ApplicationsTable): Application {
  return {
    id: row.id,
    contractId: row.contract_id,
    kind: row.kind,
    tokenCount: row.token_count,
    filedOn: row.filed_on,
    authenticator: row.authenticator,
    recordedAt: row.recorded_at,
  };
}

export function applicationRow(it: Application, institutionId: string): ApplicationsTable {
  return {
    id: it.id,
    institution_id: institutionId,
    contract_id: it.contractId,
    kind: it.kind,
    token_count: it.tokenCount,
    filed_on: it.filedOn,
    authenticator: it.authenticator,
    recorded_at: it.recordedAt,
  };
}

export function shipmentFrom(row: ShipmentsTable): Shipment {
  return {
    id: row.id,
    contractId: row.contract_id,
    applicationId: row.application_id,
    reason: row.reason,
    replacesTokenId: row.replaces_token_id,
    postedAt: row.posted_at,
    deliveredAt: row.delivered_at,
  };
}

export function shipmentRow(it: Shipment, institutionId: string): ShipmentsTable {
  return {
    id: it.id,
    institution_id: institutionId,
    contract_id: it.contractId,
    application_id: it.applicationId,
    reason: it.reason,
    replaces_token_id: it.replacesTokenId,
    posted_at: it.postedAt,
    delivered_at: it.deliveredAt,
  };
}

export function feeFrom(row: FeesTable): Fee {
  return {
    id: row.id,
    contractId: row.contract_id,
    kind: row.kind,
    amountYen: row.amount_yen,
    taxYen: row.tax_yen,
    dueOn: row.due_on,
    tokenId: row.token_id,
    shipmentId: row.shipment_id,
    month: row.month,
    reversesFeeId: row.reverses_fee_id,
    note: row.note,
    assessedAt: row.assessed_at,
  };
}

export function feeRow(it: Fee, institutionId: string): FeesTable {
  return {
    id: it.id,
    institution_id: institutionId,
    contract_id: it.contractId,
    kind: it.kind,
    amount_yen: it.amountYen,
    tax_yen: it.taxYen,
    due_on: it.dueOn,
    token_id: it.tokenId,
    shipment_id: it.shipmentId,
    month: it.month,
    reverses_fee_id: it.reversesFeeId,
    note: it.note,
    assessed_at: it.assessedAt,
  };
}
