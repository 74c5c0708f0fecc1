import type { MailKind, MailLanguage, OutboxMail } from '../ports/mails.ts';
import { parseMailAddress } from './mail-address.ts';
import type { MailDataOf } from './mail-data.ts';

/** Everything about a new mail that is not the same for all. */
export interface MailOrder<K extends MailKind> {
  readonly id: string;
  readonly institutionId: string;
  readonly contractId: string | null;
  readonly userId: string | null;
  readonly kind: K;
  readonly to: string;
  readonly language?: MailLanguage | undefined;
  readonly data: MailDataOf[K];
  readonly onceKey?: string | undefined;
  readonly now: number;
  readonly expiresAt?: number | undefined;
}

/**
 * A mail for the outbox. Throws when the address is none: addresses are parsed where they come in, so
 * that here only a bug can bring a bad one.
 */
export function newMail<K extends MailKind>(order: MailOrder<K>): OutboxMail {
  const { id, institutionId, contractId, userId, kind, now } = order;
  const to = parseMailAddress(order.to);
  if (to === undefined) throw new Error('a mail was ordered to what is no mail address');
  return {
    id,
    institutionId,
    contractId,
    userId,
    kind,
    to,
    language: order.language ?? 'ja',
    data: JSON.stringify(order.data),
    onceKey: order.onceKey ?? null,
    state: 'queued',
    attempts: 0,
    nextAttemptAt: now,
    createdAt: now,
    expiresAt: order.expiresAt ?? null,
    sentAt: null,
    lastError: null,
  };
}

/** Kinds for which somebody sits and waits; they do not stand behind a night's notices. */
export function isUrgent(kind: MailKind): boolean {
  return kind !== 'notice';
}
