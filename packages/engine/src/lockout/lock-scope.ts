import { type ContractView, tokenOf } from '../contract/contract-view.ts';
import type { LockScope, Policy } from '../policy/policy-schema.ts';
import { authenticatorOf } from '../token/authenticator.ts';
import type { Token } from '../token/token.ts';

/** What a lock of this token's users stops: the policy's scope, or that of this kind of token. */
export function lockScopeFor(token: Token | undefined, { lockout, ...policy }: Policy): LockScope {
  if (!token || !lockout.scopes) return lockout.scope;
  const id = authenticatorOf(token, { lockout, ...policy })?.id;
  return lockout.scopes.find((one) => one.authenticator === id)?.scope ?? lockout.scope;
}

/** The lock scope that holds for a user, by the token that he is bound to. */
export function lockScopeOf(view: ContractView, userId: string, policy: Policy): LockScope {
  return lockScopeFor(tokenOf(view, userId), policy);
}
