import { StoreFailure } from '@warifu/service';
import pg from 'pg';
import { StaleState } from '../writes/stale-state.ts';

/** SQLSTATE codes (https://www.postgresql.org/docs/18/errcodes-appendix.html). */
const sqlState = {
  featureNotSupported: '0A000',
  unknownCharacter: '22021',
  readOnlyTransaction: '25006',
  serialisation: '40001',
  deadlock: '40P01',
  diskFull: '53100',
  lockTimeout: '55P03',
} as const;

const integrityClass = '23';

/**
 * True when the connection cannot be used any more: the server ended it, or nothing is known of it.
 * A server that became read-only is another server's standby now, and is left as well.
 */
export function breaksConnection(error: unknown): boolean {
  if (!(error instanceof pg.DatabaseError)) return true;
  if (error.severity === 'FATAL' || error.severity === 'PANIC') return true;
  return error.code === sqlState.readOnlyTransaction || isOldPlan(error);
}

/** Another program version changed a table under a prepared statement; a new connection has none. */
function isOldPlan(error: pg.DatabaseError): boolean {
  return error.code === sqlState.featureNotSupported && /cached plan/.test(error.message);
}

/**
 * What an error of the server or of the way to it means: to be decided again (`StaleState`), or a
 * failure in the port's words. Broken constraints are one work's own fault.
 */
export function failureOf(error: unknown): StaleState | StoreFailure {
  const cause = { cause: error };
  if (!(error instanceof pg.DatabaseError))
    return new StoreFailure('store_unavailable', 'PostgreSQL cannot be reached', cause);
  const code = error.code ?? '';
  if (isOldPlan(error)) return new StaleState('the schema');
  if (
    code === sqlState.serialisation ||
    code === sqlState.deadlock ||
    code === sqlState.lockTimeout
  )
    return new StaleState('a row that another node holds');
  if (code === sqlState.diskFull)
    return new StoreFailure('store_full', 'the disk is full: free space on it', cause);
  if (code.startsWith(integrityClass) || code === sqlState.unknownCharacter)
    return new StoreFailure(
      'conflict',
      'a row with the same key exists, or one it needs is missing',
      cause,
    );
  return new StoreFailure(
    'store_unavailable',
    `PostgreSQL failed (SQLSTATE ${code}): ${error.message}`,
    cause,
  );
}
