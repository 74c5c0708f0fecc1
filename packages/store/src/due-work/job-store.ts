import type { JobStore } from '@warifu/service';
import {
  jobItemsPage,
  jobOf,
  jobsPage,
  latestJobDays,
  removeFinishedSlots,
} from '../queries/jobs.ts';
import type { QueryBuilder } from '../query-builder.ts';
import { writeStep } from '../writes/job-steps.ts';
import { claimable, endLease, insertJobs, leaseJob, missingJobs } from '../writes/jobs.ts';
import type { DueWorkRunner } from './due-work-runner.ts';

/** Due work over any adapter. Looking whether something is due writes nothing. */
export function jobStore(build: QueryBuilder, { read, write, record }: DueWorkRunner): JobStore {
  return {
    add: async (jobs) => {
      const missing = await read(missingJobs(build, jobs));
      return missing.length === 0 ? 0 : write(insertJobs(build, missing));
    },
    claim: async (claim) => {
      // Somebody may be faster between the two; then there may be another job.
      for (;;) {
        const id = await read(claimable(build, claim));
        if (id === undefined) return undefined;
        const job = await write(leaseJob(build, claim, id));
        if (job) return job;
      }
    },
    advance: async (lease, step) => (await write(writeStep(build, { lease, step }))) !== undefined,
    finish: async (lease, step, { finishedAt, audit }) =>
      (await record(writeStep(build, { lease, step, end: { finishedAt } }), audit)) !== undefined,
    giveUp: (lease, ending) => write(endLease(build, lease, ending)),
    find: (institutionId, key) => read(jobOf(build, institutionId, key)),
    list: (institutionId, filter, page) => read(jobsPage(build, { institutionId, filter, page })),
    items: (institutionId, jobId, page) =>
      read(jobItemsPage(build, { institutionId, jobId, page })),
    latestDays: (institutionId, day) => read(latestJobDays(build, institutionId, day)),
    removeFinishedSlots: (removal) => write(removeFinishedSlots(build, removal)),
  };
}
