import type { ClockMark, ClockStore, KnownTime } from '@warifu/service';
import type { DueWorkRunner } from '../due-work/due-work-runner.ts';
import { changedBy, firstOf, type Plan, rowsOf } from '../plan.ts';
import type { PlanRunner } from '../plan-runner.ts';
import type { QueryBuilder } from '../query-builder.ts';

/**
 * Each node's mark of time, a row of `store_meta`: `clock:<node>` → `<at> <up for ms> <boot>`. It is one
 * short row that is written every few seconds, so that no verification has to.
 */
export interface ClockStoreParts {
  readonly build: QueryBuilder;
  /** The name of this node: that of its audit chain. */
  readonly node: string;
  readonly plans: PlanRunner;
  readonly write: DueWorkRunner['write'];
}

export function clockStore({ build, node, plans, write }: ClockStoreParts): ClockStore {
  const key = keyPrefix + node;
  return {
    known: () => plans.read(knownTime(build, key)),
    keep: async (mark) => {
      await write(keepMark(build, key, mark));
    },
    accept: (mark, audit) => plans.act(audit, acceptMark(build, key, mark)),
  };
}

const keyPrefix = 'clock:';
const keyAfterPrefix = 'clock;';

function* marks(build: QueryBuilder): Plan<ReadonlyMap<string, ClockMark>> {
  const rows = yield* rowsOf(
    build
      .selectFrom('store_meta')
      .selectAll()
      .where('key', '>=', keyPrefix)
      .where('key', '<', keyAfterPrefix),
  );
  return new Map(rows.map(({ key, value }) => [key, markFrom(value)]));
}

function* knownTime(build: QueryBuilder, key: string): Plan<KnownTime> {
  const all = yield* marks(build);
  const last = yield* firstOf(
    build.selectFrom('audit_records').select('at').orderBy('number', 'desc').limit(1),
  );
  const times = [...all.values()].map(({ at }) => at);
  return {
    own: all.get(key) ?? null,
    latestAt: times.length === 0 ? null : Math.max(...times),
    recordedAt: last?.at ?? null,
  };
}

/** Of two that write at once the later time stays. */
function* keepMark(build: QueryBuilder, key: string, mark: ClockMark): Plan<number> {
  const value = textOf(mark);
  return yield* changedBy(
    build
      .insertInto('store_meta')
      .values({ key, value })
      .onConflict((conflict) =>
        conflict.column('key').doUpdateSet({ value }).where('store_meta.value', '<', value),
      ),
  );
}

function* acceptMark(build: QueryBuilder, key: string, mark: ClockMark): Plan<void> {
  yield* changedBy(
    build.deleteFrom('store_meta').where('key', '>=', keyPrefix).where('key', '<', keyAfterPrefix),
  );
  yield* changedBy(build.insertInto('store_meta').values({ key, value: textOf(mark) }));
}

/** The instant first and in sixteen digits: of two such texts the later one is the greater. */
function textOf({ at, boot }: ClockMark): string {
  const instant = String(Math.max(at, 0)).padStart(16, '0');
  return boot ? `${instant} ${Math.floor(boot.upMs)} ${boot.id}` : instant;
}

/** What is not of this form is no mark: such a store knows its last record's time. */
function markFrom(text: string): ClockMark {
  const [, at, upMs, id] = /^(\d{16})(?: (\d+) (\S+))?$/.exec(text) ?? [];
  return {
    at: at === undefined ? -1 : Number(at),
    boot: id === undefined ? null : { id, upMs: Number(upMs) },
  };
}
