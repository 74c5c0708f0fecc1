/** Why a store is not opened (row 68). A closed list: messages may change, codes may not. */
export type UnsafeStoreCode =
  /** SQLite older than 3.51.3 can corrupt a file when a checkpoint meets a write (WAL-reset bug). */
  | 'sqlite_too_old'
  /** Another process, or this one, has the file open. */
  | 'in_use'
  /** The file or its folder cannot be opened. */
  | 'cannot_open'
  | 'read_only'
  /** No SQLite database, or a damaged one. */
  | 'corrupt'
  /** A SQLite database of another program. */
  | 'not_a_store'
  | 'not_wal'
  /** After a first committed write the connection does not sync every commit. */
  | 'not_durable'
  /** A safety setting did not take effect. */
  | 'setting_refused'
  /** The file was written by a newer Warifu. */
  | 'schema_newer';

/** The store would not be safe to decide on, so it is not opened. The message names the remedy. */
export class UnsafeStore extends Error {
  readonly code: UnsafeStoreCode;

  constructor(code: UnsafeStoreCode, message: string, options?: { readonly cause?: unknown }) {
    super(message, options);
    this.name = 'UnsafeStore';
    this.code = code;
  }
}
