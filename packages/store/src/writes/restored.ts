import { type RestoredMark, StoreFailure } from '@warifu/service';
import { sql } from 'kysely';
import { changedBy, firstOf, type Plan } from '../plan.ts';
import type { QueryBuilder } from '../query-builder.ts';

/**
 * What a backup that is put back in place needs before anything is decided on it (row 72). Whatever
 * was accepted after the backup was made is unknown to it, so everything that may have been is spent:
 *
 *   time-based tokens   the mark moves to the latest step that can have been accepted by now
 *   event-based tokens  the counter jumps beyond whatever was shown, and is unknown: out of step, until
 *                       two codes have shown where it stands
 *   mailed codes        the server holds the counter: it jumps beyond whatever was mailed
 *   challenges          none that was open or satisfied can be used
 *   issues              none that was under way goes on
 *
 * The restore epoch moves on, so that nothing that was sealed after this moment fits an older store.
 */
export function* markRestored(build: QueryBuilder, mark: RestoredMark): Plan<void> {
  yield* nextEpoch(build);
  yield* spendTimeSteps(build, mark);
  yield* changedBy(
    build
      .updateTable('tokens')
      .set((it) => ({
        out_of_step: 1,
        last_accepted_step: it('last_accepted_step', '+', mark.countersBeyond),
        version: it('version', '+', 1),
      }))
      .where('kind', '=', 'hotp')
      .where('form', '!=', 'email')
      // What nobody has registered yet has no one who could show two codes: it stays as it came.
      .where('state', '=', 'in_service'),
  );
  yield* changedBy(
    build
      .updateTable('tokens')
      .set((it) => ({
        last_accepted_step: it('last_accepted_step', '+', mailedCodesBeyond),
        mailed_code: null,
        version: it('version', '+', 1),
      }))
      .where('form', '=', 'email'),
  );
  yield* changedBy(
    build
      .updateTable('challenges')
      .set({ expires_at: mark.at })
      .where('state', '!=', 'consumed')
      .where('expires_at', '>', mark.at),
  );
  yield* changedBy(
    build
      .updateTable('issuances')
      .set((it) => ({ state: 'cancelled', version: it('version', '+', 1) }))
      .where('state', 'in', ['open', 'activated']),
  );
}

/** More codes than anybody is mailed in the life of a token. */
const mailedCodesBeyond = 1_000_000;

function* nextEpoch(build: QueryBuilder): Plan<void> {
  const row = yield* firstOf(
    build.selectFrom('store_meta').select('value').where('key', '=', 'restore_epoch'),
  );
  const epoch = Number(row?.value ?? Number.NaN);
  if (!Number.isInteger(epoch))
    throw new StoreFailure('conflict', 'the store has no restore epoch');
  yield* changedBy(
    build
      .updateTable('store_meta')
      .set({ value: String(epoch + 1) })
      .where('key', '=', 'restore_epoch'),
  );
}

/** The mark never goes back: a store that is younger than it looks keeps its own. */
function* spendTimeSteps(build: QueryBuilder, { at, windowSteps }: RestoredMark): Plan<void> {
  for (const stepSeconds of [30, 60] as const) {
    const now = Math.floor(at / 1_000 / stepSeconds);
    // Since the backup a slow token may have been found to be a fast one, and not the other way round.
    const ahead = sql`CASE WHEN drift_steps > 0 THEN drift_steps ELSE 0 END`;
    const latest = sql<number>`${sql.lit(now + windowSteps)} + ${ahead}`;
    yield* changedBy(
      build
        .updateTable('tokens')
        .set((it) => ({ last_accepted_step: latest, version: it('version', '+', 1) }))
        .where('kind', '=', 'totp')
        .where('step_seconds', '=', stepSeconds)
        .where('state', '!=', 'in_stock')
        .where('last_accepted_step', '<', latest),
    );
  }
}
