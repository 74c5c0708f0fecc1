import { endOfDay, startOfDay } from '../calendar/dates.ts';
import type { Token } from './token.ts';

/** A token is valid through its printed day in the institution's time zone (ALL-02). */
export function isExpired(token: Token, now: number, timeZone: string): boolean {
  return token.expiresOn !== null && now > endOfDay(token.expiresOn, timeZone);
}

/** True from the first millisecond of its start date, or always when it has none. */
export function hasStarted(token: Token, now: number, timeZone: string): boolean {
  return token.startsOn === null || now >= startOfDay(token.startsOn, timeZone);
}

/** True when the token can verify codes now: in service, started and not expired (row 28, S0-12). */
export function isUsable(token: Token, now: number, timeZone: string): boolean {
  return (
    token.state === 'in_service' &&
    hasStarted(token, now, timeZone) &&
    !isExpired(token, now, timeZone)
  );
}
