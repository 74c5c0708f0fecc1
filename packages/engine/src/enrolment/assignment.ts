import { isMigrating } from '../adoption/migration.ts';
import { type ContractView, findToken, sharersOf } from '../contract/contract-view.ts';
import type { Policy } from '../policy/policy-schema.ts';
import type { ActRefusal } from '../refusal.ts';
import { authenticatorOf } from '../token/authenticator.ts';
import type { Binding } from '../token/binding.ts';
import type { Token } from '../token/token.ts';
import { isExpired } from '../token/validity.ts';
import type { VerificationContext } from '../verification/decide-verification.ts';
import { type Assigning, keptBindings } from './start-bindings.ts';

/**
 * Who may have which token: what the policy says of users per token, tokens per user, their kinds and
 * their assignment (S0-08, S1-01, S1-08, S3-02). All of it may be told openly, because the code was
 * right; so it is looked at after the code.
 */
export function assignmentObstacle(
  view: ContractView,
  assigning: Assigning & { readonly revokedTokenIds: readonly string[] },
  context: VerificationContext,
): ActRefusal | null {
  const { token, targets, revokedTokenIds } = assigning;
  const { policy } = context;
  const held = (userId: string) =>
    view.bindings.some((b) => b.tokenId === token.id && b.userId === userId && b.endedAt === null);
  if (targets.some(({ userId }) => held(userId))) return 'already_enrolled_with_token';
  if (token.lostReportedAt !== null) return 'token_lost';
  if (!policy.revocation.reuse && revokedTokenIds.includes(token.id))
    return 'token_revoked_for_user';
  return (
    kindObstacle(view, assigning, policy) ??
    numberObstacle(view, assigning, policy) ??
    sharingObstacle(view, assigning, context)
  );
}

/** Whether the contract and its users may have this kind of token beside those that they keep (S1-01). */
function kindObstacle(view: ContractView, assigning: Assigning, policy: Policy): ActRefusal | null {
  const { token, targets } = assigning;
  const kind = authenticatorOf(token, policy);
  if (kind?.contract_kinds && !kind.contract_kinds.includes(view.contract.kind))
    return 'authenticator_not_for_contract';
  const idsOf = (bindings: readonly Binding[]) =>
    bindings.flatMap(({ tokenId }) => {
      const one = findToken(view, tokenId);
      return one ? [authenticatorOf(one, policy)?.id] : [];
    });
  const fits = (ids: readonly (string | undefined)[]) => ids.every((id) => id === kind?.id);
  switch (policy.adoption.kinds) {
    case 'free':
      return null;
    case 'one_per_user': {
      const kept = targets.flatMap(({ userId }) => keptBindings(view, userId, assigning, policy));
      return fits(idsOf(kept)) ? null : 'authenticator_not_for_contract';
    }
    case 'one_per_contract': {
      if (isMigrating(kind?.id, policy)) return null;
      const { authenticator } = view.contract;
      if (authenticator !== null)
        return fits([authenticator]) ? null : 'authenticator_not_for_contract';
      const others = view.bindings.filter(
        (one) => one.endedAt === null && targets.every(({ userId }) => userId !== one.userId),
      );
      return fits(idsOf(others)) ? null : 'authenticator_not_for_contract';
    }
  }
}

function numberObstacle(
  view: ContractView,
  assigning: Assigning,
  policy: Policy,
): ActRefusal | null {
  const { targets, replacesTokenId, token } = assigning;
  const most = policy.relations.tokens_per_user;
  const inForce = view.bindings.filter((one) => one.endedAt === null);
  const isTargets = ({ userId }: Binding) => targets.some((one) => one.userId === userId);
  if (
    replacesTokenId !== undefined &&
    !inForce.some((one) => one.tokenId === replacesTokenId && isTargets(one))
  )
    return 'replaced_token_missing';
  const tooMany = targets.some(
    ({ userId }) => keptBindings(view, userId, assigning, policy).length >= most,
  );
  if (tooMany) return 'tokens_per_user_exceeded';
  const { users_per_token: perToken } = policy.relations;
  const sharers = new Set([
    ...sharersOf(view, token.id).map((user) => user.id),
    ...targets.map((one) => one.userId),
  ]);
  return perToken !== 'any' && sharers.size > perToken ? 'users_per_token_exceeded' : null;
}

/** All the same, or all different, where the policy says so (S3-02). */
function sharingObstacle(
  view: ContractView,
  { token, targets }: Assigning,
  context: VerificationContext,
): ActRefusal | null {
  const { assignment } = context.policy.relations;
  if (assignment === 'any') return null;
  const others = view.bindings.filter(
    (one) => one.endedAt === null && targets.every(({ userId }) => userId !== one.userId),
  );
  const differs =
    assignment === 'all_different'
      ? targets.length > 1 || others.some((one) => one.tokenId === token.id)
      : others.some(
          (one) => one.tokenId !== token.id && !givesWay(view, one, { token, ...context }),
        );
  return differs ? 'assignment_differs' : null;
}

/** A colleague who still holds what this token replaces, or what has expired, is not one who differs. */
function givesWay(
  view: ContractView,
  { tokenId }: Binding,
  { token, policy, now }: VerificationContext & { readonly token: Token },
): boolean {
  const old = findToken(view, tokenId);
  const shipment = view.shipments.find((one) => one.id === token.shipmentId);
  return !old || shipment?.replacesTokenId === tokenId || isExpired(old, now, policy);
}
