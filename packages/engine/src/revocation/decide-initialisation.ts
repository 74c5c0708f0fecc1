import type { DomainEvent } from '../audit/events.ts';
import { bindingsOf, type ContractView, findUser } from '../contract/contract-view.ts';
import { type Decision, decided, refused } from '../decision.ts';
import type { Policy } from '../policy/policy-schema.ts';
import type { ActRefusal } from '../refusal.ts';
import type { Binding } from '../token/binding.ts';
import type { ActingParty } from '../user/acting-party.ts';
import { actorStopped } from '../user/actor-stopped.ts';
import { hasUsed } from '../verification/first-use.ts';
import { openIssues, softwareLeft } from './what-ends.ts';

/**
 * 初期化: a registration is taken back before its first use, as if it had not been made. It is no
 * revocation: there is no pause after it, the device may be registered again, and whoever had grace
 * before has it again. After the first use only a revocation ends it.
 */
export interface Initialise {
  readonly userIds: readonly string[];
  readonly acting: ActingParty;
}

export interface InitialisationContext {
  readonly policy: Policy;
  readonly now: number;
}

/** All targets or none: the first that cannot be initialised refuses the whole. */
export function decideInitialisation(
  view: ContractView,
  command: Initialise,
  context: InitialisationContext,
): Decision {
  const obstacle = actorObstacle(view, command, context);
  if (obstacle) return refused(obstacle);
  const bindings: Binding[] = [];
  for (const userId of new Set(command.userIds)) {
    const user = findUser(view, userId);
    if (!user) return refused('user_unknown');
    const own = bindingsOf(view, userId);
    if (own.length === 0) return refused('not_in_service');
    if (hasUsed(view, user)) return refused('already_used');
    bindings.push(...own);
  }
  const userIds = bindings.map((binding) => binding.userId);
  return decided(
    ...bindings.map(
      ({ id: bindingId, userId, tokenId }): DomainEvent => ({
        type: 'binding_ended',
        bindingId,
        userId,
        tokenId,
        reason: 'initialised',
        at: context.now,
      }),
    ),
    ...softwareLeft(view, bindings).map(
      (tokenId): DomainEvent => ({ type: 'token_retired', tokenId, reason: 'cancelled' }),
    ),
    ...openIssues(view, userIds),
  );
}

function actorObstacle(
  view: ContractView,
  { acting, userIds }: Initialise,
  context: InitialisationContext,
): ActRefusal | null {
  const { initialise, oneself } = context.policy.revocation;
  if (acting.kind === 'staff') return acting.desk === initialise?.desk ? null : 'desk_not_allowed';
  const actor = findUser(view, acting.userId);
  if (!actor) return 'user_unknown';
  if (!initialise?.roles.includes(actor.role)) return 'role_not_allowed';
  if (userIds.includes(actor.id) && !oneself) return 'not_oneself';
  return actorStopped(view, actor, context);
}
