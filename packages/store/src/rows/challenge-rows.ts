import type { Challenge } from '@warifu/engine';
import type { ChallengesTable } from '../tables.ts';
import { stringListFrom } from './string-list.ts';

export function challengeFrom(row: ChallengesTable): Challenge {
  return {
    id: row.id,
    contractId: row.contract_id,
    userId: row.user_id,
    operation: row.operation,
    details: row.details,
    targetUserIds: stringListFrom(row.target_user_ids),
    required: row.required,
    reason: row.reason,
    rule: row.rule,
    factors: stringListFrom(row.factors),
    state: row.state,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    satisfiedAt: row.satisfied_at,
  };
}

export function challengeRow(it: Challenge, institutionId: string): ChallengesTable {
  return {
    id: it.id,
    institution_id: institutionId,
    contract_id: it.contractId,
    user_id: it.userId,
    operation: it.operation,
    details: it.details,
    target_user_ids: JSON.stringify(it.targetUserIds),
    required: it.required,
    reason: it.reason,
    rule: it.rule,
    factors: JSON.stringify(it.factors),
    state: it.state,
    created_at: it.createdAt,
    expires_at: it.expiresAt,
    satisfied_at: it.satisfiedAt,
  };
}
