import { addDays, authenticatorOf, isExpired, type Policy, type Token } from '@warifu/engine';
import { serialEnd } from '../../mail/mail-data.ts';
import { newMail } from '../../mail/new-mail.ts';
import type { BoundToken } from '../../ports/due-queries.ts';
import type { OutboxMail } from '../../ports/mails.ts';
import { type JobContext, type JobKind, pageOfList } from '../job-kind.ts';

/**
 * Tells every user of a token that it will expire, once, when its expiry has come near. The days that
 * are near are a stretch and not one day, so a day that was missed is covered by the next; who was
 * told before is known by the mail's once-key.
 */
export const notifyExpiry: JobKind = {
  name: 'notify_expiry',
  schedule: { kind: 'daily', time: '09:00', missedDays: 'latest' },
  async page(context, cursor) {
    const { deps, job, policy, pageSize } = context;
    const filter = {
      expiresFrom: job.dueOn,
      expiresTo: addDays(job.dueOn, longestLeadDays(policy)),
    };
    const page = { limit: pageSize, after: cursor };
    const { rows, next } = await deps.store.due.expiringTokens(job.institutionId, filter, page);
    const mails = rows.flatMap((row) => noticeOf(row, context));
    return pageOfList(next, { done: rows.length, mails });
  },
};

/**
 * How many days before its expiry a token's users are told by mail; null when they are not: what the
 * policy says of its kind, or else the lead of the replacement.
 */
function mailLeadDays(token: Token, policy: Policy): number | null {
  const notice = authenticatorOf(token, policy)?.expiry_notice;
  if (!notice) return policy.replacement.lead_days || null;
  return notice.by.includes('mail') ? notice.lead_days : null;
}

function longestLeadDays({ authenticators, replacement }: Policy): number {
  const leads = authenticators.flatMap(({ expiry_notice }) => expiry_notice?.lead_days ?? []);
  return Math.max(replacement.lead_days, ...leads);
}

function noticeOf({ token, user }: BoundToken, context: JobContext): OutboxMail[] {
  const { deps, job, policy, now } = context;
  const { mailAddress: to } = user;
  const { expiresOn } = token;
  const leadDays = mailLeadDays(token, policy);
  if (to === null || expiresOn === null || leadDays === null) return [];
  if (isExpired(token, now, policy) || expiresOn > addDays(job.dueOn, leadDays)) return [];
  return [
    newMail({
      id: deps.newId('mal'),
      institutionId: job.institutionId,
      contractId: user.contractId,
      userId: user.id,
      kind: 'notice',
      to,
      data: { topic: 'expiry_near', at: null, on: expiresOn, serialEnd: serialEnd(token.serial) },
      onceKey: `expiry_near ${token.id} ${user.id} ${expiresOn}`,
      now,
    }),
  ];
}
