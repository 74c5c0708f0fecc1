import type { Compilable } from 'kysely';
import type { QueryBuilder } from '../query-builder.ts';
import { idKey, token } from './first-columns.ts';
import { createTable, type SchemaDialect } from './migration.ts';

/** Token files on their way into stock. */
export function importTables(build: QueryBuilder, dialect: SchemaDialect): Compilable[] {
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

/** What only grows: stored answers and the audit chain with its finding aids. */
export function logTables(build: QueryBuilder, dialect: SchemaDialect): Compilable[] {
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
      more: (table) =>
        table.addColumn('id', dialect.instant, (it) => dialect.numbered(it.primaryKey())),
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
