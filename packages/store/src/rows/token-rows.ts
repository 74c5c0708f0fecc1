import type { Token } from '@warifu/engine';
import type { SealedSeed } from '@warifu/service';
import type { SeedColumns, TokenColumns } from '../token-tables.ts';
import { guardColumns, guardFrom } from './guard-columns.ts';

export function tokenFrom(row: TokenColumns): Token {
  return {
    id: row.id,
    institutionId: row.institution_id,
    contractId: row.contract_id,
    serial: row.serial,
    form: row.form,
    kind: row.kind,
    algorithm: row.algorithm,
    digits: row.digits,
    stepSeconds: row.step_seconds,
    state: row.state,
    retireReason: row.retire_reason,
    startsOn: row.starts_on,
    expiresOn: row.expires_on,
    shipmentId: row.shipment_id,
    lostReportedAt: row.lost_reported_at,
    issuedAt: row.issued_at,
    deviceId: row.device_id,
    suspendedAt: row.suspended_at,
    returnedAt: row.returned_at,
    mailedCode: row.mailed_code === null ? null : JSON.parse(row.mailed_code),
    lastAcceptedStep: row.last_accepted_step,
    driftSteps: row.drift_steps,
    outOfStep: row.out_of_step === 1,
    guard: guardFrom(row),
    version: row.version,
  };
}

export function tokenRow(token: Token): TokenColumns {
  return {
    id: token.id,
    institution_id: token.institutionId,
    contract_id: token.contractId,
    serial: token.serial,
    form: token.form,
    kind: token.kind,
    algorithm: token.algorithm,
    digits: token.digits,
    step_seconds: token.stepSeconds,
    state: token.state,
    retire_reason: token.retireReason,
    starts_on: token.startsOn,
    expires_on: token.expiresOn,
    shipment_id: token.shipmentId,
    lost_reported_at: token.lostReportedAt,
    issued_at: token.issuedAt,
    device_id: token.deviceId,
    suspended_at: token.suspendedAt,
    returned_at: token.returnedAt,
    mailed_code: token.mailedCode === null ? null : JSON.stringify(token.mailedCode),
    last_accepted_step: token.lastAcceptedStep,
    drift_steps: token.driftSteps,
    out_of_step: token.outOfStep ? 1 : 0,
    ...guardColumns(token.guard),
    version: token.version,
  };
}

/** The sealed seed of a token's row; undefined when the row has none. */
export function seedFrom(row: SeedColumns): SealedSeed | undefined {
  const { seed_sealed, seed_nonce, seed_key_version, seed_epoch } = row;
  if (seed_sealed === null || seed_nonce === null) return undefined;
  if (seed_key_version === null || seed_epoch === null) return undefined;
  return {
    sealed: seed_sealed,
    nonce: seed_nonce,
    keyVersion: seed_key_version,
    epoch: seed_epoch,
  };
}

export function seedColumns(seed: SealedSeed): SeedColumns {
  return {
    seed_sealed: seed.sealed,
    seed_nonce: seed.nonce,
    seed_key_version: seed.keyVersion,
    seed_epoch: seed.epoch,
  };
}
