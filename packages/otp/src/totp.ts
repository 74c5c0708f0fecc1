/*
 * TOTP (RFC 6238) is HOTP with the number of the current time step as the counter. Steps are
 * counted from the Unix epoch (T0 = 0, RFC 6238 4.1). Time always arrives as a parameter, in
 * integer milliseconds; nothing here reads a clock.
 */
import type { Digits, Hmac } from './hotp.ts';
import { hotp } from './hotp.ts';

/** What a time-based token shows: how many digits, and how long each code stands. */
export interface TotpShape {
  readonly digits: Digits;
  readonly stepSeconds: number;
}

/**
 * The number of the time step that holds an instant: floor((t - T0) / X) of RFC 6238 4.2, T0 = 0.
 *
 * @param atMs the instant in milliseconds since the Unix epoch. 64-bit time is right: year 2603 too.
 * @param stepSeconds length of a step, 30 or 60 in practice.
 */
export function timeStep(atMs: number, stepSeconds: number): number {
  return Math.floor(atMs / (stepSeconds * 1000));
}

/** The first millisecond of a time step; the step ends just before `stepStartMs(step + 1, …)`. */
export function stepStartMs(step: number, stepSeconds: number): number {
  return step * stepSeconds * 1000;
}

/**
 * The code of RFC 6238 at an instant.
 *
 * @throws RangeError for an instant before 1970: a step is then negative, which no token shows.
 */
export function totp(hmac: Hmac, atMs: number, shape: TotpShape): string {
  return hotp(hmac, timeStep(atMs, shape.stepSeconds), shape.digits);
}
