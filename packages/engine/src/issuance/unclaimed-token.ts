import { isUnclaimed, type Token } from '../token/token.ts';

const dayMs = 86_400_000;

/**
 * How long a token that an app has made waits to be registered. Whoever makes one means to register it
 * at once, with the app in his hand; a week leaves him time to be let in by an administrator or a desk.
 * After it the place on his phone is worth more than the token, and he can make another (S1-03, S4-01).
 */
export const unclaimedTokenDays = 7;

/** A token made at or before this instant has waited for too long. */
export function unclaimedSince(now: number): number {
  return now - unclaimedTokenDays * dayMs;
}

/** The token without its claim to a place on the phone; undefined where it may still be registered. */
export function retiredUnclaimed(token: Token, now: number): Token | undefined {
  const { issuedAt, version } = token;
  if (!isUnclaimed(token) || issuedAt === null || issuedAt > unclaimedSince(now)) return undefined;
  return { ...token, state: 'retired', retireReason: 'cancelled', version: version + 1 };
}
