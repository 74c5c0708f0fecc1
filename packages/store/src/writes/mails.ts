import type { MailClaim, MailRemoval, MailSettlement, OutboxMail } from '@warifu/service';
import { changedBy, firstOf, type Plan, rowsOf } from '../plan.ts';
import type { QueryBuilder } from '../query-builder.ts';
import { mailFrom, mailRow } from '../rows/mail-rows.ts';
import { isFree } from './leases.ts';

/**
 * Adds mails to the outbox; gives how many. Of one once-key only the first ever is kept: those that
 * are known are left out first, and two at the same instant are told apart by the unique index.
 */
export function* insertMails(build: QueryBuilder, mails: readonly OutboxMail[]): Plan<number> {
  if (mails.length === 0) return 0;
  return yield* changedBy(
    build
      .insertInto('outbox_mails')
      .values(mails.map(mailRow))
      .onConflict((conflict) => conflict.columns(['institution_id', 'once_key']).doNothing()),
  );
}

/** Mails that could be leased now: those that somebody waits for first, then by the time they wait. */
export function* mailsDue(build: QueryBuilder, claim: MailClaim): Plan<readonly string[]> {
  const ids: string[] = [];
  for (const urgent of [1, 0] as const) {
    const rows = yield* rowsOf(
      unleased(build, claim)
        .select('id')
        .where('urgent', '=', urgent)
        .where('next_attempt_at', '<=', claim.now)
        .orderBy('next_attempt_at')
        .orderBy('id')
        .limit(claim.limit - ids.length),
    );
    ids.push(...rows.map((row) => row.id));
    if (ids.length >= claim.limit) break;
  }
  return ids;
}

function unleased(build: QueryBuilder, claim: MailClaim) {
  return build.selectFrom('outbox_mails').where('state', '=', 'queued').where(isFree(claim));
}

/**
 * Leases those of the mails that are still free, and gives them. Written so that it also holds where
 * another node does the same at the same instant: the update looks at each row once more.
 */
export function* leaseMails(
  build: QueryBuilder,
  claim: MailClaim,
  ids: readonly string[],
): Plan<readonly OutboxMail[]> {
  const { leaseId, leasedUntil } = claim;
  yield* changedBy(
    build
      .updateTable('outbox_mails')
      .set({ leased_by: leaseId, leased_until: leasedUntil })
      .where('id', 'in', ids)
      .where('state', '=', 'queued')
      .where(isFree(claim)),
  );
  const rows = yield* rowsOf(
    build
      .selectFrom('outbox_mails')
      .selectAll()
      .where('id', 'in', ids)
      .where('leased_by', '=', leaseId)
      .orderBy('urgent', 'desc')
      .orderBy('next_attempt_at')
      .orderBy('id'),
  );
  return rows.map(mailFrom);
}

/** Whether a mail waits for an instant that no clock would have given: the clock was put back. */
export function* isHeldUp(build: QueryBuilder, { plausibleUntil }: MailClaim): Plan<boolean> {
  for (const urgent of [1, 0] as const) {
    const row = yield* firstOf(
      build
        .selectFrom('outbox_mails')
        .select('id')
        .where('state', '=', 'queued')
        .where('urgent', '=', urgent)
        .where('next_attempt_at', '>', plausibleUntil)
        .limit(1),
    );
    if (row) return true;
  }
  return false;
}

/** Makes those due now. */
export function* bringForward(
  build: QueryBuilder,
  { now, plausibleUntil }: MailClaim,
): Plan<number> {
  return yield* changedBy(
    build
      .updateTable('outbox_mails')
      .set({ next_attempt_at: now })
      .where('state', '=', 'queued')
      .where('next_attempt_at', '>', plausibleUntil),
  );
}

/** Writes down what became of a mail; false when the lease was not the one that is named. */
export function* settleMail(
  build: QueryBuilder,
  { id, leaseId, outcome }: MailSettlement,
): Plan<boolean> {
  const free = { leased_by: null, leased_until: null };
  const queued = build
    .updateTable('outbox_mails')
    .where('id', '=', id)
    .where('state', '=', 'queued');
  const own = queued.where('leased_by', '=', leaseId);
  switch (outcome.state) {
    case 'sent': {
      const sent = { state: 'sent', sent_at: outcome.at, last_error: null, ...free } as const;
      const changed = yield* changedBy(own.set(sent));
      // The lease has gone to another, who need not send it any more.
      if (changed === 0) yield* changedBy(queued.set(sent));
      return changed === 1;
    }
    case 'queued': {
      const { nextAttemptAt, error } = outcome;
      const later = own.set(({ eb }) => ({
        attempts: eb('attempts', '+', 1),
        next_attempt_at: nextAttemptAt,
        last_error: error,
        ...free,
      }));
      return (yield* changedBy(later)) === 1;
    }
    case 'failed': {
      const failed = own.set(({ eb }) => ({
        state: 'failed' as const,
        attempts: eb('attempts', '+', 1),
        last_error: outcome.error,
        ...free,
      }));
      return (yield* changedBy(failed)) === 1;
    }
    case 'expired':
      return (yield* changedBy(own.set({ state: 'expired', ...free }))) === 1;
  }
}

export function* releaseMails(build: QueryBuilder, leaseId: string): Plan<number> {
  return yield* changedBy(
    build
      .updateTable('outbox_mails')
      .set({ leased_by: null, leased_until: null })
      .where('leased_by', '=', leaseId),
  );
}

export function* removeSettledMails(build: QueryBuilder, removal: MailRemoval): Plan<number> {
  const { institutionId, before, onceBefore, limit } = removal;
  const some = build
    .selectFrom('outbox_mails')
    .select('id')
    .where('institution_id', '=', institutionId)
    .where('state', '!=', 'queued')
    .where(({ or, and, eb }) =>
      or([
        and([eb('once_key', 'is', null), eb('created_at', '<', before)]),
        eb('created_at', '<', onceBefore),
      ]),
    )
    .limit(limit);
  return yield* changedBy(build.deleteFrom('outbox_mails').where('id', 'in', some));
}
