import { type Digits, equalCodes, type Hmac, hotp, timeStep } from '@warifu/otp';
import type { Authenticator } from '../policy/policy-schema.ts';
import type { Token } from '../token/token.ts';

export interface MatchInput {
  readonly hmac: Hmac;
  readonly token: Token;
  /** The canonical code, or undefined when what was typed is none. */
  readonly code: string | undefined;
  readonly windowSteps: number;
  readonly now: number;
}

/**
 * Every step in the window whose code equals the typed one, centre first (RFC 6238 5.2, RFC 4226 7.4).
 * All of the window is always compared, in constant time: time then tells nothing (row 20), and two
 * steps that happen to show the same digits are both known to the decision (ALL-01).
 */
export function matchingSteps({ hmac, token, code, windowSteps, now }: MatchInput): number[] {
  const typed = code ?? '';
  return candidateSteps(token, windowSteps, now).filter((step) =>
    equalCodes(hotp(hmac, step, token.digits as Digits), typed),
  );
}

/**
 * The steps that may be accepted now: around now for time-based tokens, ahead for event-based
 * ones, and of mailed codes the last one only.
 */
export function candidateSteps(token: Token, windowSteps: number, now: number): number[] {
  if (token.form === 'email') return token.mailedCode ? [token.mailedCode.counter] : [];
  if (token.stepSeconds === null) {
    const next = token.lastAcceptedStep + 1;
    return Array.from({ length: windowSteps + 1 }, (_, ahead) => next + ahead);
  }
  const centre = timeStep(now, token.stepSeconds) + token.driftSteps;
  const steps = [centre];
  for (let away = 1; away <= windowSteps; away++) steps.push(centre - away, centre + away);
  return steps.filter((step) => step >= 0);
}

/**
 * The step that a code proves, or undefined when it is wrong or spent. Two steps of a window may show
 * the same digits by chance (2 in a million windows): such a code is spent as a whole, or the very
 * same digits would be accepted twice (ALL-01). Time-based tokens are marked at the later of the two;
 * an event-based token would fall out of step, so its counter moves to the first (RFC 4226 7.4).
 */
export function unspentStep(token: Token, matches: readonly number[]): number | undefined {
  if (matches.some((step) => step <= token.lastAcceptedStep)) return undefined;
  if (token.stepSeconds === null || matches.length < 2) return matches[0];
  return Math.max(...matches);
}

/**
 * The drift to remember after an acceptance, within the authenticator's bound (RFC 6238 6). A code
 * that seems late may come from a slow fob or from a slow hand, so one step less is learnt of it:
 * else a person who once typed slowly would find his next prompt code refused.
 */
export function driftAfter(
  token: Token,
  accepted: { readonly step: number; readonly now: number },
  authenticator: Authenticator,
): number {
  if (token.stepSeconds === null) return 0;
  const seen = accepted.step - timeStep(accepted.now, token.stepSeconds);
  const drift = seen < token.driftSteps ? Math.min(token.driftSteps, seen + 1) : seen;
  // What a resynchronisation has learnt beyond the bound is kept: two codes have proved it.
  const bound = Math.max(authenticator.max_drift_steps, Math.abs(token.driftSteps));
  return Math.max(-bound, Math.min(bound, drift));
}
