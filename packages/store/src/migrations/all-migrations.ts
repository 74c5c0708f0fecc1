import { dueWorkIndexes } from './due-work-indexes.ts';
import { dueWorkTables } from './due-work-tables.ts';
import { firstSchema } from './first-schema.ts';
import type { Migration } from './migration.ts';
import { softwareTokens } from './software-tokens.ts';

/** Every migration, in order. */
export const migrations: readonly Migration[] = [
  firstSchema,
  softwareTokens,
  dueWorkTables,
  dueWorkIndexes,
];
