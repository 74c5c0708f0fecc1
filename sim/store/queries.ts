import { lockAt, type Token } from '@warifu/engine';
import type { LockRow, Page, PageRequest, StoreQueries } from '@warifu/service';
import { viewOf } from './load.ts';
import { type MemoryTables, ofContract } from './tables.ts';

/** The lists of the port over maps: a filter and a cursor. */
export function memoryQueries(tables: MemoryTables): StoreQueries {
  const institutionOf = (contractId: string) => tables.contracts.get(contractId)?.institutionId;
  const inContract = <Row extends { readonly id: string; readonly contractId: string }>(
    rows: ReadonlyMap<string, Row>,
    institutionId: string,
  ): Row[] => [...rows.values()].filter((one) => institutionOf(one.contractId) === institutionId);
  const tokensOf = (institutionId: string): Token[] =>
    [...tables.tokens.values()].filter((one) => one.institutionId === institutionId);
  return {
    contract: async (institutionId, by) => viewOf(tables, institutionId, { by }),
    contracts: async (institutionId, filter, page) =>
      paged(
        [...tables.contracts.values()].filter(
          (one) =>
            one.institutionId === institutionId && (filter.number ?? one.number) === one.number,
        ),
        page,
      ),
    standings: async (institutionId, page) => {
      const own = [...tables.contracts.values()].filter(
        (one) => one.institutionId === institutionId,
      );
      const { rows, next } = paged(own, page);
      const views = rows.flatMap(
        ({ id }) => viewOf(tables, institutionId, { by: { contractId: id } }) ?? [],
      );
      return { rows: views, next };
    },
    users: async (institutionId, filter, page) =>
      paged(inContract(tables.users, institutionId).filter(matches(filter)), page),
    tokens: async (institutionId, { expiresOnOrBefore, ...filter }, page) => {
      const found = tokensOf(institutionId).filter(matches(filter));
      return expiresOnOrBefore === undefined
        ? paged(found, page)
        : paged(expiringBy(found, expiresOnOrBefore), page, expiryKey);
    },
    dueForReplacement: async (institutionId, { expiresOnOrBefore, freeTokensOnly }, page) => {
      const due = expiringBy(tokensOf(institutionId), expiresOnOrBefore).filter(
        (one) =>
          one.contractId !== null &&
          one.state !== 'retired' &&
          !isReplaced(tables, one) &&
          (freeTokensOnly !== true || isFree(tables, one)),
      );
      return paged(due, page, expiryKey);
    },
    applications: async (institutionId, filter, page) =>
      paged(inContract(tables.applications, institutionId).filter(matches(filter)), page),
    shipments: async (institutionId, filter, page) =>
      paged(inContract(tables.shipments, institutionId).filter(matches(filter)), page),
    bindings: async (institutionId, { at, ...filter }, page) =>
      paged(
        inContract(tables.bindings, institutionId)
          .filter(matches(filter))
          .filter(
            ({ startedAt, endedAt }) =>
              at === undefined || (startedAt <= at && (endedAt === null || endedAt > at)),
          ),
        page,
      ),
    fees: async (institutionId, filter, page) =>
      paged(inContract(tables.fees, institutionId).filter(matches(filter)), page),
    requests: async (institutionId, filter, page) =>
      paged(inContract(tables.requests, institutionId).filter(matches(filter)), page),
    challenge: async (institutionId, id) => {
      const found = tables.challenges.get(id);
      return found && institutionOf(found.contractId) === institutionId ? found : undefined;
    },
    issuance: async (institutionId, id) => {
      const found = tables.issuances.get(id);
      return found && institutionOf(found.contractId) === institutionId ? found : undefined;
    },
    tokenWithSeed: async (institutionId, id) => {
      const [found, seed] = [tables.tokens.get(id), tables.seeds.get(id)];
      return found && seed && found.institutionId === institutionId
        ? { token: found, seed }
        : undefined;
    },
    locks: async (institutionId, filter, page) => {
      const users = inContract(tables.users, institutionId)
        .filter((one) => lockAt(one.guard, 0) !== null)
        .map((user): LockRow => ({ scope: 'user_otp', contractId: user.contractId, user }));
      const tokens = tokensOf(institutionId).flatMap((one): LockRow[] =>
        one.contractId !== null && lockAt(one.guard, 0) !== null
          ? [{ scope: 'token', contractId: one.contractId, token: one }]
          : [],
      );
      return paged([...tokens, ...users].filter(matches(filter)), page, lockKey);
    },
    auditRecords: async (institutionId, filter, page) =>
      paged(
        tables.records.filter((one) => one.institutionId === institutionId).filter(matches(filter)),
        page,
        ({ sequence }) => String(sequence).padStart(12, '0'),
      ),
  };
}

function matches<Row extends object>(filter: object) {
  const wanted = Object.entries(filter).filter(([, value]) => value !== undefined);
  return (row: Row): boolean => {
    const own = new Map<string, unknown>(Object.entries(row));
    return wanted.every(([key, value]) => own.get(key) === value);
  };
}

function paged<Row extends object>(
  rows: readonly Row[],
  { limit, after }: PageRequest,
  keyOf: (row: Row) => string = idOf,
): Page<Row> {
  const sorted = rows
    .map((row) => ({ row, key: keyOf(row) }))
    .filter(({ key }) => after === null || bytewise(key, after) > 0)
    .sort((a, b) => bytewise(a.key, b.key));
  const some = sorted.slice(0, limit);
  const next = sorted.length > limit ? (some.at(-1)?.key ?? null) : null;
  return { rows: some.map(({ row }) => row), next };
}

function idOf(row: object): string {
  return 'id' in row && typeof row.id === 'string' ? row.id : '';
}

function bytewise(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

function expiryKey({ expiresOn, id }: Token): string {
  return `${expiresOn} ${id}`;
}

function expiringBy(tokens: readonly Token[], day: string): Token[] {
  return tokens.filter(({ expiresOn }) => expiresOn !== null && expiresOn <= day);
}

function lockKey(row: LockRow): string {
  return row.scope === 'token' ? `token:${row.token.id}` : `user:${row.user.id}`;
}

/** Nothing was assessed as additional for the token that its line began with. */
function isFree(tables: MemoryTables, { id, shipmentId }: Token): boolean {
  const paid = [...tables.fees.values()].some((one) => {
    return one.tokenId === id && one.kind === 'additional';
  });
  const before = tables.tokens.get(tables.shipments.get(shipmentId ?? '')?.replacesTokenId ?? '');
  return !paid && (before === undefined || isFree(tables, before));
}

/** A shipment replaces it, unless nothing of it ever arrived. */
function isReplaced(tables: MemoryTables, { id, contractId }: Token): boolean {
  const sent = ofContract(tables.tokens, contractId ?? '');
  return [...tables.shipments.values()].some(
    (one) =>
      one.replacesTokenId === id &&
      (one.deliveredAt !== null ||
        sent.some((token) => token.shipmentId === one.id && token.state !== 'retired')),
  );
}
