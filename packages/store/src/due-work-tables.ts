import type { JobState, MailKind, MailLanguage, MailState } from '@warifu/service';

/** The outbox and the due work: what the server does beside requests. */
export interface OutboxMailsTable {
  id: string;
  institution_id: string;
  contract_id: string | null;
  user_id: string | null;
  kind: MailKind;
  /** 1 for mails that somebody waits for. */
  urgent: 0 | 1;
  to_address: string;
  language: MailLanguage;
  data: string;
  once_key: string | null;
  state: MailState;
  attempts: number;
  next_attempt_at: number;
  created_at: number;
  expires_at: number | null;
  sent_at: number | null;
  last_error: string | null;
  leased_by: string | null;
  leased_until: number | null;
}

export interface JobsTable {
  id: string;
  institution_id: string;
  kind: string;
  due_on: string;
  slot: number;
  due_at: number;
  state: JobState;
  cursor: string | null;
  done_count: number;
  total_count: number | null;
  tally: string;
  next_attempt_at: number;
  leased_by: string | null;
  leased_until: number | null;
  attempts: number;
  started_at: number | null;
  finished_at: number | null;
  last_error: string | null;
}

export interface JobItemsTable {
  institution_id: string;
  list: string;
  subject: string;
  job_id: string;
  contract_id: string | null;
  amount_yen: number;
  data: string;
}
