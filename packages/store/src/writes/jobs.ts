import type { Job, JobClaim, JobFailure, JobLease, NewJob } from '@warifu/service';
import { changedBy, firstOf, type Plan, rowsOf } from '../plan.ts';
import type { QueryBuilder } from '../query-builder.ts';
import { jobFrom, newJobRow } from '../rows/job-rows.ts';
import { isFree } from './leases.ts';

/** Those of the jobs that are not in the store yet. */
export function* missingJobs(
  build: QueryBuilder,
  jobs: readonly NewJob[],
): Plan<readonly NewJob[]> {
  const known = new Set<string>();
  for (const [institutionId, own] of Map.groupBy(jobs, (job) => job.institutionId)) {
    const rows = yield* rowsOf(
      build
        .selectFrom('jobs')
        .select(['kind', 'due_on', 'slot'])
        .where('institution_id', '=', institutionId)
        .where('kind', 'in', [...new Set(own.map((job) => job.kind))])
        .where('due_on', 'in', [...new Set(own.map((job) => job.dueOn))]),
    );
    for (const row of rows) known.add(`${institutionId} ${row.kind} ${row.due_on} ${row.slot}`);
  }
  return jobs.filter(
    ({ institutionId, kind, dueOn, slot }) =>
      !known.has(`${institutionId} ${kind} ${dueOn} ${slot}`),
  );
}

/** Adds jobs; one that another node has added meanwhile stays as it is. */
export function* insertJobs(build: QueryBuilder, jobs: readonly NewJob[]): Plan<number> {
  return yield* changedBy(
    build
      .insertInto('jobs')
      .values(jobs.map(newJobRow))
      .onConflict((conflict) =>
        conflict.columns(['institution_id', 'kind', 'due_on', 'slot']).doNothing(),
      ),
  );
}

/** The job to claim, as it is now; undefined when there is none. */
export function* claimable(build: QueryBuilder, claim: JobClaim): Plan<string | undefined> {
  const { now, kinds, id } = claim;
  const row = yield* firstOf(
    build
      .selectFrom('jobs')
      .select('id')
      .where('kind', 'in', kinds)
      .where(isFree(claim))
      .$if(id === undefined, (it) =>
        // `finished_at` says the same as the states, in the words of the index.
        it
          .where('finished_at', 'is', null)
          .where('state', 'in', ['due', 'running'])
          .where('next_attempt_at', '<=', now),
      )
      .$if(id !== undefined, (it) => it.where('id', '=', id ?? '').where('state', '!=', 'done'))
      .orderBy('next_attempt_at')
      .orderBy('due_on')
      .orderBy('id')
      .limit(1),
  );
  return row?.id;
}

/** Leases the job if it is still free, and gives it. */
export function* leaseJob(build: QueryBuilder, claim: JobClaim, id: string): Plan<Job | undefined> {
  const { leaseId, leasedUntil, now } = claim;
  const leased = yield* changedBy(
    build
      .updateTable('jobs')
      .set(({ eb, fn, val }) => ({
        state: 'running' as const,
        leased_by: leaseId,
        leased_until: leasedUntil,
        // Whoever asks by hand begins to count anew.
        attempts: claim.id === undefined ? eb('attempts', '+', 1) : val(1),
        started_at: fn.coalesce('started_at', val(now)),
        finished_at: null,
      }))
      .where('id', '=', id)
      .where(
        'state',
        claim.id === undefined ? 'in' : 'not in',
        claim.id === undefined ? ['due', 'running'] : ['done'],
      )
      .where(isFree(claim)),
  );
  if (leased === 0) return undefined;
  const row = yield* firstOf(build.selectFrom('jobs').selectAll().where('id', '=', id));
  return row && jobFrom(row);
}

/** Ends the lease; false when it is somebody else's. */
export function* endLease(build: QueryBuilder, lease: JobLease, ending: JobFailure): Plan<boolean> {
  const { state, nextAttemptAt, error } = ending;
  const changed = yield* changedBy(
    build
      .updateTable('jobs')
      .set({
        state,
        next_attempt_at: nextAttemptAt,
        last_error: error,
        leased_by: null,
        leased_until: null,
        // Given back unharmed it was no attempt.
        ...(error === null ? { attempts: 0 } : {}),
        ...(state === 'failed' ? { finished_at: nextAttemptAt } : {}),
      })
      .where('id', '=', lease.jobId)
      .where('state', '=', 'running')
      .where('leased_by', '=', lease.leaseId),
  );
  return changed === 1;
}
