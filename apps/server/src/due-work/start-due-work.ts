import { MailDispatcher, type OutboxMail, renderMail } from '@warifu/service';
import { type SmtpMailer, smtpMailer } from '../mail/smtp-mailer.ts';
import type { Warifu } from '../open-warifu.ts';
import { reportError, reportEvent } from '../report.ts';
import { type Rounds, startRounds } from './rounds.ts';

/** What a server does beside requests: due jobs and mails. */
export interface DueWork {
  /** Looks at once; called when the clock was moved. */
  readonly wake: () => void;
  /** Ends both. A job stops after its page, a mail is given a moment to arrive. */
  readonly close: () => Promise<void>;
}

export interface DueWorkOptions {
  /** Finds the code of an `email_code` when it is sent, in place of the service. */
  readonly resolveMailCode?: ((mail: OutboxMail) => Promise<string | undefined>) | undefined;
}

const jobsEveryMs = 10_000;
const mailsEveryMs = 1_000;
const lastMailMs = 5_000;

export function startDueWork(warifu: Warifu, options: DueWorkOptions = {}): DueWork {
  const jobs = jobRounds(warifu);
  const mails = mailRounds(warifu, options);
  return {
    wake: () => {
      jobs.wake();
      mails?.rounds.wake();
    },
    close: async () => {
      await Promise.all([jobs.close(), mails && closeMails(mails)]);
    },
  };
}

function jobRounds({ jobs }: Warifu): Rounds {
  return startRounds({
    everyMs: jobsEveryMs,
    body: async (signal) => {
      const { done, failed, skippedDays } = await jobs.runDue(signal);
      if (failed > 0) reportEvent('jobs_failed', { jobs: failed, done });
      if (skippedDays > 0) reportEvent('missed_days_left_out', { days: skippedDays });
    },
    onError: (error) => reportError(error, 'jobs'),
  });
}

interface MailRounds {
  readonly rounds: Rounds;
  readonly mailer: SmtpMailer;
}

/** None without an SMTP server: then mails wait in the outbox, and readiness tells how many. */
function mailRounds(
  { config, deps, service }: Warifu,
  options: DueWorkOptions,
): MailRounds | undefined {
  const { mail: settings } = config;
  if (!settings) return undefined;
  const mailer = smtpMailer(settings);
  const resolveSecret = options.resolveMailCode ?? service.mailedCodeOf;
  const dispatcher = new MailDispatcher({
    mails: deps.store.mails,
    clock: deps.clock,
    mailer,
    render: (mail) => {
      const inForce = deps.policies.inForce(mail.institutionId, deps.clock.now());
      if (!inForce) throw new Error('a mail of an institution without a policy');
      return renderMail(mail, { policy: inForce.policy, resolveSecret });
    },
    newLeaseId: () => deps.newId('lse'),
    onError: (error) => reportError(error, 'mail'),
    limits: { concurrency: settings.connections },
  });
  const rounds = startRounds({
    everyMs: mailsEveryMs,
    body: async (signal) => {
      const { failed, expired } = await dispatcher.pass(signal);
      if (failed + expired > 0) reportEvent('mails_not_sent', { failed, expired });
    },
    onError: (error) => reportError(error, 'mail'),
  });
  return { rounds, mailer };
}

/** The mail that is being handed over may arrive; a server that keeps us waiting is left. */
async function closeMails({ rounds, mailer }: MailRounds): Promise<void> {
  const leave = setTimeout(() => mailer.close(), lastMailMs);
  await rounds.close();
  clearTimeout(leave);
  mailer.close();
}
