import type { DomainEvent } from '../audit/events.ts';
import { bindingOf, type ContractView, findToken, findUser } from '../contract/contract-view.ts';
import { type Decision, decided, refused } from '../decision.ts';
import type { Policy } from '../policy/policy-schema.ts';
import type { ActRefusal } from '../refusal.ts';
import type { Binding } from '../token/binding.ts';
import type { ActingParty } from '../user/acting-party.ts';

/**
 * トークンの失効: bindings of ticked users end, and the others who share the token keep theirs (S0-10).
 * A user acts with a satisfied challenge of his own, which asks his own code; if his own token is the
 * one that is lost, the desk does it. The desk may also end a token for all who share it.
 */
export const revocationReasons = ['lost', 'stolen', 'broken', 'revoked'] as const;
export type RevocationReason = (typeof revocationReasons)[number];

export interface Revoke {
  readonly target: { readonly userIds: readonly string[] } | { readonly tokenId: string };
  readonly reason: RevocationReason;
  readonly acting: ActingParty;
}

export interface RevocationContext {
  readonly policy: Policy;
  readonly now: number;
}

export function decideRevocation(
  view: ContractView,
  command: Revoke,
  context: RevocationContext,
): Decision {
  const obstacle = actorObstacle(view, command, context.policy);
  if (obstacle) return refused(obstacle);
  if ('tokenId' in command.target)
    return revokeToken(view, command.target.tokenId, { reason: command.reason, now: context.now });
  const bindings: Binding[] = [];
  for (const userId of new Set(command.target.userIds)) {
    if (!findUser(view, userId)) return refused('user_unknown');
    const binding = bindingOf(view, userId);
    if (!binding) return refused('not_in_service');
    bindings.push(binding);
  }
  return decided(
    ...lossReports(view, tokenIdsOf(bindings), { reason: command.reason, now: context.now }),
    ...bindings.map((binding) => ended(binding, command.reason, context.now)),
  );
}

function actorObstacle(view: ContractView, command: Revoke, policy: Policy): ActRefusal | null {
  const { acting } = command;
  if (acting.kind === 'staff')
    return acting.desk === policy.revocation.desk ? null : 'desk_not_allowed';
  if ('tokenId' in command.target) return 'institution_only';
  const actor = findUser(view, acting.userId);
  if (!actor) return 'user_unknown';
  return policy.revocation.roles.includes(actor.role) ? null : 'role_not_allowed';
}

function ended(binding: Binding, reason: RevocationReason, at: number): DomainEvent {
  const { id: bindingId, userId, tokenId } = binding;
  return { type: 'binding_ended', bindingId, userId, tokenId, reason, at };
}

function tokenIdsOf(bindings: readonly Binding[]): string[] {
  return [...new Set(bindings.map((binding) => binding.tokenId))];
}

/**
 * A token that is reported lost or stolen is never registered again, though sharers keep theirs. The
 * first report stands: when the loss became known is a recorded fact (S0-13).
 */
function lossReports(
  view: ContractView,
  tokenIds: readonly string[],
  { reason, now }: { readonly reason: RevocationReason; readonly now: number },
): DomainEvent[] {
  if (reason !== 'lost' && reason !== 'stolen') return [];
  return tokenIds
    .filter((id) => findToken(view, id)?.lostReportedAt === null)
    .map((tokenId) => ({ type: 'token_loss_reported', tokenId, at: now }));
}

/** The desk ends a token for all: every binding, and the token itself. */
function revokeToken(
  view: ContractView,
  tokenId: string,
  { reason, now }: { readonly reason: RevocationReason; readonly now: number },
): Decision {
  const token = findToken(view, tokenId);
  if (!token) return refused('token_unknown');
  if (token.state === 'retired') return refused('not_in_service');
  const bindings = view.bindings.filter((b) => b.tokenId === tokenId && b.endedAt === null);
  const reports = lossReports(view, [tokenId], { reason, now });
  return decided(...reports, ...bindings.map((binding) => ended(binding, reason, now)), {
    type: 'token_retired',
    tokenId,
    reason,
  });
}
