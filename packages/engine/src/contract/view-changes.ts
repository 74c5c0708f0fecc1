import type { DomainEvent } from '../audit/events.ts';
import type { LockLimits } from '../lockout/guard.ts';
import type { Token } from '../token/token.ts';
import type { User } from '../user/user.ts';
import type { ContractView } from './contract-view.ts';

/** What evolving needs beside the events themselves: the instant, and the limits of the policy. */
export interface EvolveContext {
  readonly now: number;
  readonly limits: LockLimits;
}

/** The events of these types. */
export type EventOf<T extends DomainEvent['type']> = Extract<DomainEvent, { type: T }>;

/** The view with one user changed; the others keep their identity. */
export function withUser(
  view: ContractView,
  id: string,
  change: (user: User) => User,
): ContractView {
  return { ...view, users: view.users.map((user) => (user.id === id ? change(user) : user)) };
}

/** The view with one token changed; the others keep their identity. */
export function withToken(
  view: ContractView,
  id: string,
  change: (token: Token) => Token,
): ContractView {
  return { ...view, tokens: view.tokens.map((token) => (token.id === id ? change(token) : token)) };
}
