import type {
  Job,
  JobItem,
  JobKey,
  JobRemoval,
  JobState,
  Page,
  PageRequest,
} from '@warifu/service';
import { changedBy, firstOf, type Plan, rowsOf } from '../plan.ts';
import type { QueryBuilder } from '../query-builder.ts';
import { jobFrom, jobItemFrom } from '../rows/job-rows.ts';
import { pageOf } from './paging.ts';
import type { Asked } from './people.ts';

export function* jobOf(
  build: QueryBuilder,
  institutionId: string,
  { kind, dueOn, slot }: JobKey,
): Plan<Job | undefined> {
  const row = yield* firstOf(
    build
      .selectFrom('jobs')
      .selectAll()
      .where('institution_id', '=', institutionId)
      .where('kind', '=', kind)
      .where('due_on', '=', dueOn)
      .where('slot', '=', slot),
  );
  return row && jobFrom(row);
}

export interface JobFilter {
  readonly kind?: string;
  readonly dueOn?: string;
  readonly state?: JobState;
}

const lengthOfDate = 'YYYY-MM-DD'.length;

/** The latest day first. */
export function* jobsPage(
  build: QueryBuilder,
  { institutionId, filter, page }: Asked<JobFilter>,
): Plan<Page<Job>> {
  const { kind, dueOn, state } = filter;
  const day = (page.after ?? '9999-12-31').slice(0, lengthOfDate);
  const id = page.after?.slice(lengthOfDate);
  const rows = yield* rowsOf(
    build
      .selectFrom('jobs')
      .selectAll()
      .where('institution_id', '=', institutionId)
      .where('due_on', '<=', day)
      .$if(id !== undefined, (it) =>
        it.where(({ or, eb }) => or([eb('due_on', '<', day), eb('id', '<', id ?? '')])),
      )
      .$if(dueOn !== undefined, (it) => it.where('due_on', '=', dueOn ?? ''))
      .$if(kind !== undefined, (it) => it.where('kind', '=', kind ?? ''))
      .$if(state !== undefined, (it) => it.where('state', '=', state ?? 'due'))
      .orderBy('due_on', 'desc')
      .orderBy('id', 'desc')
      .limit(page.limit + 1),
  );
  return pageOf(rows, page, { key: (row) => `${row.due_on}${row.id}`, from: jobFrom });
}

export interface JobItemsAsked {
  readonly institutionId: string;
  readonly jobId: string;
  readonly page: PageRequest;
}

export function* jobItemsPage(
  build: QueryBuilder,
  { institutionId, jobId, page }: JobItemsAsked,
): Plan<Page<JobItem>> {
  const rows = yield* rowsOf(
    build
      .selectFrom('job_items')
      .selectAll()
      .where('job_id', '=', jobId)
      .where('institution_id', '=', institutionId)
      .where('subject', '>', page.after ?? '')
      .orderBy('subject')
      .limit(page.limit + 1),
  );
  return pageOf(rows, page, { key: (row) => row.subject, from: jobItemFrom });
}

/** For each kind the latest day with a job, up to a day. */
export function* latestJobDays(
  build: QueryBuilder,
  institutionId: string,
  dueOnOrBefore: string,
): Plan<ReadonlyMap<string, string>> {
  const rows = yield* rowsOf(
    build
      .selectFrom('jobs')
      .select(({ fn }) => ['kind', fn.max('due_on').as('due_on')])
      .where('institution_id', '=', institutionId)
      .where('due_on', '<=', dueOnOrBefore)
      .groupBy('kind'),
  );
  return new Map(rows.map((row) => [row.kind, row.due_on]));
}

export function* removeFinishedSlots(
  build: QueryBuilder,
  { institutionId, slotsBefore, kinds, limit }: JobRemoval,
): Plan<number> {
  const some = build
    .selectFrom('jobs')
    .select('id')
    .where('institution_id', '=', institutionId)
    .where('kind', 'in', kinds)
    .where('due_on', '<', slotsBefore)
    .where('state', '=', 'done')
    .where(({ not, exists, selectFrom }) =>
      not(exists(selectFrom('job_items').select('list').whereRef('job_id', '=', 'jobs.id'))),
    )
    .limit(limit);
  return yield* changedBy(build.deleteFrom('jobs').where('id', 'in', some));
}
