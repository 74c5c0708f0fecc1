import type { Policy } from '@warifu/engine';
import { never } from './violation.ts';
import { eventsNamed, tokenBefore, userBefore, type Witnessed } from './witnessed.ts';

/** Refusals that say that what was typed was looked at. */
const evaluated: readonly string[] = [
  'code_wrong',
  'code_malformed',
  'code_replayed',
  'serial_unknown',
];

interface Count {
  sinceUnlock: number;
  sinceAcceptance: number;
  /** The version under which the last guess was made: a new one may be stricter than what was used up. */
  policy: Policy;
}

/**
 * Rows 7, 12, 21, ALL-06: every guess that is looked at is counted; no more than the threshold are
 * looked at between two unlockings; and no more than the cap since the last acceptance, however often
 * the customer's own administrators unlock.
 */
export class GuessBook {
  readonly #counts = new Map<string, Count>();

  watch(seen: Witnessed): void {
    const { record, policy } = seen;
    for (const { userId, by } of eventsNamed(seen, 'user_unlocked')) this.#unlocked(userId, by);
    for (const { tokenId, by } of eventsNamed(seen, 'token_unlocked')) this.#unlocked(tokenId, by);
    for (const subject of ranOut(seen)) this.#unlocked(subject, 'customer');
    for (const { userId, tokenId } of eventsNamed(seen, 'otp_accepted'))
      for (const subject of [userId, tokenId]) this.#accepted(subject, policy);
    if (record.outcome !== 'refused' || !evaluated.includes(record.reason ?? '')) return;
    const counted = eventsNamed(seen, 'otp_refused');
    never(counted.length === 0, 'row 7 row 12', `${record.reason} was not counted`);
    for (const { userId, tokenId } of counted) this.#guessed(seen, { userId, tokenId });
  }

  #unlocked(subject: string, by: 'customer' | 'institution'): void {
    const count = this.#counts.get(subject);
    if (!count) return;
    count.sinceUnlock = 0;
    if (by === 'institution') count.sinceAcceptance = 0;
  }

  #accepted(subject: string, { lockout }: Policy): void {
    const count = this.#counts.get(subject);
    if (!count) return;
    count.sinceAcceptance = 0;
    if (lockout.counting === 'consecutive') count.sinceUnlock = 0;
  }

  #guessed(
    seen: Witnessed,
    { userId, tokenId }: { readonly userId: string; readonly tokenId: string | null },
  ): void {
    const { policy } = seen;
    const subject = tokenId ?? userId;
    const count = this.#counts.get(subject) ?? { sinceUnlock: 0, sinceAcceptance: 0, policy };
    const guard = (tokenId === null ? userBefore(seen, userId) : tokenBefore(seen, tokenId))?.guard;
    if (count.policy === policy) {
      const { threshold, cap } = policy.lockout;
      never(
        count.sinceUnlock >= threshold,
        'row 12',
        `guess ${count.sinceUnlock + 1} was looked at`,
      );
      never(
        count.sinceAcceptance >= cap,
        'row 21 ALL-06',
        `guess ${count.sinceAcceptance + 1} since the last acceptance was looked at`,
      );
    }
    count.policy = policy;
    count.sinceUnlock += 1;
    count.sinceAcceptance += 1;
    this.#counts.set(subject, count);
    const row = tokenId === null ? seen.changes.users : seen.changes.tokens;
    const after = row?.find((one) => one.id === subject)?.guard;
    never(
      after === undefined || after.failuresSinceAcceptance <= (guard?.failuresSinceAcceptance ?? 0),
      'row 13',
      'a guess was told as counted and is not in the store',
    );
  }
}

/** Those about whom something is told and whose temporary lock has run out: it has unlocked itself. */
function ranOut(seen: Witnessed): string[] {
  const told = eventsNamed(seen, 'otp_accepted', 'otp_refused');
  const ids = told.flatMap(({ userId, tokenId }) => [userId, tokenId]);
  return ids.flatMap((id) => {
    const lock = (userBefore(seen, id) ?? tokenBefore(seen, id))?.guard.lock;
    const over = lock != null && lock.liftsAt !== null && seen.at >= lock.liftsAt;
    return over && id !== null ? [id] : [];
  });
}
