import { isUrgent, type OutboxMail } from '@warifu/service';
import type { OutboxMailsTable } from '../due-work-tables.ts';

export function mailFrom(row: OutboxMailsTable): OutboxMail {
  return {
    id: row.id,
    institutionId: row.institution_id,
    contractId: row.contract_id,
    userId: row.user_id,
    kind: row.kind,
    to: row.to_address,
    language: row.language,
    data: row.data,
    onceKey: row.once_key,
    state: row.state,
    attempts: row.attempts,
    nextAttemptAt: row.next_attempt_at,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    sentAt: row.sent_at,
    lastError: row.last_error,
  };
}

export function mailRow(mail: OutboxMail): OutboxMailsTable {
  return {
    id: mail.id,
    institution_id: mail.institutionId,
    contract_id: mail.contractId,
    user_id: mail.userId,
    kind: mail.kind,
    urgent: isUrgent(mail.kind) ? 1 : 0,
    to_address: mail.to,
    language: mail.language,
    data: mail.data,
    once_key: mail.onceKey,
    state: mail.state,
    attempts: mail.attempts,
    next_attempt_at: mail.nextAttemptAt,
    created_at: mail.createdAt,
    expires_at: mail.expiresAt,
    sent_at: mail.sentAt,
    last_error: mail.lastError,
    leased_by: null,
    leased_until: null,
  };
}
