import type { Fee, Shipment } from '@warifu/engine';
import type { Page, UnreturnedFilter } from '@warifu/service';
import { sql } from 'kysely';
import { type Plan, rowsOf } from '../plan.ts';
import type { QueryBuilder } from '../query-builder.ts';
import { feeFrom, shipmentFrom } from '../rows/paper-rows.ts';
import { pageOf } from './paging.ts';
import type { Asked } from './people.ts';

/** What may have to be charged because a day has come. The engine decides; here nothing is missed. */
export function* unreturnedExchangesPage(
  build: QueryBuilder,
  { institutionId, filter, page }: Asked<UnreturnedFilter>,
): Plan<Page<Shipment>> {
  const { postedFrom, postedTo, inTimeMs, list } = filter;
  const [posted = String(postedFrom), id = ''] = page.after?.split(' ') ?? [];
  const postedAt = Number(posted);
  const rows = yield* rowsOf(
    build
      .selectFrom('shipments')
      .innerJoin('tokens', 'tokens.id', 'shipments.replaces_token_id')
      .selectAll('shipments')
      .where('shipments.institution_id', '=', institutionId)
      // As text, as it stands in the words of the index.
      .where(sql<boolean>`shipments.reason = 'exchange'`)
      .where('shipments.posted_at', '>=', postedAt)
      .where('shipments.posted_at', '<=', postedTo)
      .where(({ or, eb }) =>
        or([eb('shipments.posted_at', '>', postedAt), eb('shipments.id', '>', id)]),
      )
      .where(({ or, eb }) =>
        or([
          eb('tokens.returned_at', 'is', null),
          eb(eb('tokens.returned_at', '-', eb.ref('shipments.posted_at')), '>', inTimeMs),
        ]),
      )
      .where(({ not, exists, selectFrom }) =>
        not(
          exists(
            selectFrom('job_items')
              .select('subject')
              .whereRef('job_items.institution_id', '=', 'shipments.institution_id')
              .where('job_items.list', '=', list)
              .whereRef('job_items.subject', '=', 'shipments.id'),
          ),
        ),
      )
      .orderBy('shipments.posted_at')
      .orderBy('shipments.id')
      .limit(page.limit + 1),
  );
  const key = (row: (typeof rows)[number]) => `${row.posted_at} ${row.id}`;
  return pageOf(rows, page, { key, from: shipmentFrom });
}

export interface ContractsAsked {
  readonly institutionId: string;
  readonly contractIds: readonly string[];
}

export function* contractsInUse(
  build: QueryBuilder,
  { institutionId, contractIds }: ContractsAsked,
  startedAtOrBefore: number,
): Plan<readonly string[]> {
  if (contractIds.length === 0) return [];
  const rows = yield* rowsOf(
    build
      .selectFrom('bindings')
      .select('contract_id')
      .distinct()
      .where('institution_id', '=', institutionId)
      .where('contract_id', 'in', contractIds)
      .where('ended_at', 'is', null)
      .where('started_at', '<=', startedAtOrBefore)
      .orderBy('contract_id'),
  );
  return rows.map((row) => row.contract_id);
}

export function* feesOfMonth(
  build: QueryBuilder,
  { institutionId, contractIds }: ContractsAsked,
  month: string,
): Plan<readonly Fee[]> {
  if (contractIds.length === 0) return [];
  const rows = yield* rowsOf(
    build
      .selectFrom('fees')
      .selectAll()
      .where('contract_id', 'in', contractIds)
      .where('month', '=', month)
      .where('institution_id', '=', institutionId)
      .orderBy('contract_id'),
  );
  return rows.map(feeFrom);
}

export interface ShipmentsAsked {
  readonly institutionId: string;
  readonly shipmentIds: readonly string[];
  readonly kind: Fee['kind'];
}

/** By the contracts of the shipments, which the fees have an index for. */
export function* feesOfShipments(
  build: QueryBuilder,
  { institutionId, shipmentIds, kind }: ShipmentsAsked,
): Plan<readonly Fee[]> {
  if (shipmentIds.length === 0) return [];
  const owners = build.selectFrom('shipments').select('contract_id').where('id', 'in', shipmentIds);
  const rows = yield* rowsOf(
    build
      .selectFrom('fees')
      .selectAll()
      .where('institution_id', '=', institutionId)
      .where('contract_id', 'in', owners)
      .where('shipment_id', 'in', shipmentIds)
      .where('kind', '=', kind)
      .orderBy('contract_id')
      .orderBy('id'),
  );
  return rows.map(feeFrom);
}
