import { type Compilable, sql } from 'kysely';
import type { QueryBuilder } from '../query-builder.ts';
import { idKey, type Table } from './first-columns.ts';
import {
  type ColumnSpec,
  createTable,
  dataType,
  type Migration,
  type SchemaDialect,
} from './migration.ts';

/**
 * What other institutions than the first need: software tokens and their issue, requests on paper,
 * temporary locks, several tokens per user, chosen kinds, same-day facts, tax and debit days.
 */
export const softwareTokens: Migration = {
  id: 2,
  name: 'software tokens, requests and further rules',
  statements: (build, dialect) => [
    ...addedColumns(build, dialect),
    ...addedTables(build, dialect),
    // A version that was stored before there was approval was made known with its institution.
    build.updateTable('policies').set({
      approved_by: 'institutions add',
      approved_at: sql<number>`created_at`,
    }),
    build.schema.dropIndex('bindings_in_force'),
    ...addedIndexes(build),
  ],
};

const guard = { temporary_locks: 'integer', lock_lifts_at: 'instant?' } as const;
const token = {
  ...guard,
  form: 'text',
  issued_at: 'instant?',
  device_id: 'text?',
  suspended_at: 'instant?',
  returned_at: 'instant?',
  mailed_code: 'text?',
  out_of_step: 'integer',
} as const;

const columns: Readonly<Record<string, Readonly<Record<string, ColumnSpec | `${ColumnSpec}?`>>>> = {
  contracts: {
    set_up_at: 'instant?',
    first_enrolled_at: 'instant?',
    authenticator: 'text?',
    stopped_at: 'instant?',
    same_day: 'text?',
  },
  users: {
    ...guard,
    mail_address: 'text?',
    opted_in: 'integer',
    adopted_at: 'instant?',
    last_login_at: 'instant?',
    otp_used_at: 'instant?',
    opted_out_at: 'instant?',
    last_revoked_at: 'instant?',
  },
  tokens: token,
  staged_tokens: token,
  policies: {
    proposed_by: 'text',
    approved_by: 'text?',
    approved_at: 'instant?',
    withdrawn_at: 'instant?',
  },
  applications: { authenticator: 'text?' },
  fees: { tax_yen: 'integer', due_on: 'text' },
};

/** What rows that were there before hold in a column that may not be empty. */
const before: Readonly<Record<string, string>> = {
  form: 'hardware',
  due_on: '',
  proposed_by: 'institutions add',
};

function addedColumns(build: QueryBuilder, dialect: SchemaDialect): Compilable[] {
  return Object.entries(columns).flatMap(([table, added]) =>
    Object.entries(added).map(([name, spec]) =>
      build.schema
        .alterTable(table)
        .addColumn(name, dataType(spec.replace('?', ''), dialect), (it) =>
          spec.endsWith('?') ? it : it.notNull().defaultTo(before[name] ?? 0),
        ),
    ),
  );
}

const contractKeys = (name: string) => (table: Table) =>
  idKey(name)(table).addForeignKeyConstraint('contract_key', ['contract_id'], 'contracts', ['id']);

function addedTables(build: QueryBuilder, dialect: SchemaDialect): Compilable[] {
  const ofContract = { id: 'text', institution_id: 'text', contract_id: 'text' } as const;
  return [
    createTable(build, dialect, {
      name: 'issuances',
      columns: {
        ...ofContract,
        user_id: 'text',
        authenticator: 'text',
        service_id: 'text',
        app_user_id: 'text',
        password_mac: 'bytes',
        mail_address: 'text',
        state: 'text',
        failures: 'integer',
        token_id: 'text?',
        created_at: 'instant',
        expires_at: 'instant',
        version: 'integer',
      },
      end: 'keyed',
      more: contractKeys('issuances'),
    }),
    createTable(build, dialect, {
      name: 'customer_requests',
      columns: {
        ...ofContract,
        user_id: 'text?',
        kind: 'text',
        channel: 'text',
        filed_on: 'text',
        documents: 'text',
        state: 'text',
        expected_from_on: 'text?',
        expected_to_on: 'text?',
        received_at: 'instant',
        closed_at: 'instant?',
        version: 'integer',
      },
      end: 'keyed',
      more: contractKeys('customer_requests'),
    }),
  ];
}

function addedIndexes(build: QueryBuilder): Compilable[] {
  const index = (name: string, table: string, keys: string[]) =>
    build.schema.createIndex(name).on(table).columns(keys);
  const open = sql<boolean>`state in ('open', 'activated')`;
  return [
    index('bindings_in_force', 'bindings', ['user_id', 'token_id'])
      .unique()
      .where('ended_at', 'is', null),
    index('tokens_device', 'tokens', ['institution_id', 'device_id', 'id']).where(
      'device_id',
      'is not',
      null,
    ),
    index('issuances_named', 'issuances', ['service_id', 'app_user_id']).unique(),
    index('issuances_open', 'issuances', ['institution_id', 'contract_id', 'id']).where(open),
    index('customer_requests_contract', 'customer_requests', [
      'institution_id',
      'contract_id',
      'id',
    ]),
    index('customer_requests_page', 'customer_requests', ['institution_id', 'id']),
    index('fees_due', 'fees', ['institution_id', 'due_on', 'id']),
  ];
}
