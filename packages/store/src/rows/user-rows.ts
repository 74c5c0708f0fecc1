import type { User } from '@warifu/engine';
import type { UsersTable } from '../people-tables.ts';
import { guardColumns, guardFrom } from './guard-columns.ts';
import { stringListFrom } from './string-list.ts';

/** The columns of a user that come from the user itself; the binding in force is written apart. */
export type UserColumns = Omit<UsersTable, 'binding_id' | 'bound_token_id' | 'bound_at'>;

export function userFrom(row: UserColumns): User {
  return {
    id: row.id,
    contractId: row.contract_id,
    loginId: row.login_id,
    name: row.name,
    role: row.role,
    permissions: stringListFrom(row.permissions),
    state: row.state,
    firstEnrolledAt: row.first_enrolled_at,
    mailAddress: row.mail_address,
    optedIn: row.opted_in === 1,
    adoptedAt: row.adopted_at,
    lastLoginAt: row.last_login_at,
    otpUsedAt: row.otp_used_at,
    optedOutAt: row.opted_out_at,
    lastRevokedAt: row.last_revoked_at,
    guard: guardFrom(row),
    version: row.version,
  };
}

export function userRow(user: User, institutionId: string): UserColumns {
  return {
    id: user.id,
    institution_id: institutionId,
    contract_id: user.contractId,
    login_id: user.loginId,
    name: user.name,
    role: user.role,
    permissions: JSON.stringify(user.permissions),
    state: user.state,
    first_enrolled_at: user.firstEnrolledAt,
    mail_address: user.mailAddress,
    opted_in: user.optedIn ? 1 : 0,
    adopted_at: user.adoptedAt,
    last_login_at: user.lastLoginAt,
    otp_used_at: user.otpUsedAt,
    opted_out_at: user.optedOutAt,
    last_revoked_at: user.lastRevokedAt,
    ...guardColumns(user.guard),
    version: user.version,
  };
}
