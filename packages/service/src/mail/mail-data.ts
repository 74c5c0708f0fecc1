import type { MailKind } from '../ports/mails.ts';

/** A text in both languages, as policies have it. */
interface BothLanguages {
  readonly ja: string;
  readonly en: string;
}

/**
 * What is told to a user. The first four are told at once to the addresses that he had before
 * (row 31); the others come from due work.
 */
export const noticeTopics = [
  'token_bound',
  'token_revoked',
  'lock_lifted',
  'contact_changed',
  'grace_ending',
  'expiry_near',
  'replacement_posted',
] as const;
export type NoticeTopic = (typeof noticeTopics)[number];

export interface NoticeData {
  readonly topic: NoticeTopic;
  /** When it happened, or null for what lies ahead. */
  readonly at: number | null;
  /** A day that the notice names (YYYY-MM-DD): the last of the grace, or of the token. */
  readonly on: string | null;
  /** The end of the token's serial, so that its holder knows which one is meant; no more than four. */
  readonly serialEnd: string | null;
}

export interface IssueData {
  /** The page of the app, where the policy wants a link; it carries nothing. */
  readonly appLink: string | null;
  /** Until when the issue can be used. */
  readonly expiresAt: number;
}

export interface CodeData {
  /** Which code it is: the code itself is found by token and counter when the mail is sent. */
  readonly tokenId: string;
  readonly counter: number;
  /** What the code is asked for, in the institution's words. */
  readonly operation: BothLanguages;
  readonly expiresAt: number;
}

/** What each kind of mail stores. Secrets have no member here, and so no place in the outbox. */
export interface MailDataOf {
  readonly software_token_issue: IssueData;
  readonly email_code: CodeData;
  readonly notice: NoticeData;
}

/** What a mail stores, read back. The outbox has no other writer than `newMail`. */
export function mailData<K extends MailKind>(mail: {
  readonly kind: K;
  readonly data: string;
}): MailDataOf[K] {
  return JSON.parse(mail.data);
}

/** The last four characters of a serial. */
export function serialEnd(serial: string): string {
  return serial.slice(-4);
}
