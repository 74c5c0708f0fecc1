import type { Application } from '../application/application.ts';
import type { Challenge } from '../challenge/challenge.ts';
import type { Fee } from '../fee/fee.ts';
import type { Issuance } from '../issuance/issuance.ts';
import type { CustomerRequest } from '../request/customer-request.ts';
import type { Shipment } from '../shipment/shipment.ts';
import type { Binding } from '../token/binding.ts';
import type { Token } from '../token/token.ts';
import type { User } from '../user/user.ts';
import type { Contract } from './contract.ts';

/**
 * Everything that a decision about one contract may look at, as of one version. Decisions see the
 * whole contract because sharing, grace and deadlock depend on the other users. The verification
 * path loads the part that concerns one user: himself, his binding and its token.
 */
export interface ContractView {
  readonly contract: Contract;
  readonly users: readonly User[];
  readonly tokens: readonly Token[];
  /** Bindings in force; ended ones are history and no decision needs them. */
  readonly bindings: readonly Binding[];
  readonly applications: readonly Application[];
  readonly shipments: readonly Shipment[];
  readonly fees: readonly Fee[];
  /** Issues of software tokens that are open or activated; completed ones are history. */
  readonly issuances: readonly Issuance[];
  /** Papers and notifications that wait to be carried out. */
  readonly requests: readonly CustomerRequest[];
  /** Only the challenge that the command names, if it names one. */
  readonly challenges: readonly Challenge[];
}

export function findUser(view: ContractView, userId: string): User | undefined {
  return view.users.find((user) => user.id === userId && user.state === 'active');
}

export function findToken(view: ContractView, tokenId: string): Token | undefined {
  return view.tokens.find((token) => token.id === tokenId);
}

/** The user's bindings in force: one, or as many as the policy lets him have. */
export function bindingsOf(view: ContractView, userId: string): Binding[] {
  return view.bindings.filter((binding) => binding.userId === userId && binding.endedAt === null);
}

/** The user's first binding in force, if any; at most banks a user has at most one (S0-08). */
export function bindingOf(view: ContractView, userId: string): Binding | undefined {
  return view.bindings.find((binding) => binding.userId === userId && binding.endedAt === null);
}

/** Every token that the user is bound to: one, or as many as the policy lets him have. */
export function tokensOf(view: ContractView, userId: string): Token[] {
  return bindingsOf(view, userId).flatMap((one) => findToken(view, one.tokenId) ?? []);
}

/** The users who share a token, by their bindings in force. */
export function sharersOf(view: ContractView, tokenId: string): User[] {
  const ids = new Set(
    view.bindings.filter((b) => b.tokenId === tokenId && b.endedAt === null).map((b) => b.userId),
  );
  return view.users.filter((user) => ids.has(user.id) && user.state === 'active');
}
