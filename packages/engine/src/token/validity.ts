import { addYears, dateOf, endOfDay, startOfDay } from '../calendar/dates.ts';
import type { Authenticator, Policy } from '../policy/policy-schema.ts';
import { authenticatorOf } from './authenticator.ts';
import type { Token } from './token.ts';

/**
 * The last day on which a token is valid, or null when no date ends it: its printed day, or the end of
 * its lifetime if that is earlier. A token is valid through that day (ALL-02).
 */
export function lastDayOf(token: Token, policy: Policy): string | null {
  const byAge = lastDayByAge(token, authenticatorOf(token, policy), policy);
  if (token.expiresOn === null || byAge === null) return token.expiresOn ?? byAge;
  return byAge < token.expiresOn ? byAge : token.expiresOn;
}

function lastDayByAge(
  token: Token,
  authenticator: Authenticator | undefined,
  policy: Policy,
): string | null {
  if (authenticator?.lifetime.ends !== 'years_after_issue' || token.issuedAt === null) return null;
  return addYears(
    dateOf(token.issuedAt, policy.institution.time_zone),
    authenticator.lifetime.years,
  );
}

/** True after its last day in the institution's time zone, or when its displays are used up. */
export function isExpired(token: Token, now: number, policy: Policy): boolean {
  const lastDay = lastDayOf(token, policy);
  if (lastDay !== null && now > endOfDay(lastDay, policy.institution.time_zone)) return true;
  const lifetime = authenticatorOf(token, policy)?.lifetime;
  return lifetime?.ends === 'after_displays' && token.lastAcceptedStep + 1 >= lifetime.displays;
}

/** True from the first millisecond of its start date, or always when it has none. */
export function hasStarted(token: Token, now: number, timeZone: string): boolean {
  return token.startsOn === null || now >= startOfDay(token.startsOn, timeZone);
}

/** True once the policy's migration has cut this kind of token over to another. */
export function isCutOver(token: Token, now: number, policy: Policy): boolean {
  const { migration } = policy.adoption;
  if (!migration || authenticatorOf(token, policy)?.id !== migration.from) return false;
  return now >= startOfDay(migration.cut_over_on, policy.institution.time_zone);
}

/** True when the token can verify codes now: in service, started, not paused and not expired (row 28, S0-12). */
export function isUsable(token: Token, now: number, policy: Policy): boolean {
  return (
    token.state === 'in_service' &&
    token.suspendedAt === null &&
    hasStarted(token, now, policy.institution.time_zone) &&
    !isExpired(token, now, policy) &&
    !isCutOver(token, now, policy)
  );
}
