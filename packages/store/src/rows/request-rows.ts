import type { CustomerRequest } from '@warifu/engine';
import type { CustomerRequestsTable } from '../paper-tables.ts';
import { stringListFrom } from './string-list.ts';

export function requestFrom(row: CustomerRequestsTable): CustomerRequest {
  return {
    id: row.id,
    contractId: row.contract_id,
    userId: row.user_id,
    kind: row.kind,
    channel: row.channel,
    filedOn: row.filed_on,
    documents: stringListFrom(row.documents),
    state: row.state,
    expectedFromOn: row.expected_from_on,
    expectedToOn: row.expected_to_on,
    receivedAt: row.received_at,
    closedAt: row.closed_at,
    version: row.version,
  };
}

export function requestRow(it: CustomerRequest, institutionId: string): CustomerRequestsTable {
  return {
    id: it.id,
    institution_id: institutionId,
    contract_id: it.contractId,
    user_id: it.userId,
    kind: it.kind,
    channel: it.channel,
    filed_on: it.filedOn,
    documents: JSON.stringify(it.documents),
    state: it.state,
    expected_from_on: it.expectedFromOn,
    expected_to_on: it.expectedToOn,
    received_at: it.receivedAt,
    closed_at: it.closedAt,
    version: it.version,
  };
}
