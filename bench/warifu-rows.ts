import type { SQLInputValue } from 'node:sqlite';
import type { KeyVault } from '@warifu/service';
import {
  clockStartsAt,
  type Group,
  idAt,
  seedAt,
  serialAt,
  stepSeconds,
  usersPerContract,
} from './population.ts';

/** The rows of the benchmark's users, as the store keeps them after a registration. */
export type Row = Readonly<Record<string, SQLInputValue>>;

export interface RowContext {
  readonly institutionId: string;
  readonly vault: KeyVault;
  readonly group: Group;
}

const registeredAt = clockStartsAt - 30 * 86_400_000;
const cleanGuard = {
  failures: 0,
  failures_since_acceptance: 0,
  attempts_while_locked: 0,
  locked_at: null,
  lock_cause: null,
};
const lockedGuard = {
  ...cleanGuard,
  failures: 5,
  failures_since_acceptance: 5,
  locked_at: registeredAt,
  lock_cause: 'threshold',
};

/** The contract of a user and of the next ones. */
export function contractRow(index: number, { institutionId }: RowContext): Row {
  return {
    id: contractIdOf(index),
    institution_id: institutionId,
    number: String(4_000_000_000 + index),
    kind: 'corporate',
    opened_on: '2020-04-01',
    adopted_at: registeredAt,
    first_delivered_at: registeredAt,
    counted_tokens: usersPerContract,
    version: 1,
  };
}

interface Ids {
  readonly contractId: string;
  readonly userId: string;
  readonly tokenId: string;
  readonly bindingId: string;
}

const contractIdOf = (index: number) => idAt('con', Math.floor(index / usersPerContract));

/** A user with his token and binding; users without a token have neither. */
export function rowsOfUser(index: number, context: RowContext): [table: string, row: Row][] {
  const ids: Ids = {
    contractId: contractIdOf(index),
    userId: idAt('usr', index),
    tokenId: idAt('tok', index),
    bindingId: idAt('bnd', index),
  };
  const user = userRow(index, ids, context);
  if (context.group === 'unbound') return [['users', user]];
  return [
    ['users', user],
    ['tokens', tokenRow(index, ids, context)],
    ['bindings', bindingRow(ids, context)],
  ];
}

function userRow(index: number, ids: Ids, { institutionId, group }: RowContext): Row {
  const bound = group !== 'unbound';
  return {
    id: ids.userId,
    institution_id: institutionId,
    contract_id: ids.contractId,
    login_id: `user${index}`,
    name: `利用者 ${index}`,
    role: index % usersPerContract === 0 ? 'master' : 'member',
    permissions: '["one_off_transfer"]',
    state: 'active',
    first_enrolled_at: bound ? registeredAt : null,
    ...(group === 'locked' ? lockedGuard : cleanGuard),
    version: 1,
    binding_id: bound ? ids.bindingId : null,
    bound_token_id: bound ? ids.tokenId : null,
    bound_at: bound ? registeredAt : null,
  };
}

function tokenRow(index: number, ids: Ids, { institutionId, vault }: RowContext): Row {
  const { tokenId, contractId } = ids;
  const seed = vault.seal(seedAt(index), { institutionId, tokenId, contractId });
  return {
    id: tokenId,
    institution_id: institutionId,
    contract_id: contractId,
    serial: serialAt(index),
    kind: 'totp',
    algorithm: 'SHA1',
    digits: 6,
    step_seconds: stepSeconds,
    state: 'in_service',
    retire_reason: null,
    starts_on: null,
    expires_on: '2031-03-31',
    shipment_id: null,
    lost_reported_at: null,
    last_accepted_step: -1,
    drift_steps: 0,
    ...cleanGuard,
    version: 1,
    seed_sealed: seed.sealed,
    seed_nonce: seed.nonce,
    seed_key_version: seed.keyVersion,
    seed_epoch: seed.epoch,
  };
}

function bindingRow(ids: Ids, { institutionId }: RowContext): Row {
  return {
    id: ids.bindingId,
    institution_id: institutionId,
    contract_id: ids.contractId,
    user_id: ids.userId,
    token_id: ids.tokenId,
    started_at: registeredAt,
    ended_at: null,
    end_reason: null,
  };
}
