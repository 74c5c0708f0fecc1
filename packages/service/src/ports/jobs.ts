import type { AuditDraft } from './audit.ts';
import type { OutboxMail } from './mails.ts';
import type { Page, PageRequest } from './store-queries.ts';

/**
 *   due ──claim──▶ running ──finish──▶ done
 *    ▲                │ │
 *    └───try again────┘ └──too often──▶ failed ──asked for by hand──▶ due
 *
 * A running job whose lease has run out is as good as due: whoever carried it out was killed.
 */
export type JobState = 'due' | 'running' | 'done' | 'failed';

/** Counts by name, for example `mails` or `amount_yen`; a job's report. */
export type JobTally = Readonly<Record<string, number>>;

/** One piece of due work: a kind, for one institution, for one of its days. */
export interface Job {
  readonly id: string;
  readonly institutionId: string;
  readonly kind: string;
  /** The institution's day that it is for. */
  readonly dueOn: string;
  /** Which of the day's it is; 0 for what is done once a day. */
  readonly slot: number;
  /** From when on it may be carried out. */
  readonly dueAt: number;
  readonly state: JobState;
  /** How far it is: the job kind's own text; null at the beginning. */
  readonly cursor: string | null;
  readonly doneCount: number;
  /** How many there are in all, where the kind knows. */
  readonly totalCount: number | null;
  readonly tally: JobTally;
  readonly leasedBy: string | null;
  readonly leasedUntil: number | null;
  /** How often it was begun since it last got on. */
  readonly attempts: number;
  readonly startedAt: number | null;
  readonly finishedAt: number | null;
  /** A code or the name of an error, never its words. */
  readonly lastError: string | null;
}

/**
 * Something that a job has put on a list. In a list of an institution each subject stands at most
 * once, whichever job comes first.
 */
export interface JobItem {
  readonly list: string;
  readonly subject: string;
  readonly contractId: string | null;
  readonly amountYen: number;
  /** JSON of what a reader of the list wants to see. */
  readonly data: string;
}

/** What one page of a job does, written together with the cursor: all of it or nothing. */
export interface JobStep {
  readonly cursor: string | null;
  /** How many subjects the page has looked at. */
  readonly done: number;
  readonly totalCount?: number | undefined;
  /** Those whose once-key is taken already are left out, and not counted. */
  readonly mails?: readonly OutboxMail[] | undefined;
  /** Those whose subject is on its list already are left out, and not counted. */
  readonly items?: readonly JobItem[] | undefined;
  /** Counts to set, for what is a state and not a sum. */
  readonly counts?: JobTally | undefined;
}

/** Due work in the store: one row per institution, kind, day and slot, so that each is done once. */
export interface JobStore {
  /** Adds those that are not there yet; gives how many. */
  add(jobs: readonly NewJob[]): Promise<number>;
  /** Leases the job that is due longest, or the named one if it is due or may be asked for by hand. */
  claim(claim: JobClaim): Promise<Job | undefined>;
  /** Writes a step and prolongs the lease. False, and nothing written, when the lease is lost. */
  advance(lease: JobLease, step: JobStep): Promise<boolean>;
  /** The last step, together with the record of the job. False as above. */
  finish(lease: JobLease, step: JobStep, end: JobEnd): Promise<boolean>;
  /** Gives the lease up: to go on later, or for good as `failed`. */
  giveUp(lease: JobLease, ending: JobFailure): Promise<boolean>;
  find(institutionId: string, key: JobKey): Promise<Job | undefined>;
  /** Latest day first. */
  list(
    institutionId: string,
    filter: { readonly kind?: string; readonly dueOn?: string; readonly state?: JobState },
    page: PageRequest,
  ): Promise<Page<Job>>;
  items(institutionId: string, jobId: string, page: PageRequest): Promise<Page<JobItem>>;
  /** For each kind of the institution the latest day up to `dueOnOrBefore` that it has a job for. */
  latestDays(institutionId: string, dueOnOrBefore: string): Promise<ReadonlyMap<string, string>>;
  /** Removes some finished jobs with a slot of their day, made for days before; gives how many. */
  removeFinishedSlots(removal: JobRemoval): Promise<number>;
}

export type JobKey = Pick<Job, 'kind' | 'dueOn' | 'slot'>;

export type NewJob = Pick<Job, 'id' | 'institutionId' | 'kind' | 'dueOn' | 'slot' | 'dueAt'>;

export interface JobClaim {
  readonly leaseId: string;
  readonly now: number;
  readonly leasedUntil: number;
  /** As in `MailClaim`. */
  readonly plausibleUntil: number;
  /** Only kinds that this program knows. */
  readonly kinds: readonly string[];
  /** This job and no other, also before its time and after it has failed. */
  readonly id?: string | undefined;
}

export interface JobLease {
  readonly jobId: string;
  readonly leaseId: string;
  readonly leasedUntil: number;
}

export interface JobEnd {
  readonly finishedAt: number;
  /** Given what the job has done in all. */
  readonly audit: (tally: JobTally) => AuditDraft;
}

export interface JobFailure {
  readonly state: 'due' | 'failed';
  readonly nextAttemptAt: number;
  readonly error: string | null;
}

export interface JobRemoval {
  readonly institutionId: string;
  readonly slotsBefore: string;
  readonly kinds: readonly string[];
  readonly limit: number;
}
