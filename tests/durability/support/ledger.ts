import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/**
 * What a store says, read with SQLite alone: no code of the product stands between the file and the
 * oracle. Opening recovers the WAL, as the next start of a server would.
 */
export interface Ledger {
  /** `integrity_check` and `foreign_key_check`, one line per fault. */
  readonly faults: readonly string[];
  readonly records: readonly LedgerRecord[];
  /** Stored answers by Idempotency-Key. */
  readonly answers: ReadonlyMap<string, { readonly status: number; readonly text: string }>;
  readonly users: readonly UserRow[];
  /** The last accepted step by token. */
  readonly steps: ReadonlyMap<string, number>;
  readonly bindingsInForce: ReadonlySet<string>;
  readonly bindingsEnded: ReadonlySet<string>;
}

export interface LedgerRecord {
  readonly contractId: string | null;
  readonly userId: string | null;
  readonly action: string;
  readonly outcome: string;
  readonly reason: string | null;
  readonly events: readonly { readonly type: string; readonly [key: string]: unknown }[];
}

export interface UserRow {
  readonly id: string;
  readonly failures: number;
  readonly locked: boolean;
}

type Row = Record<string, unknown>;

export function storeFileIn(dataDir: string): string {
  return join(dataDir, 'warifu.sqlite');
}

export function readLedger(dataDir: string): Ledger {
  const database = new DatabaseSync(storeFileIn(dataDir));
  try {
    const all = (query: string): Row[] => database.prepare(query).all();
    const bindings = all('SELECT id, ended_at FROM bindings');
    const ids = (rows: readonly Row[]) => new Set(rows.map((row) => String(row['id'])));
    return {
      faults: faultsOf(all),
      records: all('SELECT record FROM audit_records ORDER BY number').map(
        (row): LedgerRecord => JSON.parse(String(row['record'])),
      ),
      answers: new Map(
        all('SELECT key, status, body FROM idempotent_answers').map((row) => [
          String(row['key']),
          { status: Number(row['status']), text: String(row['body']) },
        ]),
      ),
      users: all('SELECT id, failures, locked_at FROM users').map((row) => ({
        id: String(row['id']),
        failures: Number(row['failures']),
        locked: row['locked_at'] !== null,
      })),
      steps: new Map(
        all('SELECT id, last_accepted_step AS step FROM tokens').map((row) => [
          String(row['id']),
          Number(row['step']),
        ]),
      ),
      bindingsInForce: ids(bindings.filter((row) => row['ended_at'] === null)),
      bindingsEnded: ids(bindings.filter((row) => row['ended_at'] !== null)),
    };
  } finally {
    database.close();
  }
}

function faultsOf(all: (query: string) => Row[]): string[] {
  const integrity = all('PRAGMA integrity_check').map((row) => String(row['integrity_check']));
  const foreign = all('PRAGMA foreign_key_check').map((row) => `foreign key: ${row['table']}`);
  return [...integrity.filter((line) => line !== 'ok'), ...foreign];
}
