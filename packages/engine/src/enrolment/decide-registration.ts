import type { DomainEvent } from '../audit/events.ts';
import { bindingOf, type ContractView, findToken, findUser } from '../contract/contract-view.ts';
import { type Decision, decided, refused } from '../decision.ts';
import { lockAt } from '../lockout/guard.ts';
import type { OtpRefusal, RefusalReason } from '../refusal.ts';
import type { Token } from '../token/token.ts';
import type { User } from '../user/user.ts';
import {
  acceptance,
  count,
  tokenObstacle,
  type VerificationContext,
} from '../verification/decide-verification.ts';
import { unspentStep } from '../verification/matching-steps.ts';

/**
 * Registration binds a user to a token that he holds, proved by its serial and a live code (S0-05).
 * A serial that is not this contract's, a wrong code and a lock all look alike outside and all count
 * on the user, so that serials cannot be searched (row 27). Registering another token ends the old
 * binding in the same step (ALL-06).
 */
export interface RegisterToken {
  readonly userId: string;
  readonly bindingId: string;
  /** The token of this institution with the typed serial, if there is one. */
  readonly token: Token | undefined;
  readonly matches: readonly number[];
  readonly wellFormed: boolean;
  /** Token IDs that were revoked for this user before. */
  readonly revokedTokenIds: readonly string[];
}

export function decideRegistration(
  view: ContractView,
  command: RegisterToken,
  context: VerificationContext,
): Decision {
  const user = findUser(view, command.userId);
  if (!user) return refused('user_unknown');
  if (view.contract.adoptedAt === null) return refused('not_adopted');
  const token = ownToken(view, command.token);
  const hidden = hiddenObstacle(user, token, context);
  if (hidden) return count(user, token, { reason: hidden, context });
  if (!token) return count(user, undefined, { reason: 'serial_unknown', context });
  const proof = provenStep(token, command);
  if (typeof proof !== 'number') return count(user, token, { reason: proof, context });
  const open = openObstacle(view, user, { token, command, context });
  // The code was shown to be right, so it is spent although the registration is refused. It clears no
  // count: a token that may not be registered must not buy new guesses at another (row 21).
  if (open)
    return refused(open, { type: 'otp_spent', userId: user.id, tokenId: token.id, step: proof });
  return decided(...registrationEvents(view, command, { token, step: proof, context }));
}

/** Only a token that was sent to this very contract can be registered (S0-08, row 27). */
function ownToken(view: ContractView, token: Token | undefined): Token | undefined {
  return token && token.contractId === view.contract.id ? token : undefined;
}

function hiddenObstacle(
  user: User,
  token: Token | undefined,
  context: VerificationContext,
): OtpRefusal | null {
  if (lockAt(user.guard, context.now)) return 'user_locked';
  if (!token) return 'serial_unknown';
  if (lockAt(token.guard, context.now)) return 'token_locked';
  if (token.state === 'in_stock' || token.state === 'retired') return 'token_not_in_service';
  return tokenObstacle(token, context);
}

function provenStep(token: Token, command: RegisterToken): number | OtpRefusal {
  if (!command.wellFormed) return 'code_malformed';
  const step = unspentStep(token, command.matches);
  if (step !== undefined) return step;
  return command.matches.length > 0 ? 'code_replayed' : 'code_wrong';
}

interface OpenObstacleInput {
  readonly token: Token;
  readonly command: RegisterToken;
  readonly context: VerificationContext;
}

/** What may be said openly, because the user has just proved that he holds the token. */
function openObstacle(
  view: ContractView,
  user: User,
  { token, command, context }: OpenObstacleInput,
): RefusalReason | null {
  const { relations, revocation } = context.policy;
  if (bindingOf(view, user.id)?.tokenId === token.id) return 'already_enrolled_with_token';
  if (token.lostReportedAt !== null) return 'token_lost';
  if (!revocation.reuse && command.revokedTokenIds.includes(token.id))
    return 'token_revoked_for_user';
  const sharers = view.bindings.filter((b) => b.tokenId === token.id && b.endedAt === null).length;
  const most = relations.users_per_token;
  return most !== 'any' && sharers >= most ? 'users_per_token_exceeded' : null;
}

interface RegistrationInput {
  readonly token: Token;
  readonly step: number;
  readonly context: VerificationContext;
}

function registrationEvents(
  view: ContractView,
  command: RegisterToken,
  { token, step, context }: RegistrationInput,
): DomainEvent[] {
  const { userId, bindingId } = command;
  const events: DomainEvent[] = [acceptance(userId, token, { step, context })];
  if (token.state !== 'in_service')
    events.push({ type: 'token_put_in_service', tokenId: token.id });
  events.push(...replacedBindingEvents(view, userId, context.now));
  events.push({ type: 'binding_started', bindingId, userId, tokenId: token.id, at: context.now });
  return events;
}

/** The old binding ends, and a token that nobody is bound to any more leaves service (ALL-06). */
function replacedBindingEvents(view: ContractView, userId: string, at: number): DomainEvent[] {
  const old = bindingOf(view, userId);
  if (!old) return [];
  const ended: DomainEvent = {
    type: 'binding_ended',
    bindingId: old.id,
    userId,
    tokenId: old.tokenId,
    reason: 'replaced',
    at,
  };
  const others = view.bindings.some(
    (b) => b.tokenId === old.tokenId && b.id !== old.id && b.endedAt === null,
  );
  const token = findToken(view, old.tokenId);
  const replacement = view.shipments.some((s) => s.replacesTokenId === old.tokenId);
  if (others || !token || !replacement) return [ended];
  return [ended, { type: 'token_retired', tokenId: old.tokenId, reason: 'replaced' }];
}
