import type { Contract } from '../contract/contract.ts';
import { type ContractView, findUser, tokensOf } from '../contract/contract-view.ts';
import { isConcerned } from '../enrolment/enrolment-status.ts';
import { adoptionObstacle, cooldownObstacle } from '../enrolment/registration-obstacles.ts';
import { lockAt } from '../lockout/guard.ts';
import type { Authenticator, Policy } from '../policy/policy-schema.ts';
import type { ActRefusal } from '../refusal.ts';
import { authenticatorOf } from '../token/authenticator.ts';
import type { Token } from '../token/token.ts';
import { isCutOver, isExpired } from '../token/validity.ts';
import type { ActingParty } from '../user/acting-party.ts';
import type { User } from '../user/user.ts';

export interface IssueContext {
  readonly policy: Policy;
  readonly now: number;
}

/**
 * Who may begin or end an issue for a user: he himself, an administrator where the policy has
 * administrators register, or a desk. Without an acting party it is the user himself, at his bank's
 * screens.
 */
export function partyObstacle(
  view: ContractView,
  user: User,
  { acting, policy }: { readonly acting: ActingParty | undefined; readonly policy: Policy },
): ActRefusal | null {
  const { who_registers: who, registrar_roles: roles } = policy.enrolment;
  if (acting?.kind === 'staff')
    return policy.desks.some((desk) => desk.id === acting.desk) ? null : 'desk_not_allowed';
  const actor = acting ? findUser(view, acting.userId) : user;
  if (!actor) return 'user_unknown';
  const asAdministrator = who.includes('administrator') && roles.includes(actor.role);
  if (asAdministrator) return null;
  if (actor.id !== user.id) return 'role_not_allowed';
  return who.some((one) => one !== 'administrator') ? null : 'registration_by_administrator';
}

/**
 * What keeps a user from any new token now: nobody has applied, OTP does not concern him, he or his
 * contract is stopped, or the pause after a revocation runs (S2-02, S2-07).
 */
export function newTokenObstacle(
  view: ContractView,
  user: User,
  context: IssueContext,
): ActRefusal | null {
  const { policy, now } = context;
  if (view.contract.stoppedAt !== null && policy.emergency_stop) return 'already_stopped';
  const unadopted = adoptionObstacle(view, policy);
  if (unadopted) return unadopted;
  if (!isConcerned(user, view.contract, policy)) return 'enrolment_not_concerned';
  return lockAt(user.guard, now) ? 'actor_locked' : cooldownObstacle([user], context);
}

/**
 * The tokens of a user beside which a new one of this kind would stand. An expired one is no obstacle,
 * nor is one whose kind gives way to the new one: by the policy's migration, or because the contract
 * has changed its method (S1-11).
 */
export function tokensInTheWay(
  view: ContractView,
  user: User,
  { wanted, policy, now }: IssueContext & { readonly wanted: Authenticator },
): Token[] {
  return tokensOf(view, user.id).filter((token) => {
    if (isExpired(token, now, policy) || isCutOver(token, now, policy)) return false;
    return !givesWay(authenticatorOf(token, policy), { wanted, policy, contract: view.contract });
  });
}

function givesWay(
  held: Authenticator | undefined,
  {
    wanted,
    policy: { adoption },
    contract,
  }: { readonly wanted: Authenticator; readonly policy: Policy; readonly contract: Contract },
): boolean {
  const { migration, kinds } = adoption;
  if (migration && held?.id === migration.from && wanted.id === migration.to) return true;
  const chosen = kinds === 'one_per_contract' ? contract.authenticator : null;
  return chosen !== null && chosen === wanted.id && held?.id !== chosen;
}

/** Why a further token is refused that would stand beside those (S1-06, S2-07), or null. */
export function besideObstacle(
  held: readonly Token[],
  wanted: Authenticator,
  policy: Policy,
): ActRefusal | null {
  if (held.length >= policy.relations.tokens_per_user) return 'already_in_service';
  const mixed = held.some((token) => authenticatorOf(token, policy)?.id !== wanted.id);
  return mixed && policy.adoption.kinds !== 'free' ? 'authenticator_not_for_contract' : null;
}
