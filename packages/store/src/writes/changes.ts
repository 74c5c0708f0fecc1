import type {
  Binding,
  Challenge,
  Contract,
  CustomerRequest,
  Issuance,
  Shipment,
  Token,
  User,
} from '@warifu/engine';
import type { Changes, Loaded, SealedSeed } from '@warifu/service';
import type { Compilable } from 'kysely';
import { changedBy, firstOf, type Plan } from '../plan.ts';
import type { QueryBuilder } from '../query-builder.ts';
import { bindingRow } from '../rows/binding-rows.ts';
import { challengeRow } from '../rows/challenge-rows.ts';
import { contractRow } from '../rows/contract-rows.ts';
import { issuanceRow } from '../rows/issuance-rows.ts';
import { applicationRow, feeRow, shipmentRow } from '../rows/paper-rows.ts';
import { requestRow } from '../rows/request-rows.ts';
import { seedColumns, tokenRow } from '../rows/token-rows.ts';
import { userRow } from '../rows/user-rows.ts';
import { insertMails } from './mails.ts';
import { StaleState } from './stale-state.ts';

/**
 * Saves the changes of one decision. Every update is conditional: on the version that was read, on
 * the institution, and for a token on its mark not going back. An update that changes nothing throws
 * `StaleState`, so a decision on old state is never saved.
 */
export interface Saving {
  readonly build: QueryBuilder;
  readonly institutionId: string;
  readonly loaded: Loaded;
}

export function* saveChanges(saving: Saving, changes: Changes): Plan<void> {
  assertOwnContract(saving, changes);
  const { build, institutionId } = saving;
  for (const contract of changes.contracts ?? []) yield* saveContract(saving, contract);
  for (const user of changes.users ?? []) yield* saveUser(saving, user);
  for (const it of changes.applications ?? [])
    yield* changedBy(build.insertInto('applications').values(applicationRow(it, institutionId)));
  for (const shipment of changes.shipments ?? []) yield* saveShipment(saving, shipment);
  for (const token of changes.tokens ?? []) yield* saveToken(saving, token);
  for (const [tokenId, seed] of changes.seeds ?? []) yield* saveSeed(saving, tokenId, seed);
  // Ended ones first: a user may get a new token in the same decision, and has only one in force.
  const bindings = (changes.bindings ?? []).toSorted((a, b) => openLast(a) - openLast(b));
  for (const binding of bindings) yield* saveBinding(saving, binding);
  for (const challenge of changes.challenges ?? []) yield* saveChallenge(saving, challenge);
  for (const it of changes.issuances ?? []) yield* saveIssuance(saving, it);
  for (const it of changes.requests ?? []) yield* saveRequest(saving, it);
  for (const it of changes.fees ?? [])
    yield* changedBy(build.insertInto('fees').values(feeRow(it, institutionId)));
  yield* insertMails(build, changes.mails ?? []);
}

const openLast = (binding: Binding) => (binding.endedAt === null ? 1 : 0);

/** A decision may only change its own contract; anything else is a bug, and is stopped here. */
export function assertOwnContract({ institutionId, loaded }: Saving, changes: Changes): void {
  const own = loaded.view?.contract.id;
  const of = (contractId: string | null) => contractId === null || contractId === own;
  const rows = [
    ...(changes.users ?? []),
    ...(changes.tokens ?? []),
    ...(changes.bindings ?? []),
    ...(changes.applications ?? []),
    ...(changes.shipments ?? []),
    ...(changes.fees ?? []),
    ...(changes.challenges ?? []),
    ...(changes.issuances ?? []),
    ...(changes.requests ?? []),
    ...(changes.mails ?? []),
  ];
  const foreign =
    rows.some((row) => !of(row.contractId)) ||
    (changes.contracts ?? []).some(
      (row) => row.id !== own || row.institutionId !== institutionId,
    ) ||
    [...(changes.tokens ?? []), ...(changes.mails ?? [])].some(
      (row) => row.institutionId !== institutionId,
    );
  if (foreign) throw new Error('a decision changed rows outside its contract or institution');
}

function* changeOne(what: string, statement: Compilable): Plan<void> {
  const changed = yield* changedBy(statement);
  if (changed !== 1) throw new StaleState(what);
}

/**
 * A row without its key. Setting a key to itself would make SQLite look for rows that refer to it in
 * every table.
 */
function movable<Row extends { id: string; institution_id: string }>(row: Row) {
  const { id: _id, institution_id: _institution, ...columns } = row;
  return columns;
}

function* saveContract({ build, institutionId }: Saving, contract: Contract): Plan<void> {
  const row = contractRow(contract);
  if (contract.version === 0) {
    yield* changedBy(build.insertInto('contracts').values(row));
    return;
  }
  yield* changeOne(
    'contract',
    build
      .updateTable('contracts')
      .set(movable(row))
      .where('id', '=', contract.id)
      .where('institution_id', '=', institutionId)
      .where('version', '=', contract.version - 1),
  );
}

function* saveUser({ build, institutionId }: Saving, user: User): Plan<void> {
  const row = userRow(user, institutionId);
  if (user.version === 0) {
    const unbound = { binding_id: null, bound_token_id: null, bound_at: null };
    yield* changedBy(build.insertInto('users').values({ ...row, ...unbound }));
    return;
  }
  yield* changeOne(
    'user',
    build
      .updateTable('users')
      .set(movable(row))
      .where('id', '=', user.id)
      .where('institution_id', '=', institutionId)
      .where('version', '=', user.version - 1),
  );
}

function* saveToken({ build, institutionId }: Saving, token: Token): Plan<void> {
  const row = tokenRow(token);
  if (token.version === 0) {
    const seedless = {
      seed_sealed: null,
      seed_nonce: null,
      seed_key_version: null,
      seed_epoch: null,
    };
    yield* changedBy(build.insertInto('tokens').values({ ...row, ...seedless }));
    return;
  }
  yield* changeOne(
    'token',
    build
      .updateTable('tokens')
      .set(movable(row))
      .where('id', '=', token.id)
      .where('institution_id', '=', institutionId)
      .where('version', '=', token.version - 1)
      .where('last_accepted_step', '<=', token.lastAcceptedStep),
  );
}

function* saveSeed(saving: Saving, tokenId: string, seed: SealedSeed): Plan<void> {
  yield* changeOne(
    'seed',
    saving.build
      .updateTable('tokens')
      .set(seedColumns(seed))
      .where('id', '=', tokenId)
      .where('institution_id', '=', saving.institutionId),
  );
}

function* saveShipment(saving: Saving, shipment: Shipment): Plan<void> {
  const { build, institutionId, loaded } = saving;
  const known = loaded.view?.shipments.some((it) => it.id === shipment.id);
  if (!known) {
    yield* changedBy(build.insertInto('shipments').values(shipmentRow(shipment, institutionId)));
    return;
  }
  yield* changeOne(
    'shipment',
    build
      .updateTable('shipments')
      .set({ delivered_at: shipment.deliveredAt })
      .where('id', '=', shipment.id)
      .where('institution_id', '=', institutionId)
      .where('delivered_at', 'is', null),
  );
}

function* saveBinding(saving: Saving, binding: Binding): Plan<void> {
  const { build, institutionId } = saving;
  if (binding.endedAt === null) {
    yield* changedBy(build.insertInto('bindings').values(bindingRow(binding, institutionId)));
  } else {
    yield* changeOne(
      'binding',
      build
        .updateTable('bindings')
        .set({ ended_at: binding.endedAt, end_reason: binding.endReason })
        .where('id', '=', binding.id)
        .where('institution_id', '=', institutionId)
        .where('ended_at', 'is', null),
    );
  }
  yield* repeatFirstBinding(saving, binding.userId);
}

/** The user's row repeats his first binding in force: the verification path finds his token by it. */
function* repeatFirstBinding({ build, institutionId }: Saving, userId: string): Plan<void> {
  const first = yield* firstOf(
    build
      .selectFrom('bindings')
      .select(['id', 'token_id', 'started_at'])
      .where('user_id', '=', userId)
      .where('institution_id', '=', institutionId)
      .where('ended_at', 'is', null)
      .orderBy('id')
      .limit(1),
  );
  yield* changeOne(
    'user',
    build
      .updateTable('users')
      .set({
        binding_id: first?.id ?? null,
        bound_token_id: first?.token_id ?? null,
        bound_at: first?.started_at ?? null,
      })
      .where('id', '=', userId)
      .where('institution_id', '=', institutionId),
  );
}

function* saveIssuance({ build, institutionId }: Saving, issuance: Issuance): Plan<void> {
  const row = issuanceRow(issuance, institutionId);
  if (issuance.version === 0) {
    yield* changedBy(build.insertInto('issuances').values(row));
    return;
  }
  yield* changeOne(
    'issuance',
    build
      .updateTable('issuances')
      .set(movable(row))
      .where('id', '=', issuance.id)
      .where('institution_id', '=', institutionId)
      .where('version', '=', issuance.version - 1),
  );
}

function* saveRequest({ build, institutionId }: Saving, request: CustomerRequest): Plan<void> {
  const row = requestRow(request, institutionId);
  if (request.version === 0) {
    yield* changedBy(build.insertInto('customer_requests').values(row));
    return;
  }
  yield* changeOne(
    'request',
    build
      .updateTable('customer_requests')
      .set(movable(row))
      .where('id', '=', request.id)
      .where('institution_id', '=', institutionId)
      .where('version', '=', request.version - 1),
  );
}

/** A challenge has no version: its state, which only goes forward, stands in for one. */
function* saveChallenge(saving: Saving, challenge: Challenge): Plan<void> {
  const { build, institutionId, loaded } = saving;
  const row = challengeRow(challenge, institutionId);
  const known = loaded.view?.challenges.find((it) => it.id === challenge.id);
  if (!known) {
    yield* changedBy(build.insertInto('challenges').values(row));
    return;
  }
  yield* changeOne(
    'challenge',
    build
      .updateTable('challenges')
      .set(movable(row))
      .where('id', '=', challenge.id)
      .where('institution_id', '=', institutionId)
      .where('state', '=', known.state),
  );
}
