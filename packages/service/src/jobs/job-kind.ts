import type { Policy } from '@warifu/engine';
import type { ServiceDeps } from '../deps.ts';
import type { Job, JobStep } from '../ports/jobs.ts';

/**
 * A kind of due work. The framework sees to it that a job is carried out once, however many nodes
 * there are and wherever one is killed; a kind only says what a page of it is:
 *
 * - `page` reads, decides and returns what is to be written; the framework writes it together with
 *   the cursor. A page that was read and not written is simply read again.
 * - A page reads with a bounded number of queries, whatever the number of its rows.
 * - What a page does beside what it returns must be idempotent.
 */
export interface JobKind {
  /** In snake_case; stands in the store. */
  readonly name: string;
  readonly schedule: JobSchedule;
  page(context: JobContext, cursor: string | null): Promise<JobPage>;
}

export type JobSchedule =
  | {
      readonly kind: 'daily';
      /** The institution's wall-clock time from which on it is carried out, HH:MM. */
      readonly time: string;
      /**
       * What to do about days on which no server ran: carry each of them out, or only the last one,
       * where that covers those before it.
       */
      readonly missedDays: 'each' | 'latest';
    }
  | { readonly kind: 'every'; readonly hours: number };

export interface JobContext {
  readonly deps: ServiceDeps;
  readonly job: Job;
  /** The policy in force now. */
  readonly policy: Policy;
  readonly now: number;
  /** Rows that a page may have. */
  readonly pageSize: number;
}

/** What a page does; the last one says so. */
export interface JobPage extends JobStep {
  readonly last: boolean;
}

/** The page after a list's page: it goes on where the list does, and is the last when that ends. */
export function pageOfList(next: string | null, step: Omit<JobPage, 'cursor' | 'last'>): JobPage {
  return { ...step, cursor: next, last: next === null };
}
