import { dueReplacements, startOfDay, type Token } from '@warifu/engine';
import type { JobItem } from '../../ports/jobs.ts';
import { type JobContext, type JobKind, pageOfList } from '../job-kind.ts';

/**
 * The worklist of the post room: tokens whose successor is to be sent (S0-12). Each token comes onto
 * the list of one day, the first on which it is due; the report also has `due`, all that are due and
 * not sent yet.
 */
export const postReplacementsDue: JobKind = {
  name: 'post_replacements_due',
  schedule: { kind: 'daily', time: '06:00', missedDays: 'latest' },
  async page(context, cursor) {
    const { deps, job, policy, pageSize } = context;
    const jobDay = startOfDay(job.dueOn, policy.institution.time_zone);
    const filter = dueReplacements(policy, jobDay);
    if (filter === null) return pageOfList(null, { done: 0, counts: { due: 0 } });
    const { due, after } = positionIn(cursor);
    const page = { limit: pageSize, after };
    const { queries } = deps.store;
    const found = await queries.dueForReplacement(job.institutionId, filter, page);
    const all = due + found.rows.length;
    return pageOfList(found.next === null ? null : `${all} ${found.next}`, {
      done: found.rows.length,
      counts: { due: all },
      items: found.rows.map((token) => listed(token, context)),
    });
  },
};

/** The cursor has the count so far before the place in the list: a count is no sum of written pages. */
function positionIn(cursor: string | null): {
  readonly due: number;
  readonly after: string | null;
} {
  if (cursor === null) return { due: 0, after: null };
  const gap = cursor.indexOf(' ');
  return { due: Number(cursor.slice(0, gap)), after: cursor.slice(gap + 1) };
}

function listed({ id, serial, contractId, expiresOn }: Token, { job }: JobContext): JobItem {
  const data = JSON.stringify({ serial, expires_on: expiresOn, listed_on: job.dueOn });
  const list = 'post_replacements_due';
  return { list, subject: `${id} ${expiresOn}`, contractId, amountYen: 0, data };
}
