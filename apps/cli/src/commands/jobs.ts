import { type JobRun, jobKinds, type ListedJob } from '@warifu/server';
import { InvalidArgumentError } from 'commander';
import { onData } from '../data.ts';
import type { Leaf } from '../leaf.ts';
import { counted, type Outcome } from '../outcome.ts';
import { progressLine } from '../progress-line.ts';

/** `warifu jobs list`: what is due, under way and done, the latest day first. */
export const jobsList: Leaf = {
  usage: 'list',
  summary: 'List an institution’s due work, the latest day first.',
  examples: [
    'warifu jobs list --institution ID',
    'warifu jobs list --institution ID --kind fee_run --date 2026-11-30 --json',
  ],
  onData: true,
  options: (command) =>
    command
      .requiredOption('--institution <id>', 'whose jobs')
      .option('--kind <kind>', 'only those')
      .option('--date <date>', 'only those of a day, YYYY-MM-DD')
      .option('--limit <count>', 'how many at most', countOf, '50'),
  run: async (invocation) => {
    const { options } = invocation;
    const { jobs, more } = await onData(invocation, (admin) =>
      admin.listJobs({
        institution: options.needed('institution'),
        kind: options.text('kind'),
        date: options.text('date'),
        limit: Number(options.needed('limit')),
      }),
    );
    const total = more
      ? `the first ${counted(jobs.length, 'job')}; --limit shows more`
      : counted(jobs.length, 'job');
    return {
      ok: true,
      document: { jobs: jobs.map(onWire), more },
      text: [...jobs.map(line), total].join('\n'),
    };
  },
};

const mostJobs = 10_000;

function countOf(text: string): string {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1 || count > mostJobs)
    throw new InvalidArgumentError(`Give a number from 1 to ${mostJobs}.`);
  return text;
}

/** `warifu jobs run`: one job for one day; what was done before is told and not done again. */
export const jobsRun: Leaf = {
  usage: 'run',
  summary: 'Carry out a job for a day, unless it was carried out already.',
  examples: [
    'warifu jobs run --institution ID --kind fee_run --date 2026-11-30',
    'warifu jobs run --institution ID --kind post_replacements_due --date 2026-11-30 --json',
  ],
  onData: true,
  options: (command) =>
    command
      .requiredOption('--institution <id>', 'for whom')
      .requiredOption('--kind <kind>', `what: ${jobKinds.join(', ')}`)
      .requiredOption(
        '--date <date>',
        'the institution’s day, YYYY-MM-DD; not a later one than today',
      ),
  run: async (invocation) => {
    const { options, io } = invocation;
    const progress = progressLine(io, Date.now(), 'row');
    const request = {
      institutionId: options.needed('institution'),
      kind: options.needed('kind'),
      date: options.needed('date'),
    };
    const onProgress = (done: number) => {
      if (done > 0) progress.show(done);
    };
    const run = await onData(invocation, (admin) => admin.runJob(request, onProgress));
    progress.end();
    return outcomeOf(run);
  },
};

function outcomeOf(run: JobRun): Outcome {
  if (!run.ok) {
    const kinds = run.reason === 'kind_unknown' ? `: ${run.kinds.join(', ')}` : '';
    return { ok: false, code: run.reason, message: `${refusals[run.reason]}${kinds}` };
  }
  const { job, ran } = run;
  const document = { ...onWire(job), ran };
  if (job.state === 'done')
    return { ok: true, document, text: ran ? line(job) : `${line(job)}  done before` };
  if (job.state === 'running') {
    const message = `${job.kind} of ${job.dueOn} is being carried out elsewhere; \`warifu jobs list\` shows how far it is`;
    return { ok: false, code: 'job_under_way', message, document };
  }
  const message = `${job.kind} of ${job.dueOn} did not get to its end (${job.lastError}); look at the log and run it again`;
  return { ok: false, code: 'job_not_done', message, document };
}

const refusals = {
  institution_unknown:
    'there is no such institution here; `warifu institutions list` shows which are',
  kind_unknown: 'there is no such kind of job; there are',
  date_invalid: 'give the date as YYYY-MM-DD',
  date_in_future: 'that day has not come yet in the institution’s time zone',
  date_not_today: 'this kind runs several times a day and can be asked for today only',
} as const satisfies Record<Extract<JobRun, { ok: false }>['reason'], string>;

function onWire(job: ListedJob): object {
  const { dueOn, dueAt, doneCount, totalCount, tally, startedAt, finishedAt, lastError, ...rest } =
    job;
  return {
    ...rest,
    due_on: dueOn,
    due_at: instantText(dueAt),
    done_count: doneCount,
    total_count: totalCount,
    report: tally,
    started_at: instantText(startedAt),
    finished_at: instantText(finishedAt),
    last_error: lastError,
  };
}

function instantText(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString();
}

function line({ kind, dueOn, slot, state, doneCount, tally, lastError }: ListedJob): string {
  const day = slot === 0 ? dueOn : `${dueOn}/${slot}`;
  const counts = Object.entries(tally).map(([name, count]) => `${name} ${count}`);
  const report = [`${doneCount} rows`, ...counts, ...(lastError === null ? [] : [lastError])];
  return [day.padEnd(12), kind.padEnd(24), state.padEnd(8), report.join(', ')].join('  ');
}
