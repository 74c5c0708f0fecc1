import type { DomainEvent } from '../audit/events.ts';
import { bindingsOf, type ContractView, findToken, findUser } from '../contract/contract-view.ts';
import { type Decision, decided, refused } from '../decision.ts';
import type { Policy } from '../policy/policy-schema.ts';
import type { ActRefusal } from '../refusal.ts';
import { evidenceOf } from '../request/request-evidence.ts';
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
  const found = endedBindings(view, command);
  if (!found.ok) return refused(found.reason);
  const evidence = evidenceOf(view, command.acting, {
    kind: 'revocation',
    needed: false,
    userIds: found.bindings.map((binding) => binding.userId),
    now: context.now,
  });
  if (!evidence.ok) return refused(evidence.reason);
  const { reason } = command;
  const tokenIds = found.tokenIds;
  const wholeTokens = 'tokenId' in command.target || context.policy.revocation.scope === 'token';
  const bindings = wholeTokens ? bindingsOfTokens(view, tokenIds) : found.bindings;
  const retired = wholeTokens ? tokenIds : softwareOnly(view, found.bindings);
  return decided(
    ...lossReports(view, tokenIds, { reason, now: context.now }),
    ...bindings.map((binding) => ended(binding, reason, context.now)),
    ...retired.map((tokenId): DomainEvent => ({ type: 'token_retired', tokenId, reason })),
    ...openIssues(view, bindings),
    ...evidence.events,
  );
}

/** What a revocation is about; the first user or token that has nothing to revoke refuses the whole. */
type Found =
  | {
      readonly ok: true;
      readonly bindings: readonly Binding[];
      readonly tokenIds: readonly string[];
    }
  | { readonly ok: false; readonly reason: ActRefusal };

function endedBindings(view: ContractView, { target }: Revoke): Found {
  if ('tokenId' in target) {
    const token = findToken(view, target.tokenId);
    if (!token) return { ok: false, reason: 'token_unknown' };
    if (token.state === 'retired') return { ok: false, reason: 'not_in_service' };
    return { ok: true, bindings: bindingsOfTokens(view, [token.id]), tokenIds: [token.id] };
  }
  const bindings: Binding[] = [];
  for (const userId of new Set(target.userIds)) {
    if (!findUser(view, userId)) return { ok: false, reason: 'user_unknown' };
    const own = bindingsOf(view, userId);
    if (own.length === 0) return { ok: false, reason: 'not_in_service' };
    bindings.push(...own);
  }
  return { ok: true, bindings, tokenIds: tokenIdsOf(bindings) };
}

function bindingsOfTokens(view: ContractView, tokenIds: readonly string[]): Binding[] {
  return view.bindings.filter((one) => one.endedAt === null && tokenIds.includes(one.tokenId));
}

/** A software token lives in one app and is made anew for the next phone, so it ends with its binding. */
function softwareOnly(view: ContractView, bindings: readonly Binding[]): string[] {
  return tokenIdsOf(bindings).filter((id) => {
    const form = findToken(view, id)?.form;
    return form !== undefined && form !== 'hardware';
  });
}

/** An issue that is under way for somebody whose token is revoked does not go on behind it. */
function openIssues(view: ContractView, bindings: readonly Binding[]): DomainEvent[] {
  const userIds = new Set(bindings.map((binding) => binding.userId));
  return view.issuances
    .filter((one) => userIds.has(one.userId))
    .map(({ id: issuanceId }) => ({
      type: 'issuance_cancelled',
      issuanceId,
      reason: 'revoked',
    }));
}

function actorObstacle(view: ContractView, command: Revoke, policy: Policy): ActRefusal | null {
  const { acting, target } = command;
  const { roles, oneself, desk, web_notification: web } = policy.revocation;
  if (acting.kind === 'staff')
    return acting.desk === desk || (web && isDesk(policy, acting.desk)) ? null : 'desk_not_allowed';
  if ('tokenId' in target) return 'institution_only';
  const actor = findUser(view, acting.userId);
  if (!actor) return 'user_unknown';
  if (!roles.includes(actor.role)) return 'role_not_allowed';
  return target.userIds.includes(actor.id) && !oneself ? 'not_oneself' : null;
}

function isDesk(policy: Policy, id: string): boolean {
  return policy.desks.some((one) => one.id === id);
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
