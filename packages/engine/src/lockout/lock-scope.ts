import { bindingsOf, type ContractView, findToken } from '../contract/contract-view.ts';
import type { LockScope, Policy } from '../policy/policy-schema.ts';
import { authenticatorOf } from '../token/authenticator.ts';
import type { Token } from '../token/token.ts';
import { type Lock, lockAt } from './guard.ts';

/** What a lock of this token's users stops: the policy's scope, or that of this kind of token. */
export function lockScopeFor(token: Token | undefined, policy: Policy): LockScope {
  const { scope, scopes } = policy.lockout;
  if (!token || !scopes) return scope;
  const id = authenticatorOf(token, policy)?.id;
  return scopes.find((one) => one.authenticator === id)?.scope ?? scope;
}

/**
 * The lock scope that holds for a user, by the tokens that he is bound to. A lock of his does not say
 * which of them it came from, so one that stops the whole service is taken to have done it.
 */
export function lockScopeOf(view: ContractView, userId: string, policy: Policy): LockScope {
  const { scope, scopes: byKind } = policy.lockout;
  if (!byKind) return scope;
  const scopes = bindingsOf(view, userId).map(({ tokenId }) =>
    lockScopeFor(findToken(view, tokenId), policy),
  );
  return scopes.includes('user_service') ? 'user_service' : (scopes[0] ?? scope);
}

/**
 * The lock that stops tokens of one user, of several the one that ends first; null while one of them
 * is not locked, or when there is none.
 */
export function lockOfAll(tokens: readonly Token[], now: number): Lock | null {
  let first: Lock | null = null;
  for (const { guard } of tokens) {
    const lock = lockAt(guard, now);
    if (!lock) return null;
    if (!first || (lock.liftsAt ?? Infinity) < (first.liftsAt ?? Infinity)) first = lock;
  }
  return first;
}
