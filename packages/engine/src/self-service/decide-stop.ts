import type { DomainEvent } from '../audit/events.ts';
import type { StatedFactor } from '../challenge/decide-proof.ts';
import { bindingsOf, type ContractView, findUser, sharersOf } from '../contract/contract-view.ts';
import { type Decision, decided, refused } from '../decision.ts';
import {
  decideVerification,
  type VerificationContext,
  type VerifyCode,
} from '../verification/decide-verification.ts';
import { selfServiceObstacle } from './decide-self-service.ts';

/**
 * 利用停止: a user stops using OTP by himself, with his password and a code (S4-04). His bindings end, an
 * app's token is of no more use, and from then on he signs in without a code (S4-08). Where the whole
 * contract adopted, nobody leaves it alone (S1-01).
 */
export interface StopOtp extends VerifyCode {
  readonly factors: readonly StatedFactor[];
}

export function decideStop(
  view: ContractView,
  command: StopOtp,
  context: VerificationContext,
): Decision {
  const { factors, ...code } = command;
  if (context.policy.adoption.unit !== 'user') return refused('self_service_not_offered');
  const lacking = selfServiceObstacle({ action: 'stop', factors, hasOldCode: false }, context);
  if (lacking) return refused(lacking);
  const user = findUser(view, command.userId);
  if (!user) return refused('user_unknown');
  const proof = decideVerification(view, code, context);
  if (!proof.ok) return proof;
  return decided(...proof.events, ...endingEvents(view, user.id, context.now), {
    type: 'user_opted_out',
    userId: user.id,
    at: context.now,
  });
}

function endingEvents(view: ContractView, userId: string, at: number): DomainEvent[] {
  return bindingsOf(view, userId).flatMap(({ id: bindingId, tokenId }): DomainEvent[] => {
    const ended: DomainEvent = {
      type: 'binding_ended',
      bindingId,
      userId,
      tokenId,
      reason: 'opted_out',
      at,
    };
    const shared = sharersOf(view, tokenId).some((one) => one.id !== userId);
    return shared ? [ended] : [ended, { type: 'token_retired', tokenId, reason: 'opted_out' }];
  });
}
