export {
  openSqliteStore,
  type SqliteStore,
  type SqliteStoreOptions,
} from './sqlite/open-sqlite-store.ts';
export { UnsafeStore, type UnsafeStoreCode } from './sqlite/unsafe-store.ts';
