import { bindingsOf, findToken, isUsable, lockAt, type Token, unspentStep } from '@warifu/engine';
import type { ServiceDeps } from '../deps.ts';
import { type CodeCheck, checkCode } from './code-check.ts';
import type { ActInput } from './perform.ts';

/** What comparing a code with all tokens of a user gave: the token that it is taken to be of. */
export interface TokensCheck extends CodeCheck {
  readonly tokenId: string | undefined;
}

interface Checked {
  readonly token: Token;
  readonly check: CodeCheck;
}

/**
 * Compares a typed code with the codes of every token that the user is bound to. All are always
 * compared, so that time does not tell which of them he holds. A code that is right for none is taken
 * to be of the first that could have taken it: wrong ones then count on each in turn, never on none.
 */
export function checkTokens(
  deps: ServiceDeps,
  { userId, typed }: { readonly userId: string; readonly typed: string },
  { view, loaded, policy, now }: ActInput,
): TokensCheck {
  const tokens = bindingsOf(view, userId).flatMap(({ tokenId }) => findToken(view, tokenId) ?? []);
  const checked = tokens.map((token): Checked => {
    const seed = loaded.seeds.get(token.id);
    const asked = { typed, token, seed, policy, now, purpose: 'verification' } as const;
    return { token, check: checkCode(deps, asked) };
  });
  const readable = checked.filter(({ check }) => !check.unreadable);
  const presented = readable.length > 0 ? readable : checked;
  const open = presented.filter(
    ({ token }) => isUsable(token, now, policy) && !lockAt(token.guard, now),
  );
  const taken =
    open.find(isRight) ??
    presented.find(({ check }) => check.matches.length > 0) ??
    open.find(({ check }) => check.wellFormed) ??
    open[0] ??
    presented[0];
  if (taken) return { ...taken.check, tokenId: taken.token.id };
  // Without a token the decision refuses and counts all the same.
  const asked = { typed, token: undefined, seed: undefined, policy, now } as const;
  return { ...checkCode(deps, { ...asked, purpose: 'verification' }), tokenId: undefined };
}

function isRight({ token, check }: Checked): boolean {
  return unspentStep(token, check.matches) !== undefined;
}
