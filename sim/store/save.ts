import type { ContractView } from '@warifu/engine';
import { type Changes, type Loaded, StoreFailure } from '@warifu/service';
import type { MemoryTables } from './tables.ts';

/** The state is not the one that was read, or a mark would go back: decide again. */
export class Stale extends Error {}

/**
 * Checks every change against what is stored and gives back the writing of all of them, so that either
 * everything is written or nothing. Nothing is touched before the last check has passed.
 */
export function prepared(
  tables: MemoryTables,
  { institutionId, view }: { readonly institutionId: string; readonly view: Loaded['view'] },
  changes: Changes,
): () => void {
  assertOwn(changes, { institutionId, own: view?.contract.id });
  const writes: (() => void)[] = [];
  const put = <Row extends { readonly id: string }>(map: Map<string, Row>, row: Row) => {
    writes.push(() => map.set(row.id, row));
  };
  const conditional = <Row extends { readonly id: string; readonly version: number }>(
    map: Map<string, Row>,
    rows: readonly Row[] = [],
  ) => {
    for (const row of rows) {
      assertVersion(map.get(row.id), row);
      put(map, row);
    }
  };
  const added = <Row extends { readonly id: string }>(
    map: Map<string, Row>,
    rows: readonly Row[] = [],
  ) => {
    for (const row of rows) {
      if (map.has(row.id)) throw conflict('a row');
      put(map, row);
    }
  };
  conditional(tables.contracts, changes.contracts);
  conditional(tables.users, changes.users);
  conditional(tables.tokens, changes.tokens);
  conditional(tables.issuances, changes.issuances);
  conditional(tables.requests, changes.requests);
  added(tables.applications, changes.applications);
  added(tables.fees, changes.fees);
  for (const row of changes.tokens ?? [])
    if ((tables.tokens.get(row.id)?.lastAcceptedStep ?? -1) > row.lastAcceptedStep)
      throw new Stale('mark');
  for (const row of changes.shipments ?? []) {
    const known = tables.shipments.get(row.id);
    if (known && known.deliveredAt !== null) throw new Stale('shipment');
    put(tables.shipments, row);
  }
  for (const row of changes.bindings ?? []) {
    assertBinding(tables, row, changes.bindings ?? []);
    put(tables.bindings, row);
  }
  for (const row of changes.challenges ?? []) {
    assertChallenge(tables, row, view);
    put(tables.challenges, row);
  }
  for (const [tokenId, seed] of changes.seeds ?? []) {
    const known = tables.tokens.has(tokenId) || changes.tokens?.some((one) => one.id === tokenId);
    if (!known) throw new Stale('seed');
    writes.push(() => tables.seeds.set(tokenId, seed));
  }
  for (const mail of changes.mails ?? []) {
    const { onceKey } = mail;
    const sent = [...tables.mails.values()].some(
      (one) => onceKey !== null && one.onceKey === onceKey && one.institutionId === institutionId,
    );
    if (!sent) put(tables.mails, mail);
  }
  assertUnique(tables, changes);
  return () => {
    for (const write of writes) write();
  };
}

/**
 * A decision stands on everything that it has read, and not only on the rows that it changes: a binding
 * that ended meanwhile would otherwise let one more code in (row 33).
 */
export function assertAsRead(tables: MemoryTables, view: Loaded['view']): void {
  if (!view) return;
  const same = <Row extends { readonly id: string }>(
    map: ReadonlyMap<string, Row>,
    rows: readonly Row[],
  ) => rows.every((row) => map.get(row.id) === row);
  const { contract } = view;
  const known = tables.contracts.get(contract.id);
  const asRead =
    (known === undefined || known === contract) &&
    same(tables.users, view.users) &&
    same(tables.tokens, view.tokens) &&
    same(tables.bindings, view.bindings) &&
    same(tables.shipments, view.shipments) &&
    same(tables.issuances, view.issuances) &&
    same(tables.requests, view.requests) &&
    same(tables.challenges, view.challenges);
  if (!asRead) throw new Stale('what was read');
}

function conflict(what: string): StoreFailure {
  return new StoreFailure('conflict', `${what} with the same key exists`);
}

/** New rows have version 0; an update names the version after the one that is stored. */
function assertVersion(
  known: { readonly version: number } | undefined,
  row: { readonly version: number },
): void {
  if (row.version === 0) {
    if (known) throw conflict('a row');
    return;
  }
  if (known?.version !== row.version - 1) throw new Stale('version');
}

type BindingRow = NonNullable<Changes['bindings']>[number];

function assertBinding(
  tables: MemoryTables,
  row: BindingRow,
  together: readonly BindingRow[],
): void {
  const known = tables.bindings.get(row.id);
  if (row.endedAt !== null) {
    if (known?.endedAt !== null) throw new Stale('binding');
    return;
  }
  if (known) throw conflict('a binding');
  const ends = (id: string) => together.some((one) => one.id === id && one.endedAt !== null);
  for (const one of tables.bindings.values()) {
    const same = one.userId === row.userId && one.tokenId === row.tokenId;
    if (same && one.endedAt === null && !ends(one.id)) throw conflict('a binding');
  }
}

/** A challenge has no version: its state, as it was loaded, stands in for one. */
function assertChallenge(
  tables: MemoryTables,
  row: NonNullable<Changes['challenges']>[number],
  view: ContractView | undefined,
): void {
  const read = view?.challenges.find((one) => one.id === row.id);
  const known = tables.challenges.get(row.id);
  if (!read && known) throw conflict('a challenge');
  if (read && known?.state !== read.state) throw new Stale('challenge');
}

function assertUnique(tables: MemoryTables, changes: Changes): void {
  for (const row of changes.contracts ?? [])
    for (const one of tables.contracts.values())
      if (one.id !== row.id && one.institutionId === row.institutionId && one.number === row.number)
        throw conflict('a contract');
  for (const row of changes.users ?? [])
    for (const one of tables.users.values())
      if (one.id !== row.id && one.contractId === row.contractId && one.loginId === row.loginId)
        throw conflict('a user');
  for (const row of changes.tokens ?? [])
    if (row.version === 0)
      for (const one of tables.tokens.values())
        if (one.institutionId === row.institutionId && one.serial === row.serial)
          throw conflict('a token');
  for (const row of changes.issuances ?? [])
    for (const one of tables.issuances.values())
      if (one.id !== row.id && one.serviceId === row.serviceId && one.appUserId === row.appUserId)
        throw conflict('an issue');
}

/** A decision changes its own contract and nothing else. */
function assertOwn(
  changes: Changes,
  { institutionId, own }: { readonly institutionId: string; readonly own: string | undefined },
): void {
  const { contracts = [], tokens = [], mails = [] } = changes;
  const rows: readonly { readonly contractId: string | null }[] = [
    ...(changes.users ?? []),
    ...tokens,
    ...(changes.bindings ?? []),
    ...(changes.applications ?? []),
    ...(changes.shipments ?? []),
    ...(changes.fees ?? []),
    ...(changes.challenges ?? []),
    ...(changes.issuances ?? []),
    ...(changes.requests ?? []),
    ...mails,
  ];
  const foreign =
    rows.some(({ contractId }) => contractId !== null && contractId !== own) ||
    contracts.some((row) => row.id !== own || row.institutionId !== institutionId) ||
    [...tokens, ...mails].some((row) => row.institutionId !== institutionId);
  if (foreign) throw new Error('a decision changed rows outside its contract or institution');
}
