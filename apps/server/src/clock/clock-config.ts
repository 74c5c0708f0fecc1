import type { ClockLimits } from '@warifu/service';

/**
 * What is a step of the clock and what is a fault (row 76). A clock that is kept by NTP is never set by
 * more than a fraction of a second; half a minute off, the codes of a token of 30 seconds are wrong.
 */
export const usualClockLimits: ClockLimits = { maxStepMs: 30_000, maxStopMs: 600_000 };

export type ClockLimitsRead =
  | { readonly ok: true; readonly limits: ClockLimits }
  | { readonly ok: false; readonly message: string };

const secondsMax = 366 * 86_400;

/** Reads `WARIFU_CLOCK_MAX_STEP` and `WARIFU_CLOCK_MAX_STOP`, in whole seconds. */
export function clockLimitsOf(env: Readonly<Record<string, string | undefined>>): ClockLimitsRead {
  const step = secondsOf(env['WARIFU_CLOCK_MAX_STEP'], usualClockLimits.maxStepMs);
  const stop = secondsOf(env['WARIFU_CLOCK_MAX_STOP'], usualClockLimits.maxStopMs);
  if (step === null) return faultOf('WARIFU_CLOCK_MAX_STEP');
  if (stop === null) return faultOf('WARIFU_CLOCK_MAX_STOP');
  return { ok: true, limits: { maxStepMs: step, maxStopMs: stop } };
}

function secondsOf(text: string | undefined, usualMs: number): number | null {
  if (!text) return usualMs;
  const seconds = Number(text);
  return /^\d{1,8}$/.test(text) && seconds >= 1 && seconds <= secondsMax ? seconds * 1_000 : null;
}

function faultOf(name: string): ClockLimitsRead {
  return { ok: false, message: `${name} is no number of seconds from 1 to ${secondsMax}` };
}
