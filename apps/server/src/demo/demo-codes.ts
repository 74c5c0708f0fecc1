import { createHmac } from 'node:crypto';
import { stepStartMs, timeStep, totp } from '@warifu/otp';
import type { DemoToken } from './demo-token-file.ts';

type Shown = Pick<DemoToken, 'seed'> & Partial<Pick<DemoToken, 'stepSeconds'>>;

/** The code that a token shows at an instant, or some steps before it. */
export function codeOf({ seed, stepSeconds = 60 }: Shown, at: number, stepsAgo = 0): string {
  const hmac = (message: Uint8Array) => createHmac('sha1', seed).update(message).digest();
  const step = timeStep(at, stepSeconds) - stepsAgo;
  return totp(hmac, stepStartMs(step, stepSeconds), { digits: 6, stepSeconds });
}

/** A code that the token shows at none of the steps around an instant. */
export function wrongCode(token: Shown, at: number): string {
  const shown = new Set([-2, -1, 0, 1, 2].map((steps) => codeOf(token, at, steps)));
  const free = Array.from({ length: 6 }, (_, index) => String(index).repeat(6));
  return free.find((code) => !shown.has(code)) ?? '999999';
}
