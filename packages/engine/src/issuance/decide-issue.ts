import type { DomainEvent } from '../audit/events.ts';
import { type ContractView, findUser } from '../contract/contract-view.ts';
import type { Authenticator } from '../policy/policy-schema.ts';
import type { ActRefusal } from '../refusal.ts';
import type { MailedCode } from '../token/token.ts';
import type { ActingParty } from '../user/acting-party.ts';
import type { User } from '../user/user.ts';
import { canonicaliseActivationPassword } from './activation-password.ts';
import { chosenAuthenticator } from './authenticator-choice.ts';
import { cancellation } from './issuance-standing.ts';
import {
  besideObstacle,
  type IssueContext,
  newTokenObstacle,
  partyObstacle,
  tokensInTheWay,
} from './issue-obstacle.ts';
import { nextMailedCode } from './mail-code-limits.ts';

/** トークン発行: a user asks for a software token, or to have codes mailed to him (S1-04, S2-02). */
export interface IssueSoftwareToken {
  readonly issuanceId: string;
  readonly userId: string;
  /** The authenticator by its ID in the policy; null when there is only one that can be meant. */
  readonly authenticator: string | null;
  /** As it was typed; null for codes by mail, which need none. */
  readonly activationPassword: string | null;
  /** The address as it was typed; null when it was not given. */
  readonly mailAddress: string | null;
  /** The name of a mailbox that stands in the store instead of its address. */
  readonly mailboxOf: (address: string) => string;
  /** The token that codes by mail are of. */
  readonly mailTokenId: string;
  readonly acting: ActingParty | undefined;
}

/** An issue that may begin: what its row is made of, and the events; or why it may not. */
export type IssueDecision =
  | {
      readonly ok: true;
      readonly events: readonly DomainEvent[];
      readonly authenticator: Authenticator;
      readonly mailAddress: string;
      /** Canonical; null for codes by mail. */
      readonly activationPassword: string | null;
      readonly expiresAt: number;
      /** For codes by mail: the first one, which goes out at once. */
      readonly mailedCode: MailedCode | null;
    }
  | { readonly ok: false; readonly reason: ActRefusal; readonly events: readonly [] };

/**
 * Begins an issue. It takes the place of one that is under way for the same user; while he has a token
 * in service there is none, so that a phone is never changed without a revocation (S1-06, S2-07).
 */
export function decideIssue(
  view: ContractView,
  command: IssueSoftwareToken,
  context: IssueContext,
): IssueDecision {
  const { policy } = context;
  const user = findUser(view, command.userId);
  if (!user) return no('user_unknown');
  const obstacle =
    partyObstacle(view, user, { acting: command.acting, policy }) ??
    newTokenObstacle(view, user, context);
  if (obstacle) return no(obstacle);
  const authenticator = chosenAuthenticator(view, {
    asked: command.authenticator,
    registration: ['activation', 'mail_address'],
    ...context,
  });
  if (typeof authenticator === 'string') return no(authenticator);
  const held = tokensInTheWay(view, user, { wanted: authenticator, ...context });
  const beside = besideObstacle(held, authenticator, policy);
  if (beside) return no(beside);
  return begun(view, { command, user, authenticator, context });
}

function no(reason: ActRefusal): IssueDecision {
  return { ok: false, reason, events: [] };
}

interface Beginning {
  readonly command: IssueSoftwareToken;
  readonly user: User;
  readonly authenticator: Authenticator;
  readonly context: IssueContext;
}

function begun(view: ContractView, beginning: Beginning): IssueDecision {
  const { command, user, authenticator, context } = beginning;
  const mailAddress = addressFor(beginning);
  if (!mailAddress.ok) return no(mailAddress.reason);
  const { address } = mailAddress;
  const superseded = view.issuances
    .filter((one) => one.userId === user.id && (one.state === 'open' || one.state === 'activated'))
    .flatMap((one) =>
      cancellation(view, one, context.now < one.expiresAt ? 'superseded' : 'expired'),
    );
  const shared = { ok: true as const, authenticator, mailAddress: address };
  if (authenticator.mail_code) return mailed(view, { ...beginning, superseded, shared, address });
  const rule = authenticator.activation;
  const activationPassword =
    rule && command.activationPassword !== null
      ? canonicaliseActivationPassword(command.activationPassword, rule.password_digits)
      : undefined;
  if (!rule || activationPassword === undefined) return no('activation_password_unfit');
  const expiresAt = context.now + rule.lifetime_minutes * 60_000;
  const events = [...superseded, issued(beginning, expiresAt)];
  return { ...shared, events, activationPassword, expiresAt, mailedCode: null };
}

/** Codes by mail need no app: the first one goes out at once, and typing it in is the proof. */
function mailed(
  view: ContractView,
  {
    superseded,
    shared,
    address,
    ...beginning
  }: Beginning & {
    readonly superseded: readonly DomainEvent[];
    readonly shared: {
      readonly ok: true;
      readonly authenticator: Authenticator;
      readonly mailAddress: string;
    };
    readonly address: string;
  },
): IssueDecision {
  const { command, authenticator, context } = beginning;
  const mailboxId = command.mailboxOf(address);
  const next = nextMailedCode(view, { authenticator, mailboxId, ...context });
  if (typeof next === 'string') return no(next);
  const { mailTokenId: tokenId, issuanceId } = command;
  const at = context.now;
  const mailedCode = { counter: 0, ...next };
  const expiresAt = at + (authenticator.mail_code?.lifetime_seconds ?? 0) * 1_000;
  const events: DomainEvent[] = [
    ...superseded,
    issued(beginning, expiresAt),
    { type: 'software_token_activated', issuanceId, tokenId, at },
    { type: 'code_mailed', tokenId, counter: 0, ofTheDay: next.ofTheDay, at },
  ];
  return { ...shared, events, activationPassword: null, expiresAt, mailedCode };
}

function issued({ command, authenticator, context }: Beginning, expiresAt: number): DomainEvent {
  const { issuanceId, userId } = command;
  const at = context.now;
  return {
    type: 'software_token_issued',
    issuanceId,
    userId,
    authenticator: authenticator.id,
    expiresAt,
    at,
  };
}

type Address =
  | { readonly ok: true; readonly address: string }
  | { readonly ok: false; readonly reason: ActRefusal };

/**
 * Where the mail goes: to the address that was typed, or to the one on file and to no other (row 29).
 * Codes by mail go to the address on file where there is one.
 */
function addressFor({ command, user, authenticator }: Beginning): Address {
  const typed = command.mailAddress === null ? null : canonicaliseMailAddress(command.mailAddress);
  const onFile = user.mailAddress;
  const registered = authenticator.activation
    ? authenticator.activation.mail_address === 'registered'
    : onFile !== null;
  const address = registered ? onFile : typed;
  if (address === null) return { ok: false, reason: 'mail_address_missing' };
  if (registered && typed !== null && typed !== canonicaliseMailAddress(address))
    return { ok: false, reason: 'mail_address_not_registered' };
  return { ok: true, address };
}

/** One spelling of a mail address: NFKC, without white space around it, its domain in small letters. */
export function canonicaliseMailAddress(text: string): string {
  const [, local = '', domain = ''] = /^(.*)@(.*)$/s.exec(text.normalize('NFKC').trim()) ?? [];
  return `${local}@${domain.toLowerCase()}`;
}
