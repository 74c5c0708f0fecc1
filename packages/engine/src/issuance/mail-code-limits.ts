import { dateOf } from '../calendar/dates.ts';
import type { ContractView } from '../contract/contract-view.ts';
import type { Authenticator, Policy } from '../policy/policy-schema.ts';
import type { ActRefusal } from '../refusal.ts';
import type { MailedCode } from '../token/token.ts';

interface Mailing {
  readonly authenticator: Authenticator;
  /** The mailbox, as `deviceId` of its tokens names it. */
  readonly mailboxId: string;
  readonly policy: Policy;
  readonly now: number;
}

/**
 * The next code that may be mailed to a mailbox, or why none may now. The limits hold for the mailbox
 * within its contract, whichever token the codes are of: beginning anew brings no further mails.
 */
export function nextMailedCode(
  view: ContractView,
  { authenticator, mailboxId, policy, now }: Mailing,
): Omit<MailedCode, 'counter'> | ActRefusal {
  const rule = authenticator.mail_code;
  if (!rule) return 'authenticator_not_for_contract';
  const last = lastMailed(view, mailboxId);
  if (!last) return { sentAt: now, ofTheDay: 1 };
  if (now < last.sentAt + rule.resend_after_seconds * 1_000) return 'mail_code_too_soon';
  const { time_zone: timeZone } = policy.institution;
  const sameDay = dateOf(last.sentAt, timeZone) === dateOf(now, timeZone);
  const ofTheDay = sameDay ? last.ofTheDay + 1 : 1;
  return ofTheDay > rule.per_day ? 'mail_code_limit' : { sentAt: now, ofTheDay };
}

function lastMailed(view: ContractView, mailboxId: string): MailedCode | null {
  let last: MailedCode | null = null;
  for (const { form, deviceId, mailedCode } of view.tokens) {
    if (form !== 'email' || deviceId !== mailboxId || mailedCode === null) continue;
    if (last === null || mailedCode.sentAt >= last.sentAt) last = mailedCode;
  }
  return last;
}
