import type { Job, JobItem, JobService } from '@warifu/service';
import type * as wire from '@warifu/wire';
import type { Handlers } from '../handlers.ts';
import { given, instantOrNull, pageBody, pageRequest } from './wire-values.ts';

/** Due work, as far as the institution's own systems look at it. */
export function jobHandlers(jobs: JobService): Pick<Handlers, 'list_jobs' | 'list_job_items'> {
  return {
    list_jobs: async ({ client, query }) => {
      const filter = given({ kind: query.kind, dueOn: query.due_on });
      const page = await jobs.list(client.institutionId, filter, pageRequest(query));
      return { ok: true, body: pageBody(page.rows.map(jobBody), page.next) };
    },
    list_job_items: async ({ client, params, query }) => {
      const page = await jobs.items(client.institutionId, params.job_id, pageRequest(query));
      return { ok: true, body: pageBody(page.rows.map(itemBody), page.next) };
    },
  };
}

function jobBody(job: Job): wire.Job {
  return {
    id: job.id,
    kind: job.kind,
    due_on: job.dueOn,
    state: job.state,
    done_count: job.doneCount,
    total_count: job.totalCount,
    report: { ...job.tally },
    started_at: instantOrNull(job.startedAt),
    finished_at: instantOrNull(job.finishedAt),
  };
}

function itemBody(item: JobItem): wire.JobItem {
  return {
    list: item.list,
    subject: item.subject,
    contract_id: item.contractId,
    amount_yen: item.amountYen,
    facts: JSON.parse(item.data),
  };
}
