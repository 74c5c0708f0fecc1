import type { Binding } from '@warifu/engine';
import type { BindingsTable } from '../people-tables.ts';

export function bindingFrom(row: BindingsTable): Binding {
  return {
    id: row.id,
    contractId: row.contract_id,
    userId: row.user_id,
    tokenId: row.token_id,
    startedAt: row.started_at,
    endedAt: row.ended_at,
    endReason: row.end_reason,
  };
}

export function bindingRow(binding: Binding, institutionId: string): BindingsTable {
  return {
    id: binding.id,
    institution_id: institutionId,
    contract_id: binding.contractId,
    user_id: binding.userId,
    token_id: binding.tokenId,
    started_at: binding.startedAt,
    ended_at: binding.endedAt,
    end_reason: binding.endReason,
  };
}
