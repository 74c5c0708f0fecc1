import {
  type Contract,
  dateOf,
  graceOf,
  isConcerned,
  type Policy,
  type User,
} from '@warifu/engine';
import { newMail } from '../../mail/new-mail.ts';
import type { OutboxMail } from '../../ports/mails.ts';
import { type JobContext, type JobKind, pageOfList } from '../job-kind.ts';

/** How many days before the end of his grace a user is told. */
export const graceNoticeDays = 7;

const dayMs = 86_400_000;

/**
 * Tells users who have not registered yet that their grace ends soon, once (S0-04). When it ends is
 * the policy's matter alone, so every contract is looked at; the users of those that are concerned
 * are one further query a page.
 */
export const graceEnding: JobKind = {
  name: 'grace_ending',
  schedule: { kind: 'daily', time: '09:00', missedDays: 'latest' },
  async page(context, cursor) {
    const { deps, job, pageSize } = context;
    const page = { limit: pageSize, after: cursor };
    const { rows, next } = await deps.store.queries.contracts(job.institutionId, {}, page);
    const ending = new Map(rows.flatMap((contract) => endingSoon(contract, context)));
    const ids = [...ending.keys()];
    const users =
      ids.length === 0 ? [] : await deps.store.due.usersWithoutToken(job.institutionId, ids);
    const mails = users.flatMap((user) => noticeOf(user, ending.get(user.contractId), context));
    return pageOfList(next, { done: rows.length, mails });
  },
};

interface Ending {
  readonly contract: Contract;
  readonly endsAt: number;
}

function endingSoon(contract: Contract, { policy, now }: JobContext): [string, Ending][] {
  const grace = graceOf(contract, policy, now);
  if (grace.state !== 'running' || grace.endsAt - now >= graceNoticeDays * dayMs) return [];
  return [[contract.id, { contract, endsAt: grace.endsAt }]];
}

function noticeOf(user: User, ending: Ending | undefined, context: JobContext): OutboxMail[] {
  const { deps, job, policy, now } = context;
  const { mailAddress: to } = user;
  if (!ending || to === null || !isConcerned(user, ending.contract, policy)) return [];
  const on = lastDay(ending.endsAt, policy);
  return [
    newMail({
      id: deps.newId('mal'),
      institutionId: job.institutionId,
      contractId: user.contractId,
      userId: user.id,
      kind: 'notice',
      to,
      data: { topic: 'grace_ending', at: null, on, serialEnd: null },
      onceKey: `grace_ending ${user.id} ${on}`,
      now,
      expiresAt: ending.endsAt,
    }),
  ];
}

function lastDay(endsAt: number, policy: Policy): string {
  return dateOf(endsAt, policy.institution.time_zone);
}
