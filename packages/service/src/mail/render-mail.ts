import type { Policy } from '@warifu/engine';
import type { MailMessage } from '../ports/mailer.ts';
import type { OutboxMail } from '../ports/mails.ts';
import { mailData } from './mail-data.ts';
import { emailCode } from './templates/email-code.ts';
import { type MailBody, oneLine, partsOf } from './templates/mail-body.ts';
import { notice } from './templates/notice.ts';
import { softwareTokenIssue } from './templates/software-token-issue.ts';
import { type Wording, wordingOf } from './templates/wording.ts';

export interface Rendering {
  /** The policy in force: the institution's name and words are its own. */
  readonly policy: Policy;
  /**
   * Finds the code that an `email_code` is to carry, at the moment of sending; undefined when it is
   * used or too old, and then the mail is not sent. The code is never stored with the mail.
   */
  readonly resolveSecret: (mail: OutboxMail) => Promise<string | undefined>;
}

/** The mail as it leaves; undefined when there is nothing left to tell. */
export async function renderMail(
  mail: OutboxMail,
  { policy, resolveSecret }: Rendering,
): Promise<MailMessage | undefined> {
  const wording = wordingOf(policy, mail.language);
  const body = await bodyOf(mail, wording, resolveSecret);
  if (!body) return undefined;
  const { id, to, language, createdAt: at } = mail;
  return {
    id,
    senderName: oneLine(wording.institution),
    senderDomain: senderDomainOf(policy),
    to,
    language,
    at,
    ...partsOf(body, language),
  };
}

async function bodyOf(
  mail: OutboxMail,
  wording: Wording,
  resolveSecret: Rendering['resolveSecret'],
): Promise<MailBody | undefined> {
  const { kind, data } = mail;
  switch (kind) {
    case 'software_token_issue':
      return softwareTokenIssue(mailData({ kind, data }), wording);
    case 'notice':
      return notice(mailData({ kind, data }), wording);
    case 'email_code': {
      const code = await resolveSecret(mail);
      return code === undefined ? undefined : emailCode(mailData({ kind, data }), code, wording);
    }
  }
}

/** The first of the domains that the institution has declared to its customers (S1-04). */
function senderDomainOf({ institution }: Policy): string | null {
  return institution.sender_domains[0] ?? null;
}
