import type { Token } from '@warifu/engine';
import { dayInJapan, endOfDayInJapan } from './japan-time.ts';
import { never } from './violation.ts';
import { eventsNamed, isLocked, tokenBefore, userBefore, type Witnessed } from './witnessed.ts';

/** Acts by which a user proves himself with a token that he has registered already. */
const provingActions: readonly string[] = ['verify_otp', 'self_stop_otp'];

/**
 * Rows 19, 28, 34: whatever was typed, nothing is accepted of whoever is locked or gone, nor of a token
 * that is expired, paused, retired, somebody else's or registered to nobody.
 */
export function watchStanding(seen: Witnessed): void {
  const { before, at, record, policy } = seen;
  for (const { userId, tokenId } of eventsNamed(seen, 'otp_accepted', 'otp_spent')) {
    const user = userBefore(seen, userId);
    const token = tokenBefore(seen, tokenId);
    never(!before || user?.state !== 'active', 'ALL-01', 'somebody unknown was accepted');
    if (!before || !user || !token) return;
    never(isLocked(user, at), 'row 12 row 19', 'a locked user was accepted');
    never(isLocked(token, at), 'row 12 row 19', 'a locked token was accepted');
    never(token.suspendedAt !== null, 'row 28', 'a paused token was accepted');
    never(
      ['in_stock', 'retired'].includes(token.state),
      'row 28',
      `a token was accepted ${token.state}`,
    );
    never(isPastItsDay(token, seen), 'row 34', 'an expired token was accepted');
    never(
      isCutOverByNow(token, seen),
      'row 34',
      'a token of a kind that was cut over was accepted',
    );
    never(
      token.contractId !== null && token.contractId !== before.contract.id,
      'row 27 row 49',
      'a token of another contract was accepted',
    );
    const stopped = before.contract.stoppedAt !== null && policy.emergency_stop !== null;
    never(stopped, 'row 33', 'a code was accepted while everything was stopped');
    if (!provingActions.includes(record.action)) continue;
    never(token.state !== 'in_service', 'row 28', `a token was accepted ${token.state}`);
    const bound = before.bindings.some(
      (one) => one.userId === userId && one.tokenId === tokenId && one.endedAt === null,
    );
    never(!bound, 'row 28 row 33', 'a token was accepted of somebody who has not registered it');
  }
}

/** The old kind of a migration is accepted until the end of the day before the cut-over. */
function isCutOverByNow(token: Token, { at, policy }: Witnessed): boolean {
  const { migration } = policy.adoption;
  const old = policy.authenticators.find((one) => one.id === migration?.from);
  if (!migration || !old || policy.institution.time_zone !== 'Asia/Tokyo') return false;
  const same =
    old.kind === `${token.form}_${token.kind}` &&
    old.digits === token.digits &&
    old.algorithm === token.algorithm &&
    (old.step_seconds ?? null) === token.stepSeconds;
  return same && dayInJapan(at) >= migration.cut_over_on;
}

function isPastItsDay({ expiresOn }: Token, { at, policy }: Witnessed): boolean {
  if (expiresOn === null || policy.institution.time_zone !== 'Asia/Tokyo') return false;
  return at > endOfDayInJapan(expiresOn);
}
