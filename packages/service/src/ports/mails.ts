import type { Page, PageRequest } from './store-queries.ts';

/** What a mail is about. Each kind has its template. */
export const mailKinds = ['software_token_issue', 'email_code', 'notice'] as const;
export type MailKind = (typeof mailKinds)[number];

/**
 *   queued ──sent──▶ sent
 *      ├──refused by the receiving side──▶ failed
 *      └──too old──▶ expired
 */
export type MailState = 'queued' | 'sent' | 'failed' | 'expired';

export type MailLanguage = 'ja' | 'en';

/**
 * A mail in the outbox. It is written in the transaction of the act that causes it, so that there is
 * no act without its mail and no mail without its act; it is sent later, and never from inside a
 * request.
 */
export interface OutboxMail {
  /** Also the mail's Message-ID: a receiver that gets it twice can tell. */
  readonly id: string;
  readonly institutionId: string;
  readonly contractId: string | null;
  readonly userId: string | null;
  readonly kind: MailKind;
  /** One address, as `parseMailAddress` gave it. */
  readonly to: string;
  readonly language: MailLanguage;
  /** JSON of what the template needs. Never a code, a password, a service ID or a user ID. */
  readonly data: string;
  /** Of the mails of an institution with the same text here only the first is taken; null: all are. */
  readonly onceKey: string | null;
  readonly state: MailState;
  /** How often sending was tried in vain. */
  readonly attempts: number;
  readonly nextAttemptAt: number;
  readonly createdAt: number;
  /** From this instant on it is not sent any more; null leaves it to the dispatcher's maximum age. */
  readonly expiresAt: number | null;
  readonly sentAt: number | null;
  /** A code such as `smtp_451`, never the words of another server. */
  readonly lastError: string | null;
}

/**
 * The sending side of the outbox. A mail that is being sent is leased: until the lease runs out
 * nobody else gets it. A node that was killed loses its leases by time alone.
 */
export interface MailStore {
  /** Leases mails that are due, urgent kinds first, those that have waited longest first. */
  claim(claim: MailClaim): Promise<readonly OutboxMail[]>;
  /**
   * Writes down what became of a leased mail. False when the lease is somebody else's by now; that a
   * mail was sent is written down all the same, so that the other does not send it again.
   */
  settle(settlement: MailSettlement): Promise<boolean>;
  /** Gives up what is left of a lease; those mails are due again. */
  release(leaseId: string): Promise<void>;
  list(
    institutionId: string,
    filter: { readonly state?: MailState; readonly userId?: string },
    page: PageRequest,
  ): Promise<Page<OutboxMail>>;
  /** How many mails wait, over all institutions, and since when the oldest of them does. */
  waiting(): Promise<{ readonly count: number; readonly oldestAt: number | null }>;
  /** Removes some mails that are not queued any more; gives how many. */
  removeSettled(removal: MailRemoval): Promise<number>;
}

export interface MailClaim {
  /** Unique for every claim. */
  readonly leaseId: string;
  readonly now: number;
  readonly leasedUntil: number;
  /**
   * A lease or a next attempt that lies later than this was made under a clock that has been put
   * back since. It does not hold a mail up (row 75).
   */
  readonly plausibleUntil: number;
  readonly limit: number;
}

export interface MailSettlement {
  readonly id: string;
  readonly leaseId: string;
  readonly outcome:
    | { readonly state: 'sent'; readonly at: number }
    | { readonly state: 'queued'; readonly nextAttemptAt: number; readonly error: string }
    | { readonly state: 'failed'; readonly error: string }
    | { readonly state: 'expired' };
}

export interface MailRemoval {
  readonly institutionId: string;
  /** Mails without a once-key that were made before this instant. */
  readonly before: number;
  /** The same for mails with one: it must outlive every reason to send the mail again. */
  readonly onceBefore: number;
  readonly limit: number;
}
