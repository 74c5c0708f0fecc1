import {
  addDays,
  addYears,
  authenticatorOf,
  endOfDay,
  isExpired,
  lastDayOf,
  type Policy,
  startOfDay,
  type Token,
} from '@warifu/engine';
import { serialEnd } from '../../mail/mail-data.ts';
import { newMail } from '../../mail/new-mail.ts';
import type { BoundToken } from '../../ports/due-queries.ts';
import type { OutboxMail } from '../../ports/mails.ts';
import type { Page } from '../../ports/store-queries.ts';
import { type JobContext, type JobKind, pageOfList } from '../job-kind.ts';

/**
 * Tells every user of a token that it will expire, once, when its last day has come near. The days that
 * are near are a stretch and not one day, so a day that was missed is covered by the next; who was
 * told before is known by the mail's once-key.
 *
 * Tokens are looked for in the order of the expiry that is printed on them, and then, for each length
 * of a lifetime in years that the policy has, in the order of their issue.
 */
export const notifyExpiry: JobKind = {
  name: 'notify_expiry',
  schedule: { kind: 'daily', time: '09:00', missedDays: 'latest' },
  async page(context, cursor) {
    const { list, after } = placeIn(cursor);
    const years = lifetimesInYears(context.policy);
    const { rows, next } = await tokensOf({ years: years[list - 1] ?? null, after }, context);
    const mails = rows.flatMap((row) => noticeOf(row, context));
    const followed = list < years.length ? `${list + 1}` : null;
    return pageOfList(next === null ? followed : `${list} ${next}`, { done: rows.length, mails });
  },
};

/** The cursor has the number of the list before the place in it; list 0 is that of printed expiry. */
function placeIn(cursor: string | null): { readonly list: number; readonly after: string | null } {
  if (cursor === null) return { list: 0, after: null };
  const [, list, after] = /^(\d+)(?: (.*))?$/s.exec(cursor) ?? [];
  return { list: Number(list), after: after ?? null };
}

function lifetimesInYears({ authenticators }: Policy): readonly number[] {
  const lifetimes = authenticators.flatMap(({ lifetime }) =>
    lifetime.ends === 'years_after_issue' ? [lifetime.years] : [],
  );
  return [...new Set(lifetimes)].toSorted((a, b) => a - b);
}

interface Place {
  /** Null for the expiry that is printed on tokens. */
  readonly years: number | null;
  readonly after: string | null;
}

function tokensOf({ years, after }: Place, context: JobContext): Promise<Page<BoundToken>> {
  const { deps, job, policy, pageSize: limit } = context;
  const { institutionId, dueOn: expiresFrom } = job;
  const expiresTo = addDays(expiresFrom, longestLeadDays(policy));
  const page = { limit, after };
  const { due } = deps.store;
  if (years === null) return due.expiringTokens(institutionId, { expiresFrom, expiresTo }, page);
  // 29 February gives way to the 28th on both sides: a day more, and the token itself decides.
  const { time_zone: timeZone } = policy.institution;
  const issuedFrom = startOfDay(addDays(addYears(expiresFrom, -years), -1), timeZone);
  const issuedTo = endOfDay(addDays(addYears(expiresTo, -years), 1), timeZone);
  return due.tokensByIssue(institutionId, { issuedFrom, issuedTo }, page);
}

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
  const lastOn = lastDayOf(token, policy);
  const leadDays = mailLeadDays(token, policy);
  if (to === null || lastOn === null || leadDays === null) return [];
  if (isExpired(token, now, policy) || lastOn > addDays(job.dueOn, leadDays)) return [];
  return [
    newMail({
      id: deps.newId('mal'),
      institutionId: job.institutionId,
      contractId: user.contractId,
      userId: user.id,
      kind: 'notice',
      to,
      data: { topic: 'expiry_near', at: null, on: lastOn, serialEnd: serialEnd(token.serial) },
      onceKey: `expiry_near ${token.id} ${user.id} ${lastOn}`,
      now,
    }),
  ];
}
