import { createHash } from 'node:crypto';
import { chainsMax, type RecordRange, rangeOfChain } from '../audit/record-range.ts';
import { changedBy, type Plan, rowsOf } from '../plan.ts';
import type { QueryBuilder } from '../query-builder.ts';
import { UnsafeStore } from '../unsafe-store.ts';
import { StaleState } from '../writes/stale-state.ts';
import type { Session } from './session.ts';

/**
 * Each node writes an audit chain of its own (docs/adr/0007), so no node waits for another's link.
 * A chain has one writer: the connection that writes holds an advisory lock on the chain's name. The
 * server gives the lock back when that connection is gone, and not before, so what an earlier
 * connection had begun is decided once a later one holds the lock.
 */
const lockBytes = 8;

/** The lock of a chain, as text: a 64-bit number. */
function lockOf(chain: string): string {
  const digest = createHash('sha256').update(`warifu audit chain ${chain}`).digest();
  return digest.subarray(0, lockBytes).readBigInt64BE().toString();
}

/** Any fixed number: all nodes hold this lock together, and a restore holds it alone. */
const nodesLock = '6300986219318503001';

/**
 * Counts this connection among the nodes of the database; alone, it demands that there is no other,
 * and keeps others off. Throws `UnsafeStore`.
 */
export async function joinNodes(session: Session, alone: boolean): Promise<void> {
  if (alone) return refuseOthers(session);
  try {
    await session.command(`SELECT pg_advisory_lock_shared(${nodesLock})`);
  } catch (error) {
    if (!(error instanceof StaleState)) throw error;
    const message = 'the database is being put back in place after a restore: try again';
    throw new UnsafeStore('in_use', message, { cause: error });
  }
}

async function refuseOthers(session: Session): Promise<void> {
  const sql = `SELECT pg_try_advisory_lock(${nodesLock}) AS taken`;
  const { rows } = await session.execute({ sql, parameters: [] });
  const [row] = rows as readonly { readonly taken: boolean }[];
  if (row?.taken) return;
  throw new UnsafeStore('in_use', 'a node works on this database: stop all nodes first');
}

/** Waits for the lock as long as the session waits for any lock, then throws `UnsafeStore`. */
export async function takeChain(session: Session, chain: string): Promise<void> {
  try {
    await session.command(`SELECT pg_advisory_lock(${lockOf(chain)})`);
  } catch (error) {
    if (!(error instanceof StaleState)) throw error;
    const message = `another process writes the audit chain "${chain}": give each node a name of its own with WARIFU_NODE`;
    throw new UnsafeStore('in_use', message, { cause: error });
  }
}

const keyPrefix = 'audit_chain:';
const keyAfterPrefix = 'audit_chain;';

/** The stretches of record numbers of all chains, by chain. */
export function* chainRanges(build: QueryBuilder): Plan<ReadonlyMap<string, RecordRange>> {
  const rows = yield* rowsOf(
    build
      .selectFrom('store_meta')
      .selectAll()
      .where('key', '>=', keyPrefix)
      .where('key', '<', keyAfterPrefix),
  );
  return new Map(
    rows.map(({ key, value }) => [key.slice(keyPrefix.length), rangeOfChain(Number(value))]),
  );
}

/** The stretch of a chain; the first time the next free one, which it keeps for ever. */
export async function placeOfChain(
  session: Session,
  build: QueryBuilder,
  chain: string,
): Promise<RecordRange> {
  const known = (await session.run(chainRanges(build))).get(chain);
  if (known) return known;
  return session.transaction(async () => {
    // Two new nodes must not find the same place free.
    await session.command('LOCK TABLE store_meta IN SHARE ROW EXCLUSIVE MODE');
    return session.run(nextPlace(build, chain));
  });
}

function* nextPlace(build: QueryBuilder, chain: string): Plan<RecordRange> {
  const ranges = yield* chainRanges(build);
  if (ranges.size >= chainsMax)
    throw new UnsafeStore('setting_refused', 'there are too many audit chains: reuse a name');
  const entry = { key: keyPrefix + chain, value: String(ranges.size) };
  yield* changedBy(build.insertInto('store_meta').values(entry));
  return rangeOfChain(ranges.size);
}
