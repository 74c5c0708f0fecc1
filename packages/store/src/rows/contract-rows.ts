import { type Contract, noSameDayFacts } from '@warifu/engine';
import type { ContractsTable } from '../people-tables.ts';

export function contractFrom(row: ContractsTable): Contract {
  return {
    id: row.id,
    institutionId: row.institution_id,
    number: row.number,
    kind: row.kind,
    openedOn: row.opened_on,
    adoptedAt: row.adopted_at,
    firstDeliveredAt: row.first_delivered_at,
    setUpAt: row.set_up_at,
    firstEnrolledAt: row.first_enrolled_at,
    authenticator: row.authenticator,
    stoppedAt: row.stopped_at,
    sameDay: row.same_day === null ? noSameDayFacts : JSON.parse(row.same_day),
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
    set_up_at: contract.setUpAt,
    first_enrolled_at: contract.firstEnrolledAt,
    authenticator: contract.authenticator,
    stopped_at: contract.stoppedAt,
    same_day: contract.sameDay === noSameDayFacts ? null : JSON.stringify(contract.sameDay),
    counted_tokens: contract.countedTokens,
    version: contract.version,
  };
}
