import type { Compilable } from 'kysely';
import type { QueryBuilder } from '../query-builder.ts';
import { idKey } from './first-columns.ts';
import { type Columns, createTable, type Migration, type SchemaDialect } from './migration.ts';

/**
 * The outbox of mails, the jobs, and the lists that jobs make. Jobs are one a kind, day and slot of
 * an institution, and a subject stands once in a list: both by the database itself, so that no number
 * of nodes does a thing twice.
 */
export const dueWorkTables: Migration = {
  id: 3,
  name: 'due work and mail',
  statements: (build, dialect) => [
    mailTable(build, dialect),
    jobTable(build, dialect),
    itemTable(build, dialect),
    ...indexes(build),
  ],
};

const mailColumns: Columns = {
  id: 'text',
  institution_id: 'text',
  contract_id: 'text?',
  user_id: 'text?',
  kind: 'text',
  urgent: 'integer',
  to_address: 'text',
  language: 'text',
  data: 'text',
  once_key: 'text?',
  state: 'text',
  attempts: 'integer',
  next_attempt_at: 'instant',
  created_at: 'instant',
  expires_at: 'instant?',
  sent_at: 'instant?',
  last_error: 'text?',
  leased_by: 'text?',
  leased_until: 'instant?',
};

function mailTable(build: QueryBuilder, dialect: SchemaDialect): Compilable {
  const name = 'outbox_mails';
  return createTable(build, dialect, {
    name,
    columns: mailColumns,
    end: 'keyed',
    more: idKey(name),
  });
}

function jobTable(build: QueryBuilder, dialect: SchemaDialect): Compilable {
  const columns: Columns = {
    id: 'text',
    institution_id: 'text',
    kind: 'text',
    due_on: 'text',
    slot: 'integer',
    due_at: 'instant',
    state: 'text',
    cursor: 'text?',
    done_count: 'integer',
    total_count: 'integer?',
    tally: 'text',
    next_attempt_at: 'instant',
    leased_by: 'text?',
    leased_until: 'instant?',
    attempts: 'integer',
    started_at: 'instant?',
    finished_at: 'instant?',
    last_error: 'text?',
  };
  return createTable(build, dialect, { name: 'jobs', columns, end: 'keyed', more: idKey('jobs') });
}

function itemTable(build: QueryBuilder, dialect: SchemaDialect): Compilable {
  return createTable(build, dialect, {
    name: 'job_items',
    columns: {
      institution_id: 'text',
      list: 'text',
      subject: 'text',
      job_id: 'text',
      contract_id: 'text?',
      amount_yen: 'integer',
      data: 'text',
    },
    end: 'keyed',
    more: (table) =>
      table
        .addPrimaryKeyConstraint('job_items_key', ['institution_id', 'list', 'subject'])
        .addForeignKeyConstraint('job_key', ['job_id'], 'jobs', ['id']),
  });
}

/** What is queued and what is open are few, however many rows there are: their indexes stay small. */
function indexes(build: QueryBuilder): Compilable[] {
  const index = (name: string, table: string, columns: string[]) =>
    build.schema.createIndex(name).on(table).columns(columns);
  return [
    index('outbox_mails_due', 'outbox_mails', [
      'urgent',
      'next_attempt_at',
      'id',
      'created_at',
    ]).where('state', '=', 'queued'),
    index('outbox_mails_once', 'outbox_mails', ['institution_id', 'once_key']).unique(),
    index('outbox_mails_page', 'outbox_mails', ['institution_id', 'id']),
    index('outbox_mails_user', 'outbox_mails', ['institution_id', 'user_id', 'id']),
    index('outbox_mails_lease', 'outbox_mails', ['leased_by']).where('leased_by', 'is not', null),
    index('jobs_day', 'jobs', ['institution_id', 'kind', 'due_on', 'slot']).unique(),
    index('jobs_open', 'jobs', ['next_attempt_at', 'id']).where('finished_at', 'is', null),
    index('jobs_page', 'jobs', ['institution_id', 'due_on', 'id']),
    index('job_items_job', 'job_items', ['job_id', 'subject']),
  ];
}
