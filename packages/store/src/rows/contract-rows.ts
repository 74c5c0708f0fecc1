import type { Contract } from '@warifu/engine';
import type { ContractsTable } from '../tables.ts';

export function contractFrom(row: ContractsTable): Contract {
  return {
    id: row.id,
    institutionId: row.institution_id,
    number: row.number,
    kind: row.kind,
    openedOn: row.opened_on,
    adoptedAt: row.adopted_at,
    firstDeliveredAt: row.first_delivered_at,
    countedTokens: row.counted_tokens,
    version: row.version,
  };
}

export function contractRow(contract: Contract): ContractsTable {
  return {
    id: contract.id,
    institution_id: contract.institutionId,
    number: contract.number,
    kind: contract.kind,
    opened_on: contract.openedOn,
    adopted_at: contract.adoptedAt,
    first_delivered_at: contract.firstDeliveredAt,
    counted_tokens: contract.countedTokens,
    version: contract.version,
  };
}
