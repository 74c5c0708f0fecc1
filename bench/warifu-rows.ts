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

const contractIdOf = (index: number) => idAt('con', Math.floor(index / usersPerContract));

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

/** A user with his token and binding; users without a token have neither. */
export function rowsOfUser(index: number, context: RowContext): [table: string, row: Row][] {
  const user = userRow(index, context);
  if (context.group === 'unbound') return [['users', user]];
  return [
    ['users', user],
    ['tokens', tokenRow(index, context)],
    ['bindings', bindingRow(index, context)],
  ];
}

function userRow(index: number, { institutionId, group }: RowContext): Row {
  const bound = group !== 'unbound';
  return {
    id: idAt('usr', index),
    institution_id: institutionId,
    contract_id: contractIdOf(index),
    login_id: `user${index}`,
    name: `利用者 ${index}`,
    role: index % usersPerContract === 0 ? 'master' : 'member',
    permissions: '["one_off_transfer"]',
    state: 'active',
    first_enrolled_at: bound ? registeredAt : null,
    ...(group === 'locked' ? lockedGuard : cleanGuard),
    version: 1,
    binding_id: bound ? idAt('bnd', index) : null,
    bound_token_id: bound ? idAt('tok', index) : null,
    bound_at: bound ? registeredAt : null,
  };
}

function tokenRow(index: number, { institutionId, vault }: RowContext): Row {
  const tokenId = idAt('tok', index);
  const contractId = contractIdOf(index);
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

function bindingRow(index: number, { institutionId }: RowContext): Row {
  return {
    id: idAt('bnd', index),
    institution_id: institutionId,
    contract_id: contractIdOf(index),
    user_id: idAt('usr', index),
    token_id: idAt('tok', index),
    started_at: registeredAt,
    ended_at: null,
    end_reason: null,
  };
}
