import type {
  Application,
  Challenge,
  CustomerRequest,
  Fee,
  Issuance,
  Shipment,
} from '@warifu/engine';
import type { Page } from '@warifu/service';
import { firstOf, type Plan, rowsOf } from '../plan.ts';
import type { QueryBuilder } from '../query-builder.ts';
import { challengeFrom } from '../rows/challenge-rows.ts';
import { issuanceFrom } from '../rows/issuance-rows.ts';
import { applicationFrom, feeFrom, shipmentFrom } from '../rows/paper-rows.ts';
import { requestFrom } from '../rows/request-rows.ts';
import { pageOf } from './paging.ts';
import type { Asked } from './people.ts';

type OfContract = Asked<{ readonly contractId?: string }>;

const key = (row: { readonly id: string }) => row.id;

export function* applicationsPage(
  build: QueryBuilder,
  { institutionId, filter, page }: Asked<{ readonly id?: string; readonly contractId?: string }>,
): Plan<Page<Application>> {
  const { id, contractId } = filter;
  const rows = yield* rowsOf(
    build
      .selectFrom('applications')
      .selectAll()
      .where('institution_id', '=', institutionId)
      .where('id', '>', page.after ?? '')
      .$if(id !== undefined, (it) => it.where('id', '=', id ?? ''))
      .$if(contractId !== undefined, (it) => it.where('contract_id', '=', contractId ?? ''))
      .orderBy('id')
      .limit(page.limit + 1),
  );
  return pageOf(rows, page, { key, from: applicationFrom });
}

export function* shipmentsPage(
  build: QueryBuilder,
  { institutionId, filter, page }: OfContract,
): Plan<Page<Shipment>> {
  const { contractId } = filter;
  const rows = yield* rowsOf(
    build
      .selectFrom('shipments')
      .selectAll()
      .where('institution_id', '=', institutionId)
      .where('id', '>', page.after ?? '')
      .$if(contractId !== undefined, (it) => it.where('contract_id', '=', contractId ?? ''))
      .orderBy('id')
      .limit(page.limit + 1),
  );
  return pageOf(rows, page, { key, from: shipmentFrom });
}

export function* feesPage(
  build: QueryBuilder,
  { institutionId, filter, page }: OfContract,
): Plan<Page<Fee>> {
  const { contractId } = filter;
  const rows = yield* rowsOf(
    build
      .selectFrom('fees')
      .selectAll()
      .where('institution_id', '=', institutionId)
      .where('id', '>', page.after ?? '')
      .$if(contractId !== undefined, (it) => it.where('contract_id', '=', contractId ?? ''))
      .orderBy('id')
      .limit(page.limit + 1),
  );
  return pageOf(rows, page, { key, from: feeFrom });
}

export function* requestsPage(
  build: QueryBuilder,
  {
    institutionId,
    filter,
    page,
  }: Asked<{ readonly contractId?: string; readonly state?: CustomerRequest['state'] }>,
): Plan<Page<CustomerRequest>> {
  const { contractId, state } = filter;
  const rows = yield* rowsOf(
    build
      .selectFrom('customer_requests')
      .selectAll()
      .where('institution_id', '=', institutionId)
      .where('id', '>', page.after ?? '')
      .$if(contractId !== undefined, (it) => it.where('contract_id', '=', contractId ?? ''))
      .$if(state !== undefined, (it) => it.where('state', '=', state ?? 'filed'))
      .orderBy('id')
      .limit(page.limit + 1),
  );
  return pageOf(rows, page, { key, from: requestFrom });
}

export function* issuanceById(
  build: QueryBuilder,
  institutionId: string,
  id: string,
): Plan<Issuance | undefined> {
  const row = yield* firstOf(
    build
      .selectFrom('issuances')
      .selectAll()
      .where('id', '=', id)
      .where('institution_id', '=', institutionId),
  );
  return row && issuanceFrom(row);
}

export function* challengeById(
  build: QueryBuilder,
  institutionId: string,
  id: string,
): Plan<Challenge | undefined> {
  const row = yield* firstOf(
    build
      .selectFrom('challenges')
      .selectAll()
      .where('id', '=', id)
      .where('institution_id', '=', institutionId),
  );
  return row && challengeFrom(row);
}
