import { dateOf, isDate } from '@warifu/engine';
import type { ServiceDeps } from '../deps.ts';
import type { Job, JobItem } from '../ports/jobs.ts';
import type { Page, PageRequest } from '../ports/store-queries.ts';
import type { JobKind } from './job-kind.ts';
import {
  carryOut,
  claimJob,
  type RunnerParts,
  type RunResultOfJobs,
  runDueJobs,
} from './run-jobs.ts';
import { type Scheduled, scheduleJobs, slotOf } from './schedule-jobs.ts';

/** Why a job is not carried out on request. */
export type JobRefusal =
  | 'institution_unknown'
  | 'kind_unknown'
  | 'date_invalid'
  /** What a day brings is known when it has come. */
  | 'date_in_future'
  /** A kind that runs several times a day can be asked for today alone. */
  | 'date_not_today';

export type JobRequestResult =
  /** `ran` is false when it was done before, or another node is at it. */
  | { readonly ok: true; readonly job: Job; readonly ran: boolean }
  | { readonly ok: false; readonly reason: JobRefusal };

export interface JobRequest {
  readonly institutionId: string;
  readonly kind: string;
  /** The institution's day, YYYY-MM-DD. */
  readonly date: string;
}

/** Due work as the composition root and the operator see it. */
export interface JobService {
  readonly kinds: readonly string[];
  /** Schedules, and carries out what is due. Called by a timer; no two calls at once. */
  runDue(signal?: AbortSignal): Promise<RunResultOfJobs & Scheduled>;
  /** Carries out a job by hand, for a day; a second request for the same finds the first one's. */
  run(request: JobRequest, onProgress?: (job: Job) => void): Promise<JobRequestResult>;
  list(
    institutionId: string,
    filter: { readonly kind?: string; readonly dueOn?: string },
    page: PageRequest,
  ): Promise<Page<Job>>;
  /** The job of a day: how far it is, or its report. */
  progress(request: JobRequest): Promise<Job | undefined>;
  items(institutionId: string, jobId: string, page: PageRequest): Promise<Page<JobItem>>;
}

export interface JobServiceParts extends Pick<RunnerParts, 'deps' | 'kinds' | 'limits'> {
  readonly onError: RunnerParts['onError'];
}

export function createJobService(parts: JobServiceParts): JobService {
  const { deps, kinds } = parts;
  const { jobs } = deps.store;
  return {
    kinds: kinds.map((kind) => kind.name),
    async runDue(signal) {
      const scheduled = await scheduleJobs(deps, kinds);
      return { ...scheduled, ...(await runDueJobs({ ...parts, signal })) };
    },
    run: (request, onProgress) => runByHand({ ...parts, onProgress }, request),
    list: (institutionId, filter, page) => jobs.list(institutionId, filter, page),
    async progress(request) {
      const asked = askedFor(deps, kinds, request);
      return asked.ok ? jobs.find(request.institutionId, asked.key) : undefined;
    },
    items: (institutionId, jobId, page) => jobs.items(institutionId, jobId, page),
  };
}

async function runByHand(parts: RunnerParts, request: JobRequest): Promise<JobRequestResult> {
  const { deps, kinds } = parts;
  const { institutionId } = request;
  const asked = askedFor(deps, kinds, request);
  if (!asked.ok) return asked;
  // Days that were missed are written down first, or the job of today would hide them.
  await scheduleJobs(deps, kinds);
  const dueAt = deps.clock.now();
  await deps.store.jobs.add([{ id: deps.newId('job'), institutionId, dueAt, ...asked.key }]);
  const find = async () => {
    const job = await deps.store.jobs.find(institutionId, asked.key);
    if (!job) throw new Error('the job that was just added is not there');
    return job;
  };
  const claimed = await claimJob(parts, (await find()).id);
  if (claimed) await carryOut(parts, claimed);
  return { ok: true, job: await find(), ran: claimed !== undefined };
}

type Asked =
  | { readonly ok: true; readonly key: Pick<Job, 'kind' | 'dueOn' | 'slot'> }
  | { readonly ok: false; readonly reason: JobRefusal };

function askedFor(deps: ServiceDeps, kinds: readonly JobKind[], request: JobRequest): Asked {
  const { institutionId, date } = request;
  const now = deps.clock.now();
  const policy = deps.policies.inForce(institutionId, now)?.policy;
  if (!policy) return { ok: false, reason: 'institution_unknown' };
  const kind = kinds.find((one) => one.name === request.kind);
  if (!kind) return { ok: false, reason: 'kind_unknown' };
  if (!isDate(date)) return { ok: false, reason: 'date_invalid' };
  const timeZone = policy.institution.time_zone;
  const today = dateOf(now, timeZone);
  if (date > today) return { ok: false, reason: 'date_in_future' };
  const { schedule, name } = kind;
  if (schedule.kind === 'daily') return { ok: true, key: { kind: name, dueOn: date, slot: 0 } };
  if (date !== today) return { ok: false, reason: 'date_not_today' };
  const { slot } = slotOf({ today, timeZone, now }, schedule.hours);
  return { ok: true, key: { kind: name, dueOn: today, slot } };
}
