import { timeStep } from '@warifu/otp';
import { type ContractView, findToken, sharersOf } from '../contract/contract-view.ts';
import { type Decision, decided, refused } from '../decision.ts';
import { isDesk } from '../desk/is-desk.ts';
import { lockAt } from '../lockout/guard.ts';
import type { Policy } from '../policy/policy-schema.ts';
import type { ActRefusal, OtpRefusal } from '../refusal.ts';
import { authenticatorOf } from '../token/authenticator.ts';
import type { Token } from '../token/token.ts';
import type { ActingParty } from '../user/acting-party.ts';
import type { User } from '../user/user.ts';
import {
  count,
  tokenObstacle,
  type VerificationContext,
} from '../verification/decide-verification.ts';

/**
 * 時刻補正: two consecutive codes prove a token whose clock or counter has run away from what the
 * window allows (RFC 4226 7.4, RFC 6238 6). Both are spent. The mark never moves back, so that what
 * was accepted once stays spent; a pair that is wrong counts like a wrong code, or the wider window
 * would hand out guesses.
 */
export interface Resynchronise {
  readonly tokenId: string;
  readonly acting: ActingParty;
  /** Whose codes they are where staff act; else the first of those who share the token. */
  readonly userId?: string | undefined;
  /** Steps in the wide window whose code is the first, and those whose code is the second. */
  readonly first: readonly number[];
  readonly second: readonly number[];
}

export function decideResynchronisation(
  view: ContractView,
  { tokenId, acting, userId, first, second }: Resynchronise,
  context: VerificationContext,
): Decision {
  const { policy, now } = context;
  const token = findToken(view, tokenId);
  if (!token) return refused('token_unknown');
  const actor = actorObstacle(token, acting, policy);
  if (actor) return refused(actor);
  const user = holderOf(view, tokenId, acting.kind === 'user' ? acting.userId : userId);
  if (!user) return refused('not_in_service');
  // Locks come first here too, or the wide window would be a way round them (rows 12 and 17).
  const obstacle = codeObstacle(view, user, { ...context, token: { ...token, outOfStep: false } });
  if (obstacle) return count(user, token, { reason: obstacle, context });
  const followers = new Set(second);
  const pairs = first.filter((step) => step > token.lastAcceptedStep && followers.has(step + 1));
  const [step] = pairs;
  // Two pairs that both fit say nothing: the next two codes will.
  if (step === undefined || pairs.length > 1)
    return count(user, token, { reason: 'code_wrong', context });
  const last = step + 1;
  const driftSteps = token.stepSeconds === null ? 0 : last - timeStep(now, token.stepSeconds);
  // Two right codes prove more than one: wrong ones count from here anew (ALL-06).
  return decided(
    { type: 'token_resynchronised', tokenId, step: last, driftSteps },
    { type: 'otp_accepted', userId: user.id, tokenId, step: last, driftSteps },
  );
}

function actorObstacle(token: Token, acting: ActingParty, policy: Policy): ActRefusal | null {
  const by = authenticatorOf(token, policy)?.resynchronisation.by ?? [];
  // After a restore staff can always help: else the policy would leave the token useless (row 72).
  const helped = token.outOfStep && acting.kind === 'staff';
  if (!by.includes(acting.kind) && !helped) return 'resynchronisation_not_offered';
  return acting.kind === 'staff' && !isDesk(policy, acting.desk) ? 'desk_not_allowed' : null;
}

/** The user who is bound to the token: the one who is named, or the first. */
function holderOf(
  view: ContractView,
  tokenId: string,
  userId: string | undefined,
): User | undefined {
  return sharersOf(view, tokenId).find((user) => userId === undefined || user.id === userId);
}

interface Presented extends VerificationContext {
  readonly token: Token;
}

function codeObstacle(
  view: ContractView,
  user: User,
  { token, ...context }: Presented,
): OtpRefusal | null {
  if (view.contract.stoppedAt !== null && context.policy.emergency_stop) return 'service_stopped';
  return lockAt(user.guard, context.now) ? 'user_locked' : tokenObstacle(token, context);
}
