import {
  type Binding,
  type ContractView,
  type Decision,
  decideRevocation,
  type Revoke,
  refused,
} from '@warifu/engine';
import type { ServiceDeps } from '../deps.ts';
import type { RunResult } from '../ports/store.ts';
import type { CallContext } from './call-context.ts';
import { contractScope } from './contracts.ts';
import { challengeNamed, lacksChallenge, type OnChallenge, onChallenge } from './on-challenge.ts';
import { type ActInput, perform } from './perform.ts';

export interface RevocationResult {
  readonly bindings: readonly Binding[];
  /** The tokens that ended with it, for all who shared them. */
  readonly retiredTokenIds: readonly string[];
}

/** トークンの失効 by an administrator with a proved challenge, or by the institution's desk (S0-10). */
export function revoke(
  deps: ServiceDeps,
  command: Revoke & OnChallenge,
  context: CallContext<RevocationResult>,
): Promise<RunResult> {
  const { target, challengeId } = command;
  const onToken = 'tokenId' in target;
  const by = onToken ? { tokenId: target.tokenId } : { userId: target.userIds[0] ?? '' };
  return perform(
    deps,
    {
      action: 'revoke_token',
      scope: contractScope(context, by, challengeId),
      missing: onToken ? 'token_unknown' : 'user_unknown',
      decide: (input) => ({
        decision: revocation(command, input),
        challenge: challengeNamed(input.view, challengeId),
        userId: onToken || target.userIds.length !== 1 ? null : (target.userIds[0] ?? null),
        tokenId: onToken ? target.tokenId : null,
        value: (after) => revocationResult(input.view, after),
      }),
    },
    context,
  );
}

function revocation(command: Revoke & OnChallenge, input: ActInput): Decision {
  const { view, policy, now } = input;
  const { acting, challengeId, target } = command;
  const decision = decideRevocation(view, command, { policy, now });
  if (decision.ok && lacksChallenge(input, { acting, challengeId, operation: 'revoke_token' }))
    return refused('challenge_required');
  return onChallenge(view, decision, {
    challengeId,
    operation: 'revoke_token',
    acting,
    ...('userIds' in target ? { targetUserIds: target.userIds } : {}),
    policy,
    now,
  });
}

/** What has ended between two views. */
export function revocationResult(before: ContractView, after: ContractView): RevocationResult {
  const bindings = after.bindings.filter((binding, index) => before.bindings[index] !== binding);
  const retired = after.tokens.filter(
    (token, index) => token.state === 'retired' && before.tokens[index] !== token,
  );
  return { bindings, retiredTokenIds: retired.map((token) => token.id) };
}
