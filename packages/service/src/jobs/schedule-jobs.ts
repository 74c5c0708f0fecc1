import { addDays, dateOf, instantOf, startOfDay } from '@warifu/engine';
import type { ServiceDeps } from '../deps.ts';
import type { NewJob } from '../ports/jobs.ts';
import type { JobKind } from './job-kind.ts';

/**
 * The scheduler: it writes down what is due on the institution's day, so that whoever runs next finds
 * it. Adding the same again adds nothing, so any number of nodes may schedule at any time.
 */
export interface Scheduled {
  /** Jobs that were not there before. */
  readonly added: number;
  /** Days that were missed and are left out, because they are more than `missedDaysMax` ago. */
  readonly skippedDays: number;
}

/**
 * How many days back missed jobs are made up for. A server that was off for a year, or a clock that
 * jumped by 400 days, must not begin with a year's worth of work.
 */
export const missedDaysMax = 31;

const dayMs = 86_400_000;
const hourMs = 3_600_000;

/** Schedules all kinds for every institution that has a policy in force. */
export async function scheduleJobs(
  deps: ServiceDeps,
  kinds: readonly JobKind[],
): Promise<Scheduled> {
  let added = 0;
  let skippedDays = 0;
  for (const { id } of await deps.store.institutions.list()) {
    const one = await scheduleInstitution(deps, kinds, id);
    added += one.added;
    skippedDays = Math.max(skippedDays, one.skippedDays);
  }
  return { added, skippedDays };
}

async function scheduleInstitution(
  deps: ServiceDeps,
  kinds: readonly JobKind[],
  institutionId: string,
): Promise<Scheduled> {
  const now = deps.clock.now();
  const policy = deps.policies.inForce(institutionId, now)?.policy;
  if (!policy) return { added: 0, skippedDays: 0 };
  const timeZone = policy.institution.time_zone;
  const today = dateOf(now, timeZone);
  const latest = await deps.store.jobs.latestDays(institutionId, today);
  const day = { institutionId, timeZone, today, now };
  const jobs = kinds.flatMap((kind) => jobsOf(deps, kind, { ...day, last: latest.get(kind.name) }));
  const skipped = [...latest.values()].map((last) => daysBetween(last, today) - missedDaysMax);
  const added = jobs.length > 0 ? await deps.store.jobs.add(jobs) : 0;
  return { added, skippedDays: Math.max(0, ...skipped) };
}

interface InstitutionDay {
  readonly institutionId: string;
  readonly timeZone: string;
  readonly today: string;
  readonly now: number;
  /** The latest day that there is a job for. */
  readonly last: string | undefined;
}

function jobsOf(deps: ServiceDeps, kind: JobKind, day: InstitutionDay): NewJob[] {
  const { schedule, name } = kind;
  const { institutionId } = day;
  const job = (dueOn: string, slot: number, dueAt: number): NewJob => ({
    id: deps.newId('job'),
    institutionId,
    kind: name,
    dueOn,
    slot,
    dueAt,
  });
  if (schedule.kind === 'every') {
    const { slot, dueAt } = slotOf(day, schedule.hours);
    return [job(day.today, slot, dueAt)];
  }
  const dates = schedule.missedDays === 'each' ? datesSince(day) : [day.today];
  // Jobs of the day that are there already are not offered again at every look.
  return dates
    .filter((dueOn) => day.last === undefined || dueOn > day.last)
    .map((dueOn) => job(dueOn, 0, instantOf(dueOn, schedule.time, day.timeZone)));
}

/** Today and the missed days before it, the earliest first; today alone when there never was a job. */
function datesSince({ last, today }: InstitutionDay): string[] {
  const missed = last === undefined ? 1 : Math.min(daysBetween(last, today), missedDaysMax);
  return Array.from({ length: Math.max(0, missed) }, (_, index) =>
    addDays(today, index + 1 - missed),
  );
}

/** The slot of the day in which an instant lies. A day of 23 or 25 hours has one less or one more. */
export function slotOf(
  { today, timeZone, now }: Pick<InstitutionDay, 'today' | 'timeZone' | 'now'>,
  hours: number,
): { readonly slot: number; readonly dueAt: number } {
  const start = startOfDay(today, timeZone);
  const slot = Math.floor((now - start) / (hours * hourMs));
  return { slot, dueAt: start + slot * hours * hourMs };
}

function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / dayMs);
}
