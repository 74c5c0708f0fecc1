import { authenticatorOf, matchingSteps, type Policy, type Token } from '@warifu/engine';
import { canonicaliseCode, type Hmac } from '@warifu/otp';
import type { ServiceDeps } from '../deps.ts';
import type { SealedSeed } from '../ports/sealed-seed.ts';

/** What comparing a typed code with a token's codes gave. */
export interface CodeCheck {
  readonly matches: readonly number[];
  readonly wellFormed: boolean;
  /** The seed does not belong to this place: moved, copied, rolled back or another key (row 38). */
  readonly unreadable: boolean;
}

export interface CodeCheckInput {
  readonly typed: string;
  readonly token: Token | undefined;
  readonly seed: SealedSeed | undefined;
  readonly policy: Policy;
  readonly now: number;
  readonly purpose: 'verification' | 'registration';
}

const noMatch: CodeCheck = { matches: [], wellFormed: true, unreadable: false };

/**
 * Compares a typed code with the codes of a token's window. The seed is opened for this call only.
 * Without a token nothing is compared; the decision refuses and counts all the same.
 */
export function checkCode(deps: ServiceDeps, input: CodeCheckInput): CodeCheck {
  const { token, seed, typed } = input;
  const code = canonicaliseCode(typed, token?.digits ?? 6);
  const wellFormed = code !== undefined;
  if (!token || !seed) return { ...noMatch, wellFormed };
  const { id: tokenId, institutionId, contractId } = token;
  const opened = deps.vault.open(seed, { institutionId, tokenId, contractId }, token.algorithm);
  if (!opened) return { ...noMatch, wellFormed, unreadable: true };
  try {
    const matches = matchesOf(opened.hmac, token, { ...input, code });
    return { matches, wellFormed, unreadable: false };
  } finally {
    opened.close();
  }
}

function matchesOf(
  hmac: Hmac,
  token: Token,
  { code, policy, purpose, now }: CodeCheckInput & { readonly code: string | undefined },
): readonly number[] {
  const authenticator = authenticatorOf(token, policy);
  if (!authenticator) return noMatch.matches;
  const windowSteps =
    purpose === 'registration'
      ? authenticator.registration_window_steps
      : authenticator.window_steps;
  return matchingSteps({ hmac, token, code, windowSteps, now });
}
