import type { Compilable } from 'kysely';
import type { QueryBuilder } from '../query-builder.ts';

/**
 * One index for every filter that would otherwise scan. All begin with the institution: the longest
 * prefix of equalities is what a planner without statistics goes by, so each filter finds its own.
 * None of their columns moves in a verification.
 */
export function firstIndexes(build: QueryBuilder): Compilable[] {
  const index = (name: string, table: string, columns: string[]) =>
    build.schema.createIndex(name).on(table).columns(columns);
  return [
    index('contracts_number', 'contracts', ['institution_id', 'number']).unique(),
    index('contracts_page', 'contracts', ['institution_id', 'id']),
    index('users_login_id', 'users', ['contract_id', 'login_id']).unique(),
    index('users_contract', 'users', ['institution_id', 'contract_id', 'id']),
    index('users_page', 'users', ['institution_id', 'id']),
    index('users_login_page', 'users', ['institution_id', 'login_id', 'id']),
    index('tokens_serial', 'tokens', ['institution_id', 'serial']).unique(),
    index('tokens_page', 'tokens', ['institution_id', 'id']),
    index('tokens_contract', 'tokens', ['institution_id', 'contract_id', 'id']),
    index('tokens_state', 'tokens', ['institution_id', 'state', 'id']),
    index('tokens_stock', 'tokens', ['institution_id', 'state', 'expires_on']),
    index('tokens_expiry', 'tokens', ['institution_id', 'expires_on', 'id']),
    index('tokens_shipment', 'tokens', ['shipment_id']),
    index('bindings_contract', 'bindings', ['institution_id', 'contract_id', 'id']),
    index('bindings_user', 'bindings', ['institution_id', 'user_id', 'id']),
    index('bindings_token', 'bindings', ['institution_id', 'token_id', 'id']),
    index('bindings_page', 'bindings', ['institution_id', 'id']),
    index('applications_contract', 'applications', ['institution_id', 'contract_id', 'id']),
    index('applications_page', 'applications', ['institution_id', 'id']),
    index('shipments_contract', 'shipments', ['institution_id', 'contract_id', 'id']),
    index('shipments_page', 'shipments', ['institution_id', 'id']),
    index('shipments_replaces', 'shipments', ['replaces_token_id']),
    index('fees_contract', 'fees', ['institution_id', 'contract_id', 'id']),
    index('fees_page', 'fees', ['institution_id', 'id']),
    index('token_imports_file', 'token_imports', ['institution_id', 'file_sha256']),
    index('bindings_in_force', 'bindings', ['user_id']).unique().where('ended_at', 'is', null),
    index('users_locked', 'users', ['institution_id', 'id']).where('locked_at', 'is not', null),
    index('tokens_locked', 'tokens', ['institution_id', 'id']).where('locked_at', 'is not', null),
  ];
}
