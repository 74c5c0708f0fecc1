import { addYears, dateOf, endOfDay, startOfDay } from '../calendar/dates.ts';
import type { Authenticator, Policy } from '../policy/policy-schema.ts';
import { authenticatorOf } from './authenticator.ts';
import type { Token } from './token.ts';

/**
 * The last day on which a token is valid, or null when no date ends it: its printed day, or the end of
 * its lifetime if that is earlier. A token is valid through that day (ALL-02).
 */
export function lastDayOf(token: Token, policy: Policy): string | null {
  const authenticator = authenticatorOf(token, policy);
  const byAge = authenticator ? lastDayByAge(token, { authenticator, policy }) : null;
  if (token.expiresOn === null || byAge === null) return token.expiresOn ?? byAge;
  return byAge < token.expiresOn ? byAge : token.expiresOn;
}

interface Ageing {
  readonly authenticator: Authenticator;
  readonly policy: Policy;
}

function lastDayByAge(token: Token, { authenticator, policy }: Ageing): string | null {
  const { lifetime } = authenticator;
  if (lifetime.ends !== 'years_after_issue' || token.issuedAt === null) return null;
  return addYears(dateOf(token.issuedAt, policy.institution.time_zone), lifetime.years);
}

/** True after its last day in the institution's time zone, or when its displays are used up. */
export function isExpired(token: Token, now: number, policy: Policy): boolean {
  const timeZone = policy.institution.time_zone;
  if (token.expiresOn !== null && now > endOfDay(token.expiresOn, timeZone)) return true;
  const authenticator = authenticatorOf(token, policy);
  switch (authenticator?.lifetime.ends) {
    case 'years_after_issue':
      return isTooOld(token, now, { authenticator, policy });
    case 'after_displays':
      // Only a counter tells how often a token was read; a time step does not.
      return token.kind === 'hotp' && token.lastAcceptedStep + 1 >= authenticator.lifetime.displays;
    default:
      return false;
  }
}

/** Whether a lifetime in years is over. Every verification asks, so the calendar is asked last. */
function isTooOld(token: Token, now: number, { authenticator, policy }: Ageing): boolean {
  const { lifetime } = authenticator;
  if (lifetime.ends !== 'years_after_issue' || token.issuedAt === null) return false;
  if (now < token.issuedAt + (lifetime.years * 365 - 1) * 86_400_000) return false;
  const lastDay = lastDayByAge(token, { authenticator, policy });
  return lastDay !== null && now > endOfDay(lastDay, policy.institution.time_zone);
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
