import { type RawBuilder, type SqlBool, sql } from 'kysely';

/**
 * Whether a mail or a job is nobody's: never leased, leased too long ago, or leased for longer than
 * any lease lasts, which happens when a clock is put back.
 */
export function isFree({
  now,
  plausibleUntil,
}: {
  readonly now: number;
  readonly plausibleUntil: number;
}): RawBuilder<SqlBool> {
  return sql<SqlBool>`(leased_until is null or leased_until <= ${now} or leased_until > ${plausibleUntil})`;
}
