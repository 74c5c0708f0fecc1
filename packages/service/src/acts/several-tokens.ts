import { bindingsOf, findToken, tokenTaken } from '@warifu/engine';
import type { ServiceDeps } from '../deps.ts';
import { type CodeCheck, checkCode } from './code-check.ts';
import type { ActInput } from './perform.ts';

/** What comparing a code with all tokens of a user gave: the token that it is taken to be of. */
export interface TokensCheck extends CodeCheck {
  readonly tokenId: string | undefined;
}

/**
 * Compares a typed code with the codes of every token that the user is bound to. All are always
 * compared, so that time does not tell which of them he holds.
 */
export function checkTokens(
  deps: ServiceDeps,
  { userId, typed }: { readonly userId: string; readonly typed: string },
  { view, loaded, policy, now }: ActInput,
): TokensCheck {
  const tokens = bindingsOf(view, userId).flatMap(({ tokenId }) => findToken(view, tokenId) ?? []);
  const checked = tokens.map((token) => {
    const seed = loaded.seeds.get(token.id);
    const asked = { typed, token, seed, policy, now, purpose: 'verification' } as const;
    return { token, ...checkCode(deps, asked) };
  });
  const readable = checked.filter(({ unreadable }) => !unreadable);
  const taken = tokenTaken(readable.length > 0 ? readable : checked, { policy, now });
  if (taken) {
    const { token, ...check } = taken;
    return { ...check, tokenId: token.id };
  }
  // Without a token the decision refuses and counts all the same.
  const asked = { typed, token: undefined, seed: undefined, policy, now } as const;
  return { ...checkCode(deps, { ...asked, purpose: 'verification' }), tokenId: undefined };
}
