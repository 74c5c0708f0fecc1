import { type Decision, decideInitialisation, type Initialise, refused } from '@warifu/engine';
import type { ServiceDeps } from '../deps.ts';
import type { RunResult } from '../ports/store.ts';
import type { CallContext } from './call-context.ts';
import { contractScope } from './contracts.ts';
import { challengeNamed, lacksChallenge, type OnChallenge, onChallenge } from './on-challenge.ts';
import { type ActInput, perform } from './perform.ts';
import { type RevocationResult, revocationResult } from './revocations.ts';

/** 初期化 of registrations that were never used, by an administrator or the institution's desk. */
export function initialise(
  deps: ServiceDeps,
  command: Initialise & OnChallenge,
  context: CallContext<RevocationResult>,
): Promise<RunResult> {
  const { userIds, challengeId } = command;
  const [userId = ''] = userIds;
  return perform(
    deps,
    {
      action: 'initialise_token',
      scope: contractScope(context, { userId }, challengeId),
      missing: 'user_unknown',
      decide: (input) => ({
        decision: initialisation(command, input),
        challenge: challengeNamed(input.view, challengeId),
        userId: userIds.length === 1 ? userId : null,
        value: (after) => revocationResult(input.view, after),
      }),
    },
    context,
  );
}

function initialisation(command: Initialise & OnChallenge, input: ActInput): Decision {
  const { view, policy, now } = input;
  const { acting, challengeId, userIds: targetUserIds } = command;
  const operation = 'initialise_token';
  const decision = decideInitialisation(view, command, { policy, now });
  if (decision.ok && lacksChallenge(input, { acting, challengeId, operation }))
    return refused('challenge_required');
  return onChallenge(view, decision, {
    challengeId,
    operation,
    acting,
    targetUserIds,
    policy,
    now,
  });
}
