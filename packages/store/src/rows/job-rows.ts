import type { Job, JobItem, JobTally, NewJob } from '@warifu/service';
import type { JobItemsTable, JobsTable } from '../due-work-tables.ts';

export function jobFrom(row: JobsTable): Job {
  return {
    id: row.id,
    institutionId: row.institution_id,
    kind: row.kind,
    dueOn: row.due_on,
    slot: row.slot,
    dueAt: row.due_at,
    state: row.state,
    cursor: row.cursor,
    doneCount: row.done_count,
    totalCount: row.total_count,
    tally: tallyFrom(row.tally),
    leasedBy: row.leased_by,
    leasedUntil: row.leased_until,
    attempts: row.attempts,
    startedAt: row.started_at,
    finishedAt: row.finished_at,
    lastError: row.last_error,
  };
}

/** Counts by name; nobody but this store writes them. */
export function tallyFrom(text: string): JobTally {
  return JSON.parse(text);
}

export function newJobRow(job: NewJob): JobsTable {
  return {
    id: job.id,
    institution_id: job.institutionId,
    kind: job.kind,
    due_on: job.dueOn,
    slot: job.slot,
    due_at: job.dueAt,
    state: 'due',
    cursor: null,
    done_count: 0,
    total_count: null,
    tally: '{}',
    next_attempt_at: job.dueAt,
    leased_by: null,
    leased_until: null,
    attempts: 0,
    started_at: null,
    finished_at: null,
    last_error: null,
  };
}

export function jobItemFrom(row: JobItemsTable): JobItem {
  const { list, subject, data } = row;
  return { list, subject, contractId: row.contract_id, amountYen: row.amount_yen, data };
}

export function jobItemRow(
  item: JobItem,
  { id, institution_id }: Pick<JobsTable, 'id' | 'institution_id'>,
): JobItemsTable {
  const { list, subject, contractId, amountYen, data } = item;
  return {
    institution_id,
    list,
    subject,
    job_id: id,
    contract_id: contractId,
    amount_yen: amountYen,
    data,
  };
}
