import type { Compilable } from 'kysely';
import type { QueryBuilder } from '../query-builder.ts';
import { guard, idKey, type Table, token } from './first-columns.ts';
import { firstIndexes } from './first-indexes.ts';
import { importTables, logTables } from './first-log-tables.ts';
import { type Columns, createTable, type Migration, type SchemaDialect } from './migration.ts';

const ofContract: Columns = { id: 'text', institution_id: 'text', contract_id: 'text' };

const contractKeys = (name: string) => (table: Table) =>
  idKey(name)(table).addForeignKeyConstraint('contract_key', ['contract_id'], 'contracts', ['id']);

/** The nouns of the domain, the files that tokens come from, and what the server itself keeps. */
export const firstSchema: Migration = {
  id: 1,
  name: 'first schema',
  statements: (build, dialect) => [
    ...institutionTables(build, dialect),
    ...customerTables(build, dialect),
    ...bindingTables(build, dialect),
    ...paperTables(build, dialect),
    ...importTables(build, dialect),
    ...logTables(build, dialect),
    ...firstIndexes(build),
    build.insertInto('store_meta').values({ key: 'restore_epoch', value: '1' }),
  ],
};

function institutionTables(build: QueryBuilder, dialect: SchemaDialect): Compilable[] {
  const keyed = (name: string, columns: Columns, key: string[]) =>
    createTable(build, dialect, {
      name,
      columns,
      end: 'keyed',
      more: (table) => table.addPrimaryKeyConstraint(`${name}_key`, key),
    });
  return [
    keyed('store_meta', { key: 'text', value: 'text' }, ['key']),
    keyed('institutions', { id: 'text', created_at: 'instant' }, ['id']),
    keyed(
      'policies',
      {
        institution_id: 'text',
        version: 'integer',
        document: 'text',
        effective_from: 'instant',
        created_at: 'instant',
      },
      ['institution_id', 'version'],
    ),
    keyed(
      'api_keys',
      {
        id: 'text',
        institution_id: 'text',
        name: 'text',
        scopes: 'text',
        secret_sha256: 'bytes',
        created_at: 'instant',
        revoked_at: 'instant?',
      },
      ['id'],
    ),
    keyed(
      'data_keys',
      {
        institution_id: 'text',
        version: 'integer',
        kek_id: 'text',
        nonce: 'bytes',
        wrapped: 'bytes',
        created_at: 'instant',
      },
      ['institution_id', 'version'],
    ),
  ];
}

function customerTables(build: QueryBuilder, dialect: SchemaDialect): Compilable[] {
  return [
    createTable(build, dialect, {
      name: 'contracts',
      columns: {
        id: 'text',
        institution_id: 'text',
        number: 'text',
        kind: 'text',
        opened_on: 'text',
        adopted_at: 'instant?',
        first_delivered_at: 'instant?',
        counted_tokens: 'integer',
        version: 'integer',
      },
      end: 'keyed',
      more: idKey('contracts'),
    }),
    createTable(build, dialect, {
      name: 'users',
      columns: {
        ...ofContract,
        login_id: 'text',
        name: 'text',
        role: 'text',
        permissions: 'text',
        state: 'text',
        first_enrolled_at: 'instant?',
        ...guard,
        version: 'integer',
        binding_id: 'text?',
        bound_token_id: 'text?',
        bound_at: 'instant?',
      },
      end: 'keyed',
      more: contractKeys('users'),
    }),
    createTable(build, dialect, {
      name: 'tokens',
      columns: token,
      end: 'keyed',
      more: contractKeys('tokens'),
    }),
  ];
}

/** What joins users and tokens, and what users are asked. */
function bindingTables(build: QueryBuilder, dialect: SchemaDialect): Compilable[] {
  return [
    createTable(build, dialect, {
      name: 'bindings',
      columns: {
        ...ofContract,
        user_id: 'text',
        token_id: 'text',
        started_at: 'instant',
        ended_at: 'instant?',
        end_reason: 'text?',
      },
      end: 'keyed',
      more: (table) =>
        contractKeys('bindings')(table)
          .addForeignKeyConstraint('user_key', ['user_id'], 'users', ['id'])
          .addForeignKeyConstraint('token_key', ['token_id'], 'tokens', ['id']),
    }),
    createTable(build, dialect, {
      name: 'challenges',
      columns: {
        ...ofContract,
        user_id: 'text',
        target_user_ids: 'text',
        operation: 'text',
        details: 'text',
        required: 'text',
        reason: 'text',
        rule: 'text?',
        factors: 'text',
        state: 'text',
        created_at: 'instant',
        expires_at: 'instant',
        satisfied_at: 'instant?',
      },
      end: 'keyed',
      more: (table) =>
        contractKeys('challenges')(table).addForeignKeyConstraint(
          'user_key',
          ['user_id'],
          'users',
          ['id'],
        ),
    }),
  ];
}

function paperTables(build: QueryBuilder, dialect: SchemaDialect): Compilable[] {
  const paper = (name: string, columns: Columns) =>
    createTable(build, dialect, {
      name,
      columns: { ...ofContract, ...columns },
      end: 'keyed',
      more: contractKeys(name),
    });
  return [
    paper('applications', {
      kind: 'text',
      token_count: 'integer',
      filed_on: 'text',
      recorded_at: 'instant',
    }),
    paper('shipments', {
      application_id: 'text?',
      reason: 'text',
      replaces_token_id: 'text?',
      posted_at: 'instant',
      delivered_at: 'instant?',
    }),
    paper('fees', {
      kind: 'text',
      amount_yen: 'integer',
      token_id: 'text?',
      shipment_id: 'text?',
      reverses_fee_id: 'text?',
      note: 'text?',
      assessed_at: 'instant',
    }),
  ];
}
