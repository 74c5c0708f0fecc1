/** Why a store is not opened (row 68). A closed list: messages may change, codes may not. */
export type UnsafeStoreCode =
  /** SQLite older than 3.51.3 can corrupt a file when a checkpoint meets a write (WAL-reset bug). */
  | 'sqlite_too_old'
  /** Another process, or this one, has the file open or writes this audit chain. */
  | 'in_use'
  /** The file or its folder cannot be opened, or the server cannot be reached. */
  | 'cannot_open'
  | 'read_only'
  /** No SQLite database, or a damaged one. */
  | 'corrupt'
  /** A SQLite database of another program. */
  | 'not_a_store'
  | 'not_wal'
  /** A commit would be told before it is synced. */
  | 'not_durable'
  /** A safety setting did not take effect. */
  | 'setting_refused'
  /** The store was written by a newer Warifu. */
  | 'schema_newer'
  /** PostgreSQL older than this program was tried with. */
  | 'postgres_too_old'
  /** The database does not keep text as UTF-8. */
  | 'wrong_encoding'
  /** The database lacks migrations, and nobody asked for them to be made. */
  | 'not_migrated';

/** The store would not be safe to decide on, so it is not opened. The message names the remedy. */
export class UnsafeStore extends Error {
  readonly code: UnsafeStoreCode;

  constructor(code: UnsafeStoreCode, message: string, options?: { readonly cause?: unknown }) {
    super(message, options);
    this.name = 'UnsafeStore';
    this.code = code;
  }
}
