import type { Issuance } from '@warifu/engine';
import type { IssuancesTable } from '../token-tables.ts';

export function issuanceFrom(row: IssuancesTable): Issuance {
  return {
    id: row.id,
    contractId: row.contract_id,
    userId: row.user_id,
    authenticator: row.authenticator,
    serviceId: row.service_id,
    appUserId: row.app_user_id,
    passwordMac: row.password_mac,
    mailAddress: row.mail_address,
    state: row.state,
    failures: row.failures,
    tokenId: row.token_id,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    version: row.version,
  };
}

export function issuanceRow(it: Issuance, institutionId: string): IssuancesTable {
  return {
    id: it.id,
    institution_id: institutionId,
    contract_id: it.contractId,
    user_id: it.userId,
    authenticator: it.authenticator,
    service_id: it.serviceId,
    app_user_id: it.appUserId,
    password_mac: it.passwordMac,
    mail_address: it.mailAddress,
    state: it.state,
    failures: it.failures,
    token_id: it.tokenId,
    created_at: it.createdAt,
    expires_at: it.expiresAt,
    version: it.version,
  };
}
