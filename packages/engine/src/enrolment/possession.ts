import type { ContractView } from '../contract/contract-view.ts';
import type { Decision } from '../decision.ts';
import { type AttemptPlace, lockAt } from '../lockout/guard.ts';
import type { OtpRefusal } from '../refusal.ts';
import { authenticatorOf } from '../token/authenticator.ts';
import { isUnclaimed, type Token } from '../token/token.ts';
import type { User } from '../user/user.ts';
import {
  count,
  tokenObstacle,
  type VerificationContext,
} from '../verification/decide-verification.ts';
import { unspentStep } from '../verification/matching-steps.ts';

/**
 * How somebody shows that he holds a token that he wants to register: by its serial and a live code,
 * where the policy asks for it by the code after that one too. A serial that is not this contract's, a
 * wrong code and a lock look alike outside and all count on whoever types, so that serials cannot be
 * searched (row 27).
 */
export interface Presented {
  /** The token of this institution with the typed serial, if there is one. */
  readonly token: Token | undefined;
  /** Steps of the registration window whose code was typed. */
  readonly matches: readonly number[];
  readonly wellFormed: boolean;
  /** The code that the token shows next, where two consecutive ones are asked. */
  readonly second?: TypedCode | undefined;
}

export interface TypedCode {
  readonly matches: readonly number[];
  readonly wellFormed: boolean;
}

export interface Attempt {
  /** Who types, and on whom a wrong code counts: for others an administrator (S3-05). */
  readonly typing: User;
  readonly place: AttemptPlace;
  readonly context: VerificationContext;
}

export type Possession =
  | { readonly ok: true; readonly token: Token; readonly step: number }
  | { readonly ok: false; readonly decision: Decision };

/** The step that proves possession of a token that may be registered here, or the counted refusal. */
export function provePossession(
  view: ContractView,
  presented: Presented,
  { typing, place, context }: Attempt,
): Possession {
  const token = registrable(view, presented.token);
  // What is typed for a token that nobody owns yet must not lock it for its owner.
  const counted = token && isUnclaimed(token) ? undefined : token;
  const fail = (reason: OtpRefusal): Possession => ({
    ok: false,
    decision: count(typing, counted, { reason, context, place }),
  });
  const hidden = hiddenObstacle(view, { typing, token, context });
  if (hidden) return fail(hidden);
  if (!token) return fail('serial_unknown');
  const proof = presented.second
    ? consecutiveStep(token, presented, presented.second)
    : singleStep(token, presented);
  return typeof proof === 'number' ? { ok: true, token, step: proof } : fail(proof);
}

/** Only a token that was sent to this very contract, or one that no contract has claimed (S0-08, row 27). */
function registrable(view: ContractView, token: Token | undefined): Token | undefined {
  if (!token) return undefined;
  return token.contractId === view.contract.id || isUnclaimed(token) ? token : undefined;
}

interface Hidden {
  readonly typing: User;
  readonly token: Token | undefined;
  readonly context: VerificationContext;
}

function hiddenObstacle(view: ContractView, { typing, token, context }: Hidden): OtpRefusal | null {
  const { policy, now } = context;
  if (view.contract.stoppedAt !== null && policy.emergency_stop) return 'service_stopped';
  if (lockAt(typing.guard, now)) return 'user_locked';
  if (!token) return 'serial_unknown';
  if (lockAt(token.guard, now)) return 'token_locked';
  if (token.state === 'in_stock' || token.state === 'retired') return 'token_not_in_service';
  // What was activated for one user, or mails its codes to him, is not registered by a serial.
  const way = authenticatorOf(token, policy)?.registration;
  if (way !== undefined && way !== 'serial') return 'token_not_in_service';
  return tokenObstacle(token, context);
}

function singleStep(token: Token, { matches, wellFormed }: TypedCode): number | OtpRefusal {
  if (!wellFormed) return 'code_malformed';
  const step = unspentStep(token, matches);
  if (step !== undefined) return step;
  return matches.length > 0 ? 'code_replayed' : 'code_wrong';
}

/** The later of two steps that follow each other; both codes are spent by it. */
function consecutiveStep(token: Token, first: TypedCode, second: TypedCode): number | OtpRefusal {
  if (!first.wellFormed || !second.wellFormed) return 'code_malformed';
  const step = unspentStep(
    token,
    second.matches.filter((one) => first.matches.includes(one - 1)),
  );
  if (step !== undefined) return step;
  const seen = [...first.matches, ...second.matches].some((one) => one <= token.lastAcceptedStep);
  return seen ? 'code_replayed' : 'code_wrong';
}
