import { timeStep } from '@warifu/otp';
import { bindingsOf, type ContractView, findToken, findUser } from '../contract/contract-view.ts';
import { type Decision, decided, refused } from '../decision.ts';
import type { Policy } from '../policy/policy-schema.ts';
import { authenticatorOf } from '../token/authenticator.ts';
import type { ActingParty } from '../user/acting-party.ts';
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
  /** Steps in the wide window whose code is the first, and those whose code is the second. */
  readonly first: readonly number[];
  readonly second: readonly number[];
}

export function decideResynchronisation(
  view: ContractView,
  { tokenId, acting, first, second }: Resynchronise,
  context: VerificationContext,
): Decision {
  const { policy, now } = context;
  const token = findToken(view, tokenId);
  if (!token) return refused('token_unknown');
  const authenticator = authenticatorOf(token, policy);
  const offered = authenticator?.resynchronisation.by.includes(acting.kind) ?? false;
  // After a restore staff can always help: else the policy would leave the token useless (row 72).
  if (!offered && !(token.outOfStep && acting.kind === 'staff'))
    return refused('resynchronisation_not_offered');
  const binding =
    acting.kind === 'user'
      ? bindingsOf(view, acting.userId).find((one) => one.tokenId === tokenId)
      : view.bindings.find((one) => one.tokenId === tokenId && one.endedAt === null);
  const user = binding && findUser(view, binding.userId);
  if (!user) return refused('not_in_service');
  if (acting.kind === 'staff' && !isDesk(policy, acting.desk)) return refused('desk_not_allowed');
  const obstacle = tokenObstacle({ ...token, outOfStep: false }, context);
  if (obstacle) return count(user, token, { reason: obstacle, context });
  const followers = new Set(second);
  const pairs = first.filter((step) => step > token.lastAcceptedStep && followers.has(step + 1));
  const [step] = pairs;
  // Two pairs that both fit say nothing: the next two codes will.
  if (step === undefined || pairs.length > 1)
    return count(user, token, { reason: 'code_wrong', context });
  const last = step + 1;
  const driftSteps = token.stepSeconds === null ? 0 : last - timeStep(now, token.stepSeconds);
  return decided({ type: 'token_resynchronised', tokenId, step: last, driftSteps });
}

function isDesk(policy: Policy, id: string): boolean {
  return policy.desks.some((one) => one.id === id);
}
