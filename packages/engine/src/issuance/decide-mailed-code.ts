import type { DomainEvent } from '../audit/events.ts';
import { type ContractView, findToken, findUser, tokensOf } from '../contract/contract-view.ts';
import { lockAt } from '../lockout/guard.ts';
import type { Authenticator } from '../policy/policy-schema.ts';
import type { ActRefusal } from '../refusal.ts';
import { authenticatorOf } from '../token/authenticator.ts';
import type { MailedCode, Token } from '../token/token.ts';
import { isUsable } from '../token/validity.ts';
import type { User } from '../user/user.ts';
import { isGoingOn } from './issuance-standing.ts';
import type { IssueContext } from './issue-obstacle.ts';
import { nextMailedCode } from './mail-code-limits.ts';

export interface MailCode {
  readonly userId: string;
  readonly mailboxOf: (address: string) => string;
}

/** A code to be mailed: of which token, where to, and the event; or why none is mailed. */
export type MailCodeDecision =
  | {
      readonly ok: true;
      readonly events: readonly DomainEvent[];
      readonly token: Token;
      readonly authenticator: Authenticator;
      readonly mailAddress: string;
      readonly mailedCode: MailedCode;
    }
  | { readonly ok: false; readonly reason: ActRefusal; readonly events: readonly [] };

/**
 * Sends the next code by mail, of the user's token or of the one that he is about to be bound to. From
 * then on only this code is accepted, once and for its lifetime; those before it are worth nothing.
 */
export function decideMailedCode(
  view: ContractView,
  { userId, mailboxOf }: MailCode,
  context: IssueContext,
): MailCodeDecision {
  const user = findUser(view, userId);
  if (!user) return no('user_unknown');
  if (view.contract.stoppedAt !== null && context.policy.emergency_stop)
    return no('already_stopped');
  if (lockAt(user.guard, context.now)) return no('actor_locked');
  const target = boundTarget(view, user, context) ?? issuedTarget(view, user, context);
  if (!target) return no('not_in_service');
  const { token, mailAddress } = target;
  if (mailAddress === null) return no('mail_address_missing');
  // A changed address does not take the token over: who has the new mailbox has proved nothing yet.
  const mailboxId = mailboxOf(mailAddress);
  if (token.deviceId !== mailboxId) return no('mail_address_not_registered');
  const authenticator = authenticatorOf(token, context.policy);
  if (!authenticator) return no('authenticator_unknown');
  const next = nextMailedCode(view, { authenticator, mailboxId, ...context });
  if (typeof next === 'string') return no(next);
  // A restore forgets what was mailed and moves the mark beyond it (row 72).
  const counter = Math.max(token.mailedCode?.counter ?? -1, token.lastAcceptedStep) + 1;
  const mailedCode = { counter, ...next };
  const { ofTheDay, sentAt: at } = mailedCode;
  const event = { type: 'code_mailed', tokenId: token.id, counter, ofTheDay, at } as const;
  return { ok: true, events: [event], token, authenticator, mailAddress, mailedCode };
}

function no(reason: ActRefusal): MailCodeDecision {
  return { ok: false, reason, events: [] };
}

interface Target {
  readonly token: Token;
  readonly mailAddress: string | null;
}

function boundTarget(
  view: ContractView,
  user: User,
  { policy, now }: IssueContext,
): Target | undefined {
  const token = tokensOf(view, user.id).find(
    (one) => one.form === 'email' && isUsable(one, now, policy),
  );
  return token && { token, mailAddress: user.mailAddress };
}

function issuedTarget(view: ContractView, user: User, { now }: IssueContext): Target | undefined {
  const issuance = view.issuances.find((one) => one.userId === user.id && isGoingOn(one, now));
  const token = issuance?.tokenId ? findToken(view, issuance.tokenId) : undefined;
  if (!issuance || token?.form !== 'email') return undefined;
  return { token, mailAddress: issuance.mailAddress };
}
