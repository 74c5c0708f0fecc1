import type { ContractView } from '@warifu/engine';
import type { Changes } from '../ports/store.ts';

/**
 * The rows that differ between two views, found by identity: `evolve` leaves untouched rows alone.
 * Changed rows that carry a version get the next one, so that the store can save them conditionally.
 */
export function changesBetween(before: ContractView, after: ContractView): Changes {
  return {
    ...(before.contract === after.contract ? {} : { contracts: [next(after.contract)] }),
    ...some('users', versioned(before.users, after.users)),
    ...some('tokens', versioned(before.tokens, after.tokens)),
    ...some('bindings', touched(before.bindings, after.bindings)),
    ...some('applications', touched(before.applications, after.applications)),
    ...some('shipments', touched(before.shipments, after.shipments)),
    ...some('fees', touched(before.fees, after.fees)),
    ...some('challenges', touched(before.challenges, after.challenges)),
    ...some('issuances', versioned(before.issuances, after.issuances)),
    ...some('requests', versioned(before.requests, after.requests)),
  };
}

/** Both changes in one: an act's own new rows beside those that its events changed. */
export function joined(changes: Changes, extra: Changes): Changes {
  const rows = new Map<string, readonly unknown[]>();
  for (const [key, more] of [...Object.entries(changes), ...Object.entries(extra)])
    if (Array.isArray(more)) rows.set(key, [...(rows.get(key) ?? []), ...more]);
  return { ...changes, ...extra, ...Object.fromEntries(rows) };
}

function touched<T>(before: readonly T[], after: readonly T[]): readonly T[] {
  return before === after ? [] : after.filter((row, index) => before[index] !== row);
}

function versioned<T extends { readonly version: number }>(
  before: readonly T[],
  after: readonly T[],
): readonly T[] {
  if (before === after) return [];
  // A row beyond the old length is new and keeps version 0.
  return after.flatMap((row, index) => {
    if (index >= before.length) return [row];
    return before[index] === row ? [] : [next(row)];
  });
}

function next<T extends { readonly version: number }>(row: T): T {
  return { ...row, version: row.version + 1 };
}

function some<K extends keyof Changes>(key: K, rows: readonly unknown[]) {
  return rows.length === 0 ? {} : { [key]: rows };
}
