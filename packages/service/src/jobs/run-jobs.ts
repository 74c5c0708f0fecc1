import type { ServiceDeps } from '../deps.ts';
import type { Job, JobFailure, JobLease } from '../ports/jobs.ts';
import { StoreFailure } from '../ports/store.ts';
import { systemAudit } from '../system-audit.ts';
import type { JobKind, JobPage } from './job-kind.ts';

/**
 * The runner: it leases a job, carries it out page by page, and ends it.
 *
 *   claim ─▶ page ─▶ write page, cursor and a longer lease, all or nothing ─▶ … ─▶ last page and end
 *
 * Killed before a page was written, it is as if the page had never been read; killed after it, the
 * next runner goes on behind it. A runner whose lease ran out writes nothing any more.
 */
export interface RunnerParts {
  readonly deps: ServiceDeps;
  readonly kinds: readonly JobKind[];
  /** Hears of every page that failed, with the job's kind. */
  readonly onError: (error: unknown, kind: string) => void;
  readonly onProgress?: ((job: Job) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly limits?: Partial<RunnerLimits> | undefined;
}

export interface RunnerLimits {
  readonly pageSize: number;
  /** How long a job is left to its runner without a sign of life. */
  readonly leaseMs: number;
  /** After so many beginnings in a row without getting on, a job has failed. */
  readonly attemptsMax: number;
}

export const runnerLimits: RunnerLimits = { pageSize: 200, leaseMs: 120_000, attemptsMax: 5 };

/** What a run did, by number of jobs. */
export interface RunResultOfJobs {
  done: number;
  failed: number;
  /** Given back to be gone on with: an error that may pass, a lost lease, or the end of the process. */
  postponed: number;
}

const firstRetryMs = 60_000;
const longestRetryMs = 3_600_000;

/** Carries out what is due, one job after the other, until nothing is or `signal` asks for an end. */
export async function runDueJobs(parts: RunnerParts): Promise<RunResultOfJobs> {
  const result: RunResultOfJobs = { done: 0, failed: 0, postponed: 0 };
  while (!parts.signal?.aborted) {
    const claimed = await claimJob(parts);
    if (!claimed) return result;
    result[await carryOut(parts, claimed)] += 1;
  }
  return result;
}

interface Claimed {
  readonly job: Job;
  readonly leaseId: string;
}

/** Leases the next job that is due, or the one that is named, due or not. */
export async function claimJob(parts: RunnerParts, id?: string): Promise<Claimed | undefined> {
  const { deps, kinds } = parts;
  const leaseId = deps.newId('lse');
  const now = deps.clock.now();
  const job = await deps.store.jobs.claim({
    leaseId,
    now,
    leasedUntil: leaseEnd(parts),
    plausibleUntil: now + 2 * longestRetryMs,
    kinds: kinds.map((kind) => kind.name),
    id,
  });
  return job && { job, leaseId };
}

function leaseEnd({ deps, limits }: RunnerParts): number {
  return deps.clock.now() + (limits?.leaseMs ?? runnerLimits.leaseMs);
}

/** Carries out a leased job; what becomes of it is in the store when this resolves. */
export async function carryOut(
  parts: RunnerParts,
  { job, leaseId }: Claimed,
): Promise<keyof RunResultOfJobs> {
  const lease = (): JobLease => ({ jobId: job.id, leaseId, leasedUntil: leaseEnd(parts) });
  const { attemptsMax } = { ...runnerLimits, ...parts.limits };
  // It was begun that often and got nowhere, without an error that could be told: it was killed.
  if (job.attempts > attemptsMax)
    return giveUp(parts, lease(), { attempts: job.attempts, error: 'killed' });
  let { attempts } = job;
  const onKept = () => {
    attempts = 1;
  };
  try {
    return await pages(parts, job, { lease, onKept });
  } catch (error) {
    parts.onError(error, job.kind);
    return giveUp(parts, lease(), { attempts, error: nameOf(error) });
  }
}

async function pages(
  parts: RunnerParts,
  job: Job,
  { lease, onKept }: { readonly lease: () => JobLease; readonly onKept: () => void },
): Promise<keyof RunResultOfJobs> {
  const { jobs } = parts.deps.store;
  let { cursor, doneCount } = job;
  for (;;) {
    if (parts.signal?.aborted) return postpone(parts, lease());
    const page = await readPage(parts, job, cursor);
    const kept = page.last
      ? await jobs.finish(lease(), page, endOf(parts, job, doneCount + page.done))
      : await jobs.advance(lease(), page);
    if (!kept) return 'postponed';
    onKept();
    cursor = page.cursor;
    doneCount += page.done;
    parts.onProgress?.({ ...job, cursor, doneCount });
    if (page.last) return 'done';
  }
}

function readPage({ deps, kinds, limits }: RunnerParts, job: Job, cursor: string | null) {
  const kind = kinds.find((one) => one.name === job.kind);
  if (!kind) throw new Error('a job was claimed whose kind is not known here');
  const now = deps.clock.now();
  const policy = deps.policies.inForce(job.institutionId, now)?.policy;
  if (!policy) throw new Error(`no policy in force for ${job.institutionId}`);
  const pageSize = limits?.pageSize ?? runnerLimits.pageSize;
  return kind.page({ deps, job, policy, now, pageSize }, cursor) satisfies Promise<JobPage>;
}

function endOf({ deps }: RunnerParts, job: Job, done: number) {
  const { institutionId, kind, dueOn, slot, id } = job;
  return {
    finishedAt: deps.clock.now(),
    audit: (tally: Job['tally']) =>
      systemAudit(deps.clock, 'run_job', {
        institutionId,
        facts: { job: id, kind, due_on: dueOn, slot, done, ...tally },
      }),
  };
}

/** Given back as it is: not an attempt in vain, and due again at once. */
async function postpone({ deps }: RunnerParts, lease: JobLease): Promise<'postponed'> {
  const nextAttemptAt = deps.clock.now();
  await deps.store.jobs.giveUp(lease, { state: 'due', nextAttemptAt, error: null });
  return 'postponed';
}

async function giveUp(
  { deps, limits }: RunnerParts,
  lease: JobLease,
  { attempts, error }: { readonly attempts: number; readonly error: string },
): Promise<'failed' | 'postponed'> {
  const { attemptsMax } = { ...runnerLimits, ...limits };
  const state: JobFailure['state'] = attempts >= attemptsMax ? 'failed' : 'due';
  const delayMs = Math.min(firstRetryMs * 2 ** (attempts - 1), longestRetryMs);
  const nextAttemptAt = deps.clock.now() + delayMs;
  await deps.store.jobs.giveUp(lease, { state, nextAttemptAt, error });
  return state === 'failed' ? 'failed' : 'postponed';
}

/** What kind of trouble it was; the words of an error may hold what no store should. */
function nameOf(error: unknown): string {
  if (error instanceof StoreFailure) return error.code;
  return error instanceof Error ? error.name : 'unknown';
}
