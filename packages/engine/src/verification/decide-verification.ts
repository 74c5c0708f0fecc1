import type { DomainEvent } from '../audit/events.ts';
import { bindingOf, type ContractView, findToken, findUser } from '../contract/contract-view.ts';
import { type Decision, decided, refused } from '../decision.ts';
import { type AttemptPlace, countFailure, lockAt } from '../lockout/guard.ts';
import { lockScopeFor } from '../lockout/lock-scope.ts';
import type { Policy } from '../policy/policy-schema.ts';
import type { OtpRefusal } from '../refusal.ts';
import { authenticatorOf } from '../token/authenticator.ts';
import type { Token } from '../token/token.ts';
import { hasStarted, isCutOver, isExpired } from '../token/validity.ts';
import type { User } from '../user/user.ts';
import { driftAfter, unspentStep } from './matching-steps.ts';

/**
 * The meaning of "one-time" (ALL-01). The code was compared before; what comes in is the list of
 * steps whose code it is. A step is accepted only when it lies beyond the token's mark, and then the
 * mark moves onto it: no step at or before an accepted one is ever accepted again, whoever asks, for
 * whatever purpose (rows 1 and 4; RFC 6238 5.2).
 *
 * Locks come first: a locked user's or token's code is not evaluated (row 12). Everything refused at
 * the prompt is counted once, spent and malformed codes too (row 7).
 */
export interface VerifyCode {
  readonly userId: string;
  /** Which of the user's tokens the matches are of; his first one when it is not said. */
  readonly tokenId?: string | undefined;
  /** Steps of the window whose code was typed, centre first; empty when the code is wrong. */
  readonly matches: readonly number[];
  /** False when what was typed is no code of the token's length at all. */
  readonly wellFormed: boolean;
}

export interface VerificationContext {
  readonly policy: Policy;
  readonly now: number;
}

/** Accepts or refuses a code for a user's bound token. */
export function decideVerification(
  view: ContractView,
  command: VerifyCode,
  context: VerificationContext,
): Decision {
  const user = findUser(view, command.userId);
  if (!user) return refused('user_unknown');
  const token = presentedToken(view, command);
  const obstacle = stopped(view, context) ?? obstacleFor(user, token, context);
  if (obstacle) return count(user, token, { reason: obstacle, context });
  if (!token) return count(user, undefined, { reason: 'not_enrolled', context });
  return decideMatch({ user, token, command, context });
}

/**
 * The token that the matches are of. A named token that is not the user's is none at all: its steps
 * say nothing about his other tokens.
 */
function presentedToken(view: ContractView, { userId, tokenId }: VerifyCode): Token | undefined {
  const binding =
    tokenId === undefined
      ? bindingOf(view, userId)
      : view.bindings.find(
          (one) => one.tokenId === tokenId && one.userId === userId && one.endedAt === null,
        );
  return binding && findToken(view, binding.tokenId);
}

/** 緊急停止 stops codes too; the policy says whether customers have it. */
function stopped(view: ContractView, { policy }: VerificationContext): OtpRefusal | null {
  return view.contract.stoppedAt !== null && policy.emergency_stop ? 'service_stopped' : null;
}

/** What refuses every code, right or wrong, before it is looked at. */
function obstacleFor(
  user: User,
  token: Token | undefined,
  context: VerificationContext,
): OtpRefusal | null {
  if (lockAt(user.guard, context.now)) return 'user_locked';
  if (!token) return 'not_enrolled';
  if (token.state !== 'in_service' && !lockAt(token.guard, context.now))
    return 'token_not_in_service';
  return tokenObstacle(token, context);
}

/** What refuses every code of a token, whoever types it and wherever. */
export function tokenObstacle(
  token: Token,
  { policy, now }: VerificationContext,
): OtpRefusal | null {
  if (lockAt(token.guard, now)) return 'token_locked';
  if (token.suspendedAt !== null) return 'token_suspended';
  if (token.outOfStep) return 'token_out_of_step';
  if (!hasStarted(token, now, policy.institution.time_zone)) return 'token_not_started';
  if (isExpired(token, now, policy)) return 'token_expired';
  if (isCutOver(token, now, policy)) return 'token_expired';
  return isMailedCodeOld(token, policy, now) ? 'code_expired' : null;
}

/** A mailed code lives for as long as its authenticator says. */
function isMailedCodeOld(token: Token, policy: Policy, now: number): boolean {
  if (token.form !== 'email') return false;
  const seconds = authenticatorOf(token, policy)?.mail_code?.lifetime_seconds ?? 0;
  return token.mailedCode === null || now >= token.mailedCode.sentAt + seconds * 1_000;
}

interface Attempt {
  readonly user: User;
  readonly token: Token;
  readonly command: Pick<VerifyCode, 'matches' | 'wellFormed'>;
  readonly context: VerificationContext;
}

function decideMatch({ user, token, command, context }: Attempt): Decision {
  if (!command.wellFormed) return count(user, token, { reason: 'code_malformed', context });
  const step = unspentStep(token, command.matches);
  if (step !== undefined) return decided(acceptance(user.id, token, { step, context }));
  const reason = command.matches.length > 0 ? 'code_replayed' : 'code_wrong';
  return count(user, token, { reason, context });
}

/** The acceptance of a step; also used by registration. */
export function acceptance(
  userId: string,
  token: Token,
  { step, context }: { readonly step: number; readonly context: VerificationContext },
): DomainEvent {
  const authenticator = authenticatorOf(token, context.policy);
  const driftSteps = authenticator
    ? driftAfter(token, { step, now: context.now }, authenticator)
    : token.driftSteps;
  return { type: 'otp_accepted', userId, tokenId: token.id, step, driftSteps };
}

export interface CountedRefusal {
  readonly reason: OtpRefusal;
  readonly context: VerificationContext;
  readonly place?: AttemptPlace;
}

/** A refusal that counts on the user or the token, as the policy's lock scope says, and locks at the limits. */
export function count(
  user: User,
  token: Token | undefined,
  { reason, context, place = 'prompt' }: CountedRefusal,
): Decision {
  const { policy, now } = context;
  const limits = policy.lockout;
  // What a locked user types is not evaluated, so it counts on nobody who shares his token.
  const onToken =
    token !== undefined && lockScopeFor(token, policy) === 'token' && !lockAt(user.guard, now);
  const subject = onToken ? token : user;
  const after = countFailure(subject.guard, { limits, now, place });
  const refusal: DomainEvent = {
    type: 'otp_refused',
    userId: user.id,
    tokenId: onToken ? token.id : null,
    place,
  };
  if (lockAt(subject.guard, now) || !after.lock) return refused(reason, refusal);
  const { cause } = after.lock;
  const locked: DomainEvent = onToken
    ? { type: 'token_locked', tokenId: token.id, cause }
    : { type: 'user_locked', userId: user.id, cause };
  return refused(reason, refusal, locked);
}
