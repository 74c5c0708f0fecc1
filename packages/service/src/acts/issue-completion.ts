import { decideCompletion, type Issuance, refused, type StatedFactor } from '@warifu/engine';
import type { ServiceDeps } from '../deps.ts';
import type { RunResult } from '../ports/store.ts';
import type { CallContext } from './call-context.ts';
import { checkCode } from './code-check.ts';
import { type ActInput, type ActOutput, perform } from './perform.ts';
import type { RegistrationResult } from './registering.ts';

export interface Completion {
  readonly issuanceId: string;
  readonly otp: string;
  /** The code after it, where the policy asks two. */
  readonly secondOtp?: string | undefined;
  readonly factors: readonly StatedFactor[];
}

/** The first code of the new token binds it (S2-02 D, E). */
export async function completeIssue(
  deps: ServiceDeps,
  command: Completion,
  context: CallContext<RegistrationResult>,
): Promise<RunResult> {
  const { institutionId } = context.client;
  const { issuanceId } = command;
  const bindingId = deps.newId('bnd');
  // Which token an issue is of never changes once it is known, so it may be looked up beforehand.
  const known = await deps.store.queries.issuance(institutionId, issuanceId);
  const tokenId = known?.tokenId ?? null;
  return perform(
    deps,
    {
      action: 'complete_issuance',
      scope:
        tokenId === null
          ? { kind: 'contract', institutionId, by: { issuanceId } }
          : { kind: 'token', institutionId, by: { tokenId } },
      missing: 'issuance_unknown',
      decide: (input) => completion(deps, { ...command, bindingId, known }, input),
    },
    context,
  );
}

function completion(
  deps: ServiceDeps,
  command: Completion & { readonly bindingId: string; readonly known: Issuance | undefined },
  { view, loaded, policy, now }: ActInput,
): ActOutput<RegistrationResult> {
  const { issuanceId, bindingId, otp, secondOtp, factors, known } = command;
  const token = loaded.candidates[0];
  const seed = token && loaded.seeds.get(token.id);
  const check = (typed: string) =>
    checkCode(deps, { typed, token, seed, policy, now, purpose: 'registration' });
  const code = check(otp);
  const second = secondOtp === undefined ? undefined : check(secondOtp);
  const decision = code.unreadable
    ? refused('seed_unreadable')
    : decideCompletion(view, { issuanceId, bindingId, code, second, factors }, { policy, now });
  const userId = known?.userId ?? null;
  return {
    decision,
    outcome: 'accepted',
    userId,
    tokenId: token?.id ?? null,
    factors: [...factors.map((one) => one.kind), 'otp', ...(second ? ['second_otp'] : [])],
    value: (after) => ({
      bindings: after.bindings.filter((one) => one.id === bindingId),
      endedBindingIds: after.bindings.filter((one) => one.endedAt !== null).map((one) => one.id),
    }),
  };
}
