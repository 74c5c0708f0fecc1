import type { Fee } from '@warifu/engine';
import type { JobItem } from '../../ports/jobs.ts';
import { type JobKind, pageOfList } from '../job-kind.ts';

/** The list of fees that were collected; a fee stands on it once, whichever run collects it. */
export const feeRunList = 'fee_run';

/**
 * The fee run of a day: every assessed fee whose debit day has come, each in one run only. Fees of
 * earlier days that no run has collected (a missed day, a late assessment) come along, so that none
 * is lost. Reversals are fees of a negative amount and are collected like the others. The report has
 * the number and `amount_yen` in all.
 */
export const feeRun: JobKind = {
  name: 'fee_run',
  schedule: { kind: 'daily', time: '00:00', missedDays: 'each' },
  async page({ deps, job, pageSize }, cursor) {
    const filter = { dueOnOrBefore: job.dueOn, list: feeRunList };
    const page = { limit: pageSize, after: cursor };
    const { rows, next } = await deps.store.due.feesDue(job.institutionId, filter, page);
    return pageOfList(next, { done: rows.length, items: rows.map(collected) });
  },
};

function collected({ id, contractId, kind, amountYen, dueOn }: Fee): JobItem {
  const data = JSON.stringify({ kind, due_on: dueOn });
  return { list: feeRunList, subject: id, contractId, amountYen, data };
}
