import { firstSchema } from './first-schema.ts';
import type { Migration } from './migration.ts';

/** Every migration, in order. */
export const migrations: readonly Migration[] = [firstSchema];
