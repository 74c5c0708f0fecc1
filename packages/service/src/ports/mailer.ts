import type { MailLanguage } from './mails.ts';

/** A mail, ready to leave. All of it is plain text but `html`. */
export interface MailMessage {
  /** The mail's ID in the outbox; its Message-ID is made of it and is the same at every attempt. */
  readonly id: string;
  readonly senderName: string;
  /** The domain that the institution sends from; null for the server's own. */
  readonly senderDomain: string | null;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly language: MailLanguage;
  /** The date in its head: when it was put into the outbox. */
  readonly at: number;
}

/**
 * What the receiving server said. `retry` is for now, `refused` for good. `serverDown` says that the
 * server itself is the matter, so that the next mail would fare no better. Errors are codes such as
 * `smtp_451` or `connection_refused`.
 */
export type SendResult =
  | { readonly kind: 'sent' }
  | { readonly kind: 'retry'; readonly error: string; readonly serverDown: boolean }
  | { readonly kind: 'refused'; readonly error: string };

/** The way out for mails. */
export interface Mailer {
  /** Resolves within `sendDeadlineMs` of the dispatcher, whatever the server does; never rejects. */
  send(message: MailMessage): Promise<SendResult>;
}
