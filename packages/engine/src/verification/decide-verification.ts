import type { DomainEvent } from '../audit/events.ts';
import { bindingOf, type ContractView, findToken, findUser } from '../contract/contract-view.ts';
import { type Decision, decided, refused } from '../decision.ts';
import { countFailure } from '../lockout/guard.ts';
import type { Policy } from '../policy/policy-schema.ts';
import type { OtpRefusal } from '../refusal.ts';
import type { Token } from '../token/token.ts';
import { hasStarted, isExpired } from '../token/validity.ts';
import type { User } from '../user/user.ts';
import { authenticatorOf, driftAfter, unspentStep } from './matching-steps.ts';

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
  const binding = bindingOf(view, user.id);
  const token = binding && findToken(view, binding.tokenId);
  const obstacle = obstacleFor(user, token, context);
  if (obstacle) return count(user, token, { reason: obstacle, context });
  if (!token) return count(user, undefined, { reason: 'not_enrolled', context });
  return decideMatch({ user, token, command, context });
}

/** What refuses every code, right or wrong, before it is looked at. */
function obstacleFor(
  user: User,
  token: Token | undefined,
  { policy, now }: VerificationContext,
): OtpRefusal | null {
  const timeZone = policy.institution.time_zone;
  if (user.guard.lock) return 'user_locked';
  if (!token) return 'not_enrolled';
  if (token.guard.lock) return 'token_locked';
  if (token.state !== 'in_service') return 'token_not_in_service';
  if (!hasStarted(token, now, timeZone)) return 'token_not_started';
  return isExpired(token, now, timeZone) ? 'token_expired' : null;
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

/** A refusal that counts on the user or the token, as the policy's lock scope says, and locks at the limits. */
export function count(
  user: User,
  token: Token | undefined,
  { reason, context }: { readonly reason: OtpRefusal; readonly context: VerificationContext },
): Decision {
  const { scope, threshold, cap } = context.policy.lockout;
  // What a locked user types is not evaluated, so it counts on nobody who shares his token.
  const onToken = scope === 'token' && token !== undefined && !user.guard.lock;
  const subject = onToken ? token : user;
  const after = countFailure(subject.guard, { threshold, cap }, context.now);
  const refusal: DomainEvent = {
    type: 'otp_refused',
    userId: user.id,
    tokenId: onToken ? token.id : null,
  };
  if (subject.guard.lock || !after.lock) return refused(reason, refusal);
  const { cause } = after.lock;
  const locked: DomainEvent = onToken
    ? { type: 'token_locked', tokenId: token.id, cause }
    : { type: 'user_locked', userId: user.id, cause };
  return refused(reason, refusal, locked);
}
