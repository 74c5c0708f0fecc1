import { addDays } from '@warifu/engine';
import type { JobKind, JobPage } from '../job-kind.ts';

const dayMs = 86_400_000;
/** A mail that was sent or failed is kept this long for who asks what became of it. */
const mailKeptDays = 30;
/** With a once-key it is kept beyond the longest lead that a policy can have (366 days). */
const onceMailKeptDays = 400;
/** Jobs that are done several times a day; those of a day are kept for good. */
const slotsKeptDays = 7;

/**
 * Removes what nobody will ask for: old mails, and finished jobs of which a day has several. Removing
 * is idempotent, so it needs no place to go on from; a piece that was removed by a runner that was
 * killed before it could write it down is missing from the report, nothing else.
 */
export const removeOldRows: JobKind = {
  name: 'remove_old_rows',
  schedule: { kind: 'every', hours: 6 },
  async page({ deps, job, now, pageSize: limit }, cursor): Promise<JobPage> {
    const { institutionId } = job;
    if (cursor === null) {
      const done = await deps.store.mails.removeSettled({
        institutionId,
        before: now - mailKeptDays * dayMs,
        onceBefore: now - onceMailKeptDays * dayMs,
        limit,
      });
      return { done, cursor: done < limit ? 'jobs' : null, last: false };
    }
    const slotsBefore = addDays(job.dueOn, -slotsKeptDays);
    const kinds = ['remove_old_rows', 'end_issues'];
    const removal = { institutionId, slotsBefore, kinds, limit };
    const done = await deps.store.jobs.removeFinishedSlots(removal);
    return { done, cursor: 'jobs', last: done < limit };
  },
};
