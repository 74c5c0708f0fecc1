import { type Job, type JobRefusal, type JobRequest, ownJobKinds } from '@warifu/service';
import type { Warifu } from '../open-warifu.ts';
import { assertInstitution } from './api-keys.ts';

/** The kinds of due work, by name. */
export const jobKinds: readonly string[] = ownJobKinds.map(({ name }) => name);

export interface ListJobs {
  readonly institution: string;
  readonly kind?: string | undefined;
  readonly date?: string | undefined;
  readonly limit: number;
}

/** A job as an operator sees it. */
export type ListedJob = Pick<
  Job,
  | 'id'
  | 'kind'
  | 'dueOn'
  | 'slot'
  | 'dueAt'
  | 'state'
  | 'doneCount'
  | 'totalCount'
  | 'tally'
  | 'startedAt'
  | 'finishedAt'
  | 'lastError'
>;

export interface ListedJobs {
  readonly jobs: readonly ListedJob[];
  /** Whether there are more than were asked for. */
  readonly more: boolean;
}

export type JobRun =
  /** `ran` is false when the job was done before, or is under way elsewhere. */
  | { readonly ok: true; readonly ran: boolean; readonly job: ListedJob }
  | { readonly ok: false; readonly reason: JobRefusal; readonly kinds: readonly string[] };

/** The jobs of an institution, the latest day first. Throws `AdminError` when it is not known. */
export async function listJobs(
  warifu: Warifu,
  { institution, kind, date, limit }: ListJobs,
): Promise<ListedJobs> {
  assertInstitution(warifu, institution);
  const filter = {
    ...(kind === undefined ? {} : { kind }),
    ...(date === undefined ? {} : { dueOn: date }),
  };
  const { rows, next } = await warifu.jobs.list(institution, filter, { limit, after: null });
  return { jobs: rows.map(listedJob), more: next !== null };
}

/** Carries out a job for a day; tells how many subjects are done. */
export async function runJob(
  { jobs }: Warifu,
  request: JobRequest,
  onProgress: (done: number) => void,
): Promise<JobRun> {
  const result = await jobs.run(request, ({ doneCount }) => onProgress(doneCount));
  if (!result.ok) return { ...result, kinds: jobs.kinds };
  return { ok: true, ran: result.ran, job: listedJob(result.job) };
}

function listedJob(job: Job): ListedJob {
  const { id, kind, dueOn, slot, dueAt, state, doneCount, totalCount, tally } = job;
  const { startedAt, finishedAt, lastError } = job;
  const how = { doneCount, totalCount, tally, startedAt, finishedAt, lastError };
  return { id, kind, dueOn, slot, dueAt, state, ...how };
}
