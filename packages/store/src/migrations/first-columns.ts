import type { CreateTableBuilder } from 'kysely';
import type { Columns } from './migration.ts';

/** Columns and keys that several of the first tables share. */
export const guard: Columns = {
  failures: 'integer',
  failures_since_acceptance: 'integer',
  attempts_while_locked: 'integer',
  locked_at: 'instant?',
  lock_cause: 'text?',
};

export const token: Columns = {
  id: 'text',
  institution_id: 'text',
  contract_id: 'text?',
  serial: 'text',
  kind: 'text',
  algorithm: 'text',
  digits: 'integer',
  step_seconds: 'integer?',
  state: 'text',
  retire_reason: 'text?',
  starts_on: 'text?',
  expires_on: 'text?',
  shipment_id: 'text?',
  lost_reported_at: 'instant?',
  // A HOTP counter and a time step both outgrow 32 bits in the end.
  last_accepted_step: 'instant',
  drift_steps: 'integer',
  ...guard,
  version: 'integer',
  seed_sealed: 'bytes?',
  seed_nonce: 'bytes?',
  seed_key_version: 'integer?',
  seed_epoch: 'integer?',
};

export type Table = CreateTableBuilder<string, string>;

export const idKey = (name: string) => (table: Table) =>
  table.addPrimaryKeyConstraint(`${name}_key`, ['id']);
