import { type Compilable, sql } from 'kysely';
import type { QueryBuilder } from '../query-builder.ts';
import { dataType, type Migration } from './migration.ts';

/**
 * What further due work needs: the month of a monthly fee, of which a contract has one by the database
 * itself, and an index for everything that is looked for every day in tables that only grow.
 */
export const dueWorkIndexes: Migration = {
  id: 4,
  name: 'monthly fees and what due work looks for',
  statements: (build, dialect) => [
    build.schema.alterTable('fees').addColumn('month', dataType('text', dialect)),
    ...indexes(build),
  ],
};

function indexes(build: QueryBuilder): Compilable[] {
  const index = (name: string, table: string, columns: string[]) =>
    build.schema.createIndex(name).on(table).columns(columns);
  return [
    index('fees_month', 'fees', ['contract_id', 'month']).unique().where('month', 'is not', null),
    index('tokens_issued', 'tokens', ['institution_id', 'issued_at', 'id']).where(
      'issued_at',
      'is not',
      null,
    ),
    index('shipments_exchanges', 'shipments', ['institution_id', 'posted_at', 'id']).where(
      sql<boolean>`reason = 'exchange'`,
    ),
  ];
}
