import { isMigrating } from '../adoption/migration.ts';
import type { DomainEvent } from '../audit/events.ts';
import { bindingsOf, type ContractView, findToken, findUser } from '../contract/contract-view.ts';
import type { Policy } from '../policy/policy-schema.ts';
import { authenticatorOf } from '../token/authenticator.ts';
import type { Binding, BindingEndReason } from '../token/binding.ts';
import type { RetireReason, Token } from '../token/token.ts';
import type { VerificationContext } from '../verification/decide-verification.ts';

/**
 * What follows when users get a token: it joins the contract and goes into service, they adopt OTP
 * where that is each user's choice, what it replaces ends in the same step (ALL-06), and a token that
 * nobody is bound to any more leaves service.
 */
export interface Assigning {
  readonly token: Token;
  /** The users who get it, each with the ID of his new binding. */
  readonly targets: readonly Target[];
  /** Which of several tokens it replaces; where a user has one only, that one is always replaced. */
  readonly replacesTokenId?: string | undefined;
  /** Why replaced bindings end, where it is not simply that they are replaced. */
  readonly endReason?: 'exchanged' | undefined;
}

export interface Target {
  readonly userId: string;
  readonly bindingId: string;
}

/** The events of the assignment, in the order in which they happen; the acceptance of a code comes before. */
export function bindingEvents(
  view: ContractView,
  assigning: Assigning,
  { policy, now: at }: VerificationContext,
): DomainEvent[] {
  const { token, targets } = assigning;
  const tokenId = token.id;
  const events: DomainEvent[] = [];
  if (token.contractId === null) events.push({ type: 'token_claimed', tokenId });
  if (token.state !== 'in_service') events.push({ type: 'token_put_in_service', tokenId });
  events.push(...choiceEvents(view, assigning, { policy, at }));
  events.push(...endingEvents(view, assigning, { policy, at }));
  for (const { userId, bindingId } of targets)
    events.push({ type: 'binding_started', bindingId, userId, tokenId, at });
  return events;
}

/** The bindings that a user keeps when he gets the token. */
export function keptBindings(
  view: ContractView,
  userId: string,
  assigning: Assigning,
  policy: Policy,
): Binding[] {
  return bindingsOf(view, userId).filter((one) => !isReplaced(one, assigning, policy));
}

function isReplaced({ tokenId }: Binding, { replacesTokenId }: Assigning, policy: Policy): boolean {
  return policy.relations.tokens_per_user === 1 ? true : tokenId === replacesTokenId;
}

interface At {
  readonly policy: Policy;
  readonly at: number;
}

/** What the first registration chooses: the kind of the contract, and OTP where each user decides. */
function choiceEvents(view: ContractView, { token, targets }: Assigning, { policy, at }: At) {
  const events: DomainEvent[] = [];
  const kind = authenticatorOf(token, policy)?.id;
  const isOne = policy.adoption.kinds === 'one_per_contract';
  if (isOne && view.contract.authenticator === null && kind !== undefined)
    events.push({ type: 'authenticator_chosen', authenticator: kind, at });
  if (policy.adoption.unit === 'user')
    for (const { userId } of targets)
      if (findUser(view, userId)?.adoptedAt === null)
        events.push({ type: 'user_adopted', userId, at });
  return events;
}

interface Ending {
  readonly binding: Binding;
  readonly reason: BindingEndReason;
}

function endingEvents(view: ContractView, assigning: Assigning, { policy, at }: At): DomainEvent[] {
  const endings = endingsOf(view, assigning, policy);
  const ended: DomainEvent[] = endings.map(({ binding, reason }) => ({
    type: 'binding_ended',
    bindingId: binding.id,
    userId: binding.userId,
    tokenId: binding.tokenId,
    reason,
    at,
  }));
  const over = new Set(endings.map(({ binding }) => binding.id));
  const tokens = new Map(endings.map(({ binding, reason }) => [binding.tokenId, reason]));
  for (const [tokenId, cause] of tokens) {
    const shared = view.bindings.some(
      (one) => one.tokenId === tokenId && one.endedAt === null && !over.has(one.id),
    );
    const reason = shared ? null : retireReasonOf(view, tokenId, cause);
    if (reason) ended.push({ type: 'token_retired', tokenId, reason });
  }
  return ended;
}

/**
 * What ends: the replaced ones of those who get the token, and after a change of method what is left
 * of the old kind, so that the users of a contract are never mixed (S1-01, S1-11).
 */
function endingsOf(view: ContractView, assigning: Assigning, policy: Policy): Ending[] {
  const { token, targets, endReason } = assigning;
  const kind = authenticatorOf(token, policy)?.id;
  const isOne = policy.adoption.kinds === 'one_per_contract';
  const differs = ({ tokenId }: Binding) => {
    const old = findToken(view, tokenId);
    return isOne && old !== undefined && authenticatorOf(old, policy)?.id !== kind;
  };
  return view.bindings.flatMap((binding): Ending[] => {
    if (binding.endedAt !== null) return [];
    const replaced =
      targets.some(({ userId }) => userId === binding.userId) &&
      isReplaced(binding, assigning, policy);
    if (differs(binding) && (replaced || !isMigrating(kind, policy)))
      return [{ binding, reason: 'method_changed' }];
    return replaced ? [{ binding, reason: endReason ?? 'replaced' }] : [];
  });
}

/**
 * A hardware token that another user may still register stays in service; one whose successor was sent
 * does not, nor an app's, which is of no use to anybody else.
 */
function retireReasonOf(
  view: ContractView,
  tokenId: string,
  cause: BindingEndReason,
): RetireReason | null {
  const token = findToken(view, tokenId);
  if (!token || token.state === 'retired') return null;
  if (cause === 'exchanged') return 'exchanged';
  const succeeded = view.shipments.some((one) => one.replacesTokenId === tokenId);
  return cause === 'method_changed' || succeeded || token.form !== 'hardware' ? 'replaced' : null;
}
