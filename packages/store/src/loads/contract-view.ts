import type { ContractView } from '@warifu/engine';
import type { ContractRef } from '@warifu/service';
import { sql } from 'kysely';
import { firstOf, type Plan, rowsOf } from '../plan.ts';
import type { QueryBuilder } from '../query-builder.ts';
import { bindingFrom } from '../rows/binding-rows.ts';
import { challengeFrom } from '../rows/challenge-rows.ts';
import { contractFrom } from '../rows/contract-rows.ts';
import { issuanceFrom } from '../rows/issuance-rows.ts';
import { applicationFrom, feeFrom, shipmentFrom } from '../rows/paper-rows.ts';
import { requestFrom } from '../rows/request-rows.ts';
import { tokenFrom } from '../rows/token-rows.ts';
import { userFrom } from '../rows/user-rows.ts';

/** Which contract is meant, inside one institution; undefined when there is none. */
export function* findContractId(
  build: QueryBuilder,
  institutionId: string,
  by: ContractRef,
): Plan<string | undefined> {
  if ('contractId' in by) return by.contractId;
  if ('serviceId' in by) return yield* contractOfIssue(build, institutionId, by);
  const { table, id } = referenceOf(by);
  const row = yield* firstOf(
    build
      .selectFrom(table)
      .select('contract_id')
      .where('id', '=', id)
      .where('institution_id', '=', institutionId),
  );
  return row?.contract_id ?? undefined;
}

type NamedIssue = Extract<ContractRef, { readonly serviceId: string }>;

function* contractOfIssue(
  build: QueryBuilder,
  institutionId: string,
  { serviceId, appUserId }: NamedIssue,
): Plan<string | undefined> {
  const row = yield* firstOf(
    build
      .selectFrom('issuances')
      .select('contract_id')
      .where('service_id', '=', serviceId)
      .where('app_user_id', '=', appUserId)
      .where('institution_id', '=', institutionId),
  );
  return row?.contract_id;
}

function referenceOf(by: Exclude<ContractRef, { readonly contractId: string } | NamedIssue>) {
  if ('userId' in by) return { table: 'users', id: by.userId } as const;
  if ('tokenId' in by) return { table: 'tokens', id: by.tokenId } as const;
  if ('shipmentId' in by) return { table: 'shipments', id: by.shipmentId } as const;
  if ('feeId' in by) return { table: 'fees', id: by.feeId } as const;
  if ('requestId' in by) return { table: 'customer_requests', id: by.requestId } as const;
  if ('issuanceId' in by) return { table: 'issuances', id: by.issuanceId } as const;
  return { table: 'challenges', id: by.challengeId } as const;
}

export interface ContractAsked {
  readonly institutionId: string;
  readonly by: ContractRef;
  readonly challengeId?: string | undefined;
}

/** The whole contract, with the named challenge if it is one of this contract's. */
export function* loadContractView(
  build: QueryBuilder,
  { institutionId, by, challengeId }: ContractAsked,
): Plan<ContractView | undefined> {
  const contractId = yield* findContractId(build, institutionId, by);
  if (contractId === undefined) return undefined;
  const row = yield* firstOf(
    build
      .selectFrom('contracts')
      .selectAll()
      .where('id', '=', contractId)
      .where('institution_id', '=', institutionId),
  );
  if (row === undefined) return undefined;
  const owner: Owner = { institution_id: institutionId, contract_id: contractId };
  const named = challengeId ?? ('challengeId' in by ? by.challengeId : undefined);
  return {
    contract: contractFrom(row),
    ...(yield* loadPeopleAndTokens(build, owner)),
    ...(yield* loadPapers(build, owner)),
    ...(yield* loadPending(build, owner)),
    challenges: yield* loadChallenge(build, owner, named),
  };
}

/** Whose rows: always one contract of one institution. */
interface Owner {
  readonly institution_id: string;
  readonly contract_id: string;
}

function* loadPeopleAndTokens(build: QueryBuilder, owner: Owner) {
  const users = yield* rowsOf(
    build
      .selectFrom('users')
      .selectAll()
      .where((it) => it.and(owner))
      .orderBy('id'),
  );
  const tokens = yield* rowsOf(
    build
      .selectFrom('tokens')
      .selectAll()
      .where((it) => it.and(owner))
      .orderBy('id'),
  );
  const bindings = yield* rowsOf(
    build
      .selectFrom('bindings')
      .selectAll()
      .where((it) => it.and(owner))
      .where('ended_at', 'is', null)
      .orderBy('id'),
  );
  return {
    users: users.map(userFrom),
    tokens: tokens.map(tokenFrom),
    bindings: bindings.map(bindingFrom),
  };
}

function* loadPapers(build: QueryBuilder, owner: Owner) {
  const applications = yield* rowsOf(
    build
      .selectFrom('applications')
      .selectAll()
      .where((it) => it.and(owner))
      .orderBy('id'),
  );
  const shipments = yield* rowsOf(
    build
      .selectFrom('shipments')
      .selectAll()
      .where((it) => it.and(owner))
      .orderBy('id'),
  );
  const fees = yield* rowsOf(
    build
      .selectFrom('fees')
      .selectAll()
      .where((it) => it.and(owner))
      .orderBy('id'),
  );
  return {
    applications: applications.map(applicationFrom),
    shipments: shipments.map(shipmentFrom),
    fees: fees.map(feeFrom),
  };
}

/** What is open: issues of software tokens, and requests that wait for staff. */
function* loadPending(build: QueryBuilder, owner: Owner) {
  const issuances = yield* rowsOf(
    build
      .selectFrom('issuances')
      .selectAll()
      .where((it) => it.and(owner))
      // As text, as it stands in the words of the index, which holds nothing else.
      .where(sql<boolean>`state in ('open', 'activated')`)
      .orderBy('id'),
  );
  const requests = yield* rowsOf(
    build
      .selectFrom('customer_requests')
      .selectAll()
      .where((it) => it.and(owner))
      .where('state', '=', 'filed')
      .orderBy('id'),
  );
  return { issuances: issuances.map(issuanceFrom), requests: requests.map(requestFrom) };
}

function* loadChallenge(build: QueryBuilder, owner: Owner, id: string | undefined) {
  if (id === undefined) return [];
  const rows = yield* rowsOf(
    build
      .selectFrom('challenges')
      .selectAll()
      .where('id', '=', id)
      .where((it) => it.and(owner)),
  );
  return rows.map(challengeFrom);
}
