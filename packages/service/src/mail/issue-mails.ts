import type { Authenticator, Issuance, MailedCode, Policy } from '@warifu/engine';
import type { NewId } from '../ids.ts';
import type { OutboxMail } from '../ports/mails.ts';
import { newMail } from './new-mail.ts';

/** トークン発行メール (S1-04, S2-02): the way to the app, and a link where the policy has one. */
export function issueMail(
  issuance: Issuance,
  parts: {
    readonly authenticator: Authenticator;
    readonly institutionId: string;
    /** Where the app is; null when the operator has not said. */
    readonly appLink: string | null;
    readonly newId: NewId;
    readonly now: number;
  },
): OutboxMail {
  const { contractId, userId, mailAddress: to, expiresAt } = issuance;
  const { institutionId, now } = parts;
  const appLink = parts.authenticator.activation?.mail_links_to_app ? parts.appLink : null;
  return newMail({
    id: parts.newId('mal'),
    institutionId,
    contractId,
    userId,
    kind: 'software_token_issue',
    to,
    data: { appLink, expiresAt },
    now,
    expiresAt,
  });
}

export interface CodeToMail {
  readonly institutionId: string;
  readonly contractId: string;
  readonly userId: string;
  readonly tokenId: string;
  readonly mailAddress: string;
  readonly mailedCode: MailedCode;
  readonly authenticator: Authenticator;
  /** The operation that it is asked for, by its name in the policy; null for the registration. */
  readonly operation: string | null;
}

/** The mail of a code. Which code it is, is found by token and counter when the mail is sent. */
export function codeMail(
  code: CodeToMail,
  { policy, newId }: { readonly policy: Policy; readonly newId: NewId },
): OutboxMail {
  const { institutionId, contractId, userId, tokenId, mailedCode, authenticator } = code;
  const { counter, sentAt: now } = mailedCode;
  const expiresAt = now + (authenticator.mail_code?.lifetime_seconds ?? 0) * 1_000;
  const { operations, labels } = policy;
  const operation =
    (code.operation === null ? labels['enrolment'] : operations[code.operation]?.label) ??
    registration;
  return newMail({
    id: newId('mal'),
    institutionId,
    contractId,
    userId,
    kind: 'email_code',
    to: code.mailAddress,
    data: { tokenId, counter, operation, expiresAt },
    now,
    expiresAt,
  });
}

const registration = { ja: '利用開始登録', en: 'registration' } as const;
