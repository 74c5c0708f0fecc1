import { StoreFailure } from '@warifu/service';

/** Primary result codes of SQLite (https://www.sqlite.org/rescode.html). */
export const sqliteCode = {
  busy: 5,
  readOnly: 8,
  ioError: 10,
  corrupt: 11,
  full: 13,
  constraint: 19,
  notADatabase: 26,
} as const;

/** `SQLITE_IOERR_LOCK`: a handle that may only read cannot lock the file for itself. */
export const sqliteCannotLock = 3850;

/** The extended result code of an error that SQLite raised; undefined for any other error. */
export function sqliteCodeOf(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('errcode' in error)) return undefined;
  return typeof error.errcode === 'number' ? error.errcode : undefined;
}

/** The primary result code: the low byte of the extended one. */
export function primaryCodeOf(error: unknown): number | undefined {
  const code = sqliteCodeOf(error);
  return code === undefined ? undefined : code & 0xff;
}

/**
 * True when an error says that the disk or the file cannot be relied on. After it nothing is written
 * any more: the kernel may have dropped what an fsync failed to write, so a second fsync that
 * succeeds proves nothing (row 70).
 */
export function breaksStore(error: unknown): boolean {
  const code = primaryCodeOf(error);
  return (
    code === sqliteCode.ioError || code === sqliteCode.corrupt || code === sqliteCode.notADatabase
  );
}

/**
 * What an error of SQLite means to a caller; undefined when it is no error of SQLite but a bug.
 * A broken constraint is one work's own fault; everything else concerns the whole store.
 */
export function storeFailureOf(error: unknown): StoreFailure | undefined {
  if (error instanceof StoreFailure) return error;
  const code = primaryCodeOf(error);
  if (code === undefined) return undefined;
  const cause = { cause: error };
  if (code === sqliteCode.full)
    return new StoreFailure('store_full', 'the disk is full: free space on it', cause);
  if (code === sqliteCode.constraint)
    return new StoreFailure(
      'conflict',
      'a row with the same key exists, or one it needs is missing',
      cause,
    );
  return new StoreFailure(
    'store_unavailable',
    `SQLite failed (result code ${sqliteCodeOf(error)}): check the disk and restart`,
    cause,
  );
}
