export { migratePostgres } from './postgres/migrate-postgres.ts';
export { openPostgresStore } from './postgres/open-postgres-store.ts';
export { openSqliteStore } from './sqlite/open-sqlite-store.ts';
export { assertSoundCopy } from './sqlite/sqlite-backup.ts';
