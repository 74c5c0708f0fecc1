export { type MigrateOptions, migratePostgres } from './postgres/migrate-postgres.ts';
export { openPostgresStore, type PostgresStoreOptions } from './postgres/open-postgres-store.ts';
export { openSqliteStore } from './sqlite/open-sqlite-store.ts';
export { assertSoundCopy } from './sqlite/sqlite-backup.ts';
