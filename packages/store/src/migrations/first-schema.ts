import type { Compilable, CreateTableBuilder } from 'kysely';
import type { QueryBuilder } from '../query-builder.ts';
import { firstIndexes } from './first-indexes.ts';
import { type Columns, createTable, type Migration, type SchemaDialect } from './migration.ts';

type Table = CreateTableBuilder<string, string>;

const guard: Columns = {
  failures: 'integer',
  failures_since_acceptance: 'integer',
  attempts_while_locked: 'integer',
  locked_at: 'instant?',
  lock_cause: 'text?',
};

const token: Columns = {
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

const ofContract: Columns = { id: 'text', institution_id: 'text', contract_id: 'text' };

const idKey = (name: string) => (table: Table) =>
  table.addPrimaryKeyConstraint(`${name}_key`, ['id']);
const contractKeys = (name: string) => (table: Table) =>
  idKey(name)(table).addForeignKeyConstraint('contract_key', ['contract_id'], 'contracts', ['id']);

/** The nouns of the domain, the files that tokens come from, and what the server itself keeps. */
export const firstSchema: Migration = {
  id: 1,
  name: 'first schema',
  statements: (build, dialect) => [
    ...institutionTables(build, dialect),
    ...customerTables(build, dialect),
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

function importTables(build: QueryBuilder, dialect: SchemaDialect): Compilable[] {
  return [
    createTable(build, dialect, {
      name: 'token_imports',
      columns: {
        id: 'text',
        institution_id: 'text',
        file_sha256: 'text',
        file_name: 'text',
        started_at: 'instant',
        published: 'integer',
        published_count: 'integer',
      },
      end: 'keyed',
      more: idKey('token_imports'),
    }),
    createTable(build, dialect, {
      name: 'staged_tokens',
      columns: { import_id: 'text', ...token },
      end: 'keyed',
      more: (table) =>
        table
          .addPrimaryKeyConstraint('staged_tokens_key', ['import_id', 'serial'])
          .addForeignKeyConstraint('import_key', ['import_id'], 'token_imports', ['id']),
    }),
  ];
}

function logTables(build: QueryBuilder, dialect: SchemaDialect): Compilable[] {
  return [
    createTable(build, dialect, {
      name: 'idempotent_answers',
      columns: {
        institution_id: 'text',
        key: 'text',
        input_mac: 'bytes',
        status: 'integer',
        body: 'text',
        at: 'instant',
      },
      end: 'log',
      more: (table) => table.addColumn('id', dialect.instant, (it) => it.primaryKey()),
    }),
    createTable(build, dialect, {
      name: 'audit_records',
      columns: {
        chain: 'text',
        sequence: 'instant',
        institution_id: 'text?',
        contract_id: 'text?',
        user_id: 'text?',
        token_id: 'text?',
        action: 'text',
        at: 'instant',
        record: 'text',
        hash: 'text',
      },
      end: 'log',
      more: (table) => table.addColumn('number', dialect.instant, (it) => it.primaryKey()),
    }),
    createTable(build, dialect, {
      name: 'audit_heads',
      columns: { chain: 'text', sequence: 'instant', hash: 'text', mac: 'text' },
      end: 'keyed',
      more: (table) => table.addPrimaryKeyConstraint('audit_heads_key', ['chain']),
    }),
    createTable(build, dialect, {
      name: 'audit_segments',
      columns: { segment: 'instant', facet: 'text', postings: 'bytes' },
      end: 'keyed',
      more: (table) => table.addPrimaryKeyConstraint('audit_segments_key', ['segment', 'facet']),
    }),
  ];
}
