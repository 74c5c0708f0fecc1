import type { JobItem, JobLease, JobStep, JobTally, OutboxMail } from '@warifu/service';
import type { JobsTable } from '../due-work-tables.ts';
import { changedBy, firstOf, type Plan, rowsOf } from '../plan.ts';
import type { QueryBuilder } from '../query-builder.ts';
import { jobItemRow, tallyFrom } from '../rows/job-rows.ts';
import { insertMails } from './mails.ts';

/** Given when a step is the last one. */
export interface StepEnd {
  readonly finishedAt: number;
}

/**
 * Writes one step of a job: what its page does, how far the job is, and the counts of what was
 * written, all in one transaction. Undefined, and nothing written, when the lease is lost. The row is
 * changed first: from then on nobody else can take the job until the transaction ends.
 */
export function* writeStep(
  build: QueryBuilder,
  {
    lease,
    step,
    end,
  }: { readonly lease: JobLease; readonly step: JobStep; readonly end?: StepEnd },
): Plan<JobTally | undefined> {
  const job = yield* movedOn(build, lease, step);
  if (!job) return undefined;
  const items = yield* insertItems(build, job, step.items ?? []);
  const mails = yield* insertMails(build, yield* newOnes(build, job, step.mails ?? []));
  const tally = {
    ...tallyFrom(job.tally),
    ...step.counts,
    ...(step.items ? sums(tallyFrom(job.tally), items) : {}),
    ...(step.mails ? { mails: (tallyFrom(job.tally)['mails'] ?? 0) + mails } : {}),
  };
  yield* changedBy(
    build
      .updateTable('jobs')
      .set({
        tally: JSON.stringify(tally),
        ...(end
          ? {
              state: 'done' as const,
              finished_at: end.finishedAt,
              leased_by: null,
              leased_until: null,
              last_error: null,
            }
          : {}),
      })
      .where('id', '=', job.id),
  );
  return tally;
}

/** Moves the cursor under the lease and gives the job's row; undefined when the lease is lost. */
function* movedOn(
  build: QueryBuilder,
  { jobId, leaseId, leasedUntil }: JobLease,
  { cursor, done, totalCount }: JobStep,
): Plan<JobsTable | undefined> {
  const changed = yield* changedBy(
    build
      .updateTable('jobs')
      .set(({ eb }) => ({
        cursor,
        done_count: eb('done_count', '+', done),
        leased_until: leasedUntil,
        // Whoever gets on is not the one who is killed at every attempt.
        attempts: 0,
        ...(totalCount === undefined ? {} : { total_count: totalCount }),
      }))
      .where('id', '=', jobId)
      .where('state', '=', 'running')
      .where('leased_by', '=', leaseId),
  );
  if (changed !== 1) return undefined;
  return yield* firstOf(build.selectFrom('jobs').selectAll().where('id', '=', jobId));
}

/** Puts onto their lists those that do not stand there yet, and gives them. */
function* insertItems(
  build: QueryBuilder,
  job: JobsTable,
  items: readonly JobItem[],
): Plan<readonly JobItem[]> {
  const fresh: JobItem[] = [];
  for (const [list, own] of Map.groupBy(items, (item) => item.list)) {
    const rows = yield* rowsOf(
      build
        .selectFrom('job_items')
        .select('subject')
        .where('institution_id', '=', job.institution_id)
        .where('list', '=', list)
        .where(
          'subject',
          'in',
          own.map((item) => item.subject),
        ),
    );
    const known = new Set(rows.map((row) => row.subject));
    fresh.push(...own.filter((item) => !known.has(item.subject)));
  }
  if (fresh.length === 0) return [];
  // Should another node have put one there meanwhile, the key is broken and the page is read again.
  const values = fresh.map((item) => jobItemRow(item, job));
  yield* changedBy(build.insertInto('job_items').values(values));
  return fresh;
}

/** Mails of the job's institution whose once-key is not taken. */
function* newOnes(
  build: QueryBuilder,
  job: JobsTable,
  mails: readonly OutboxMail[],
): Plan<readonly OutboxMail[]> {
  if (mails.some((mail) => mail.institutionId !== job.institution_id))
    throw new Error('a job ordered a mail of another institution');
  const keys = mails.flatMap(({ onceKey }) => onceKey ?? []);
  if (keys.length === 0) return mails;
  const rows = yield* rowsOf(
    build
      .selectFrom('outbox_mails')
      .select('once_key')
      .where('institution_id', '=', job.institution_id)
      .where('once_key', 'in', keys),
  );
  const known = new Set(rows.map((row) => row.once_key));
  return mails.filter(({ onceKey }) => onceKey === null || !known.has(onceKey));
}

function sums(before: JobTally, items: readonly JobItem[]): JobTally {
  const amountYen = items.reduce((sum, item) => sum + item.amountYen, 0);
  return {
    items: (before['items'] ?? 0) + items.length,
    amount_yen: (before['amount_yen'] ?? 0) + amountYen,
  };
}
