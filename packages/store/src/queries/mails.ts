import type { MailState, OutboxMail, Page } from '@warifu/service';
import { firstOf, type Plan, rowsOf } from '../plan.ts';
import type { QueryBuilder } from '../query-builder.ts';
import { mailFrom } from '../rows/mail-rows.ts';
import { pageOf } from './paging.ts';
import type { Asked } from './people.ts';

export function* mailsPage(
  build: QueryBuilder,
  asked: Asked<{ readonly state?: MailState; readonly userId?: string }>,
): Plan<Page<OutboxMail>> {
  const { institutionId, page } = asked;
  const { state, userId } = asked.filter;
  const rows = yield* rowsOf(
    build
      .selectFrom('outbox_mails')
      .selectAll()
      .where('institution_id', '=', institutionId)
      .where('id', '>', page.after ?? '')
      .$if(userId !== undefined, (it) => it.where('user_id', '=', userId ?? ''))
      .$if(state !== undefined, (it) => it.where('state', '=', state ?? 'queued'))
      .orderBy('id')
      .limit(page.limit + 1),
  );
  return pageOf(rows, page, { key: (row) => row.id, from: mailFrom });
}

/** How many mails wait, and since when the oldest does. */
export function* mailsWaiting(build: QueryBuilder) {
  const row = yield* firstOf(
    build
      .selectFrom('outbox_mails')
      .select(({ fn }) => [fn.countAll<number>().as('count'), fn.min('created_at').as('oldest_at')])
      .where('state', '=', 'queued'),
  );
  // PostgreSQL counts in 64 bits, which its driver hands over as text.
  return { count: Number(row?.count ?? 0), oldestAt: instantOrNull(row?.oldest_at) };
}

function instantOrNull(value: number | null | undefined): number | null {
  return value === null || value === undefined ? null : Number(value);
}
