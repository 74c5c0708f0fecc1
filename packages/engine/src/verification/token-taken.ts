import { lockAt } from '../lockout/guard.ts';
import type { Token } from '../token/token.ts';
import { isUsable } from '../token/validity.ts';
import type { VerificationContext, VerifyCode } from './decide-verification.ts';
import { unspentStep } from './matching-steps.ts';

/** A token of the user, and what comparing the typed code with its codes gave. */
export interface ComparedToken extends Pick<VerifyCode, 'matches' | 'wellFormed'> {
  readonly token: Token;
}

/**
 * Of several tokens of a user the one that a typed code is taken to be of. A right code is of the token
 * that shows it, even if another of his has shown the same digits before. A wrong one is of the first
 * token that could have taken it, so that where tokens are locked wrong codes count on one after the
 * other, and never on none.
 */
export function tokenTaken<T extends ComparedToken>(
  compared: readonly T[],
  { policy, now }: VerificationContext,
): T | undefined {
  const open = compared.filter(
    ({ token }) => isUsable(token, now, policy) && !lockAt(token.guard, now),
  );
  return (
    open.find(({ token, matches }) => unspentStep(token, matches) !== undefined) ??
    compared.find(({ matches }) => matches.length > 0) ??
    open.find(({ wellFormed }) => wellFormed) ??
    open[0] ??
    compared[0]
  );
}
