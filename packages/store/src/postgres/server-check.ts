import { UnsafeStore, type UnsafeStoreCode } from '../unsafe-store.ts';
import type { Session } from './session.ts';

/**
 * What a server must be before anything is decided on it (row 68). The settings are read as they are
 * in force for this very session, since a role or a database may have its own. They are read again
 * with every new connection that writes and with every probe: `fsync` can be switched off under a
 * running server.
 */
export const oldestSafePostgres = 150_000;

interface ServerState {
  readonly version: number;
  readonly fsync: string;
  readonly full_page_writes: string;
  readonly synchronous_commit: string;
  readonly encoding: string;
  readonly standby: boolean;
  readonly read_only: string;
}

const stateQuery = {
  sql: `SELECT current_setting('server_version_num')::int AS version,
    current_setting('fsync') AS fsync,
    current_setting('full_page_writes') AS full_page_writes,
    current_setting('synchronous_commit') AS synchronous_commit,
    current_setting('server_encoding') AS encoding,
    pg_is_in_recovery() AS standby,
    current_setting('transaction_read_only') AS read_only`,
  parameters: [],
};

/** Throws `UnsafeStore` with the remedy. */
export async function refuseUnsafeServer(session: Session, oldest = oldestSafePostgres) {
  const { rows } = await session.execute(stateQuery);
  const [state] = rows as readonly ServerState[];
  if (!state) throw new Error('the server told no settings');
  for (const { code, unsafe, message } of refusals(oldest))
    if (unsafe(state)) throw new UnsafeStore(code, message(state));
}

interface Refusal {
  readonly code: UnsafeStoreCode;
  readonly unsafe: (state: ServerState) => boolean;
  readonly message: (state: ServerState) => string;
}

function refusals(oldest: number): readonly Refusal[] {
  return [
    {
      code: 'postgres_too_old',
      unsafe: ({ version }) => version < oldest,
      message: ({ version }) =>
        `PostgreSQL ${majorOf(version)} is too old: use ${majorOf(oldest)} or later`,
    },
    {
      code: 'wrong_encoding',
      unsafe: ({ encoding }) => encoding !== 'UTF8',
      message: ({ encoding }) =>
        `the database keeps text as ${encoding}: create one with ENCODING 'UTF8'`,
    },
    {
      code: 'read_only',
      unsafe: ({ standby, read_only }) => standby || read_only === 'on',
      message: () => 'the server takes no writes: connect to the primary',
    },
    {
      code: 'not_durable',
      unsafe: ({ fsync }) => fsync !== 'on',
      message: () => 'commits are not synced: set fsync = on and restart the server',
    },
    {
      code: 'not_durable',
      unsafe: ({ full_page_writes }) => full_page_writes !== 'on',
      message: () => 'a power cut could tear pages: set full_page_writes = on',
    },
    {
      code: 'not_durable',
      unsafe: ({ synchronous_commit }) => synchronous_commit === 'off',
      message: () =>
        'commits are told before they are synced: set synchronous_commit = on, also for this role and database',
    },
  ];
}

const versionsOfMajor = 10_000;

function majorOf(version: number): number {
  return Math.floor(version / versionsOfMajor);
}
