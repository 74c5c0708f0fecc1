import type { DomainEvent } from '../audit/events.ts';
import { bindingsOf, type ContractView, findToken, findUser } from '../contract/contract-view.ts';
import { type Decision, decided, refused } from '../decision.ts';
import { isDesk } from '../desk/is-desk.ts';
import type { Policy } from '../policy/policy-schema.ts';
import type { ActRefusal } from '../refusal.ts';
import { evidenceOf, requestNamed } from '../request/request-evidence.ts';
import type { Binding } from '../token/binding.ts';
import type { ActingParty } from '../user/acting-party.ts';
import { actorStopped } from '../user/actor-stopped.ts';
import { bindingsOfTokens, openIssues, softwareLeft, tokenIdsOf } from './what-ends.ts';

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
  const obstacle = actorObstacle(view, command, context);
  if (obstacle) return refused(obstacle);
  const found = endedBindings(view, command);
  if (!found.ok) return refused(found.reason);
  const { reason, acting, target } = command;
  const { tokenIds } = found;
  const wholeTokens = 'tokenId' in target || context.policy.revocation.scope === 'token';
  const bindings = wholeTokens ? bindingsOfTokens(view, tokenIds) : found.bindings;
  if (isOwn(bindings, acting) && !context.policy.revocation.oneself) return refused('not_oneself');
  const evidence = evidenceOf(view, acting, {
    kinds: ['revocation', 'restore'],
    concerned: concernedBy(view, target),
    now: context.now,
  });
  if (!evidence.ok) return refused(evidence.reason);
  const retired = wholeTokens ? tokenIds : softwareLeft(view, bindings);
  return decided(
    ...lossReports(view, tokenIds, { reason, now: context.now }),
    ...bindings.map((binding) => ended(binding, reason, context.now)),
    ...retired.map((tokenId): DomainEvent => ({ type: 'token_retired', tokenId, reason })),
    ...openIssues(
      view,
      bindings.map((one) => one.userId),
    ),
    ...evidence.events,
  );
}

/** Where a token is revoked for all, it is one's own for each of them. */
function isOwn(bindings: readonly Binding[], acting: ActingParty): boolean {
  return acting.kind === 'user' && bindings.some((one) => one.userId === acting.userId);
}

/** Whom a paper must be about: the ticked users, each of them, or somebody who shares the token. */
function concernedBy(view: ContractView, target: Revoke['target']): (readonly string[])[] {
  if ('userIds' in target) return target.userIds.map((id) => [id]);
  return [bindingsOfTokens(view, [target.tokenId]).map((one) => one.userId)];
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

function actorObstacle(
  view: ContractView,
  { acting, target }: Revoke,
  { policy, now }: RevocationContext,
): ActRefusal | null {
  if (acting.kind === 'staff') return deskObstacle(view, acting, policy);
  if ('tokenId' in target) return 'institution_only';
  const actor = findUser(view, acting.userId);
  if (!actor) return 'user_unknown';
  if (!policy.revocation.roles.includes(actor.role)) return 'role_not_allowed';
  return actorStopped(view, actor, { policy, now });
}

/** Another desk than the policy's may carry out what came in by web notification, and only that (S1-06). */
function deskObstacle(
  view: ContractView,
  acting: Extract<ActingParty, { kind: 'staff' }>,
  policy: Policy,
): ActRefusal | null {
  const { desk, web_notification: web } = policy.revocation;
  if (acting.desk === desk) return null;
  const notified = requestNamed(view, acting)?.channel === 'web';
  return web && notified && isDesk(policy, acting.desk) ? null : 'desk_not_allowed';
}

function ended(binding: Binding, reason: RevocationReason, at: number): DomainEvent {
  const { id: bindingId, userId, tokenId } = binding;
  return { type: 'binding_ended', bindingId, userId, tokenId, reason, at };
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
