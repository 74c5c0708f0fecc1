import type { ContractView } from '@warifu/engine';
import type { Page } from '@warifu/service';
import { type Plan, rowsOf } from '../plan.ts';
import type { QueryBuilder } from '../query-builder.ts';
import { bindingFrom } from '../rows/binding-rows.ts';
import { shipmentFrom } from '../rows/paper-rows.ts';
import { tokenFrom } from '../rows/token-rows.ts';
import { userFrom } from '../rows/user-rows.ts';
import { type Asked, contractsPage } from './people.ts';

/** A page of contracts with their people and tokens: five queries a page, however many contracts. */
export function* standingsPage(
  build: QueryBuilder,
  { institutionId, page }: Asked<object>,
): Plan<Page<ContractView>> {
  const contracts = yield* contractsPage(build, { institutionId, filter: {}, page });
  const ids = contracts.rows.map((one) => one.id);
  const of = yield* rowsOfContracts(build, institutionId, ids);
  const rows = contracts.rows.map((contract) => ({
    contract,
    users: of.users(contract.id),
    tokens: of.tokens(contract.id),
    bindings: of.bindings(contract.id),
    shipments: of.shipments(contract.id),
    applications: [],
    fees: [],
    issuances: [],
    requests: [],
    challenges: [],
  }));
  return { rows, next: contracts.next };
}

function* rowsOfContracts(build: QueryBuilder, institutionId: string, ids: readonly string[]) {
  // An empty list is no list in SQL; no contract has this ID.
  const among = ids.length === 0 ? [''] : ids;
  const users = yield* rowsOf(
    build
      .selectFrom('users')
      .selectAll()
      .where('institution_id', '=', institutionId)
      .where('contract_id', 'in', among)
      .orderBy('id'),
  );
  const tokens = yield* rowsOf(
    build
      .selectFrom('tokens')
      .selectAll()
      .where('institution_id', '=', institutionId)
      .where('contract_id', 'in', among)
      .where('state', '!=', 'retired')
      .orderBy('id'),
  );
  const bindings = yield* rowsOf(
    build
      .selectFrom('bindings')
      .selectAll()
      .where('institution_id', '=', institutionId)
      .where('contract_id', 'in', among)
      .where('ended_at', 'is', null)
      .orderBy('id'),
  );
  const shipments = yield* rowsOf(
    build
      .selectFrom('shipments')
      .selectAll()
      .where('institution_id', '=', institutionId)
      .where('contract_id', 'in', among)
      .orderBy('id'),
  );
  return {
    users: byContract(users.map(userFrom)),
    tokens: byContract(tokens.map(tokenFrom)),
    bindings: byContract(bindings.map(bindingFrom)),
    shipments: byContract(shipments.map(shipmentFrom)),
  };
}

function byContract<T extends { readonly contractId: string | null }>(rows: readonly T[]) {
  const found = Map.groupBy(rows, (row) => row.contractId ?? '');
  return (contractId: string): readonly T[] => found.get(contractId) ?? [];
}
