import { type Decision, decideUnlock, helpedBy, refused, type Unlock } from '@warifu/engine';
import type { ServiceDeps } from '../deps.ts';
import type { RunResult } from '../ports/store.ts';
import type { CallContext } from './call-context.ts';
import { contractScope } from './contracts.ts';
import { challengeNamed, lacksChallenge, type OnChallenge, onChallenge } from './on-challenge.ts';
import { type ActInput, perform } from './perform.ts';

export interface UnlockResult {
  readonly userIds: readonly string[];
  readonly tokenIds: readonly string[];
}

/** 利用停止解除 by an administrator or the institution's desk (S0-09); all targets or none. */
export function unlock(
  deps: ServiceDeps,
  command: Unlock & OnChallenge,
  context: CallContext<UnlockResult>,
): Promise<RunResult> {
  const { userIds, tokenIds, challengeId } = command;
  const [userId] = userIds;
  const [tokenId] = tokenIds;
  const by = userId === undefined ? { tokenId: tokenId ?? '' } : { userId };
  return perform(
    deps,
    {
      action: 'unlock',
      scope: contractScope(context, by, challengeId),
      missing: userId === undefined ? 'token_unknown' : 'user_unknown',
      decide: (input) => ({
        decision: unlocking(command, input),
        challenge: challengeNamed(input.view, challengeId),
        userId: userIds.length === 1 ? (userId ?? null) : null,
        tokenId: tokenIds.length === 1 ? (tokenId ?? null) : null,
        value: () => ({ userIds, tokenIds }),
      }),
    },
    context,
  );
}

function unlocking(command: Unlock & OnChallenge, input: ActInput): Decision {
  const { view, policy, now } = input;
  const { acting, challengeId } = command;
  // A challenge approves the lifting for those whom it helps: of a token, for all who share it.
  const targetUserIds = helpedBy(view, command).flat();
  const decision = decideUnlock(view, command, { policy, now });
  if (decision.ok && lacksChallenge(input, { acting, challengeId, operation: 'unlock_otp' }))
    return refused('challenge_required');
  return onChallenge(view, decision, {
    challengeId,
    operation: 'unlock_otp',
    acting,
    targetUserIds,
    policy,
    now,
  });
}
