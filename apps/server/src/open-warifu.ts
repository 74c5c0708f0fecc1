import { randomBytes } from 'node:crypto';
import {
  type Booted,
  boot,
  type Clock,
  createJobService,
  createService,
  type GuardedClock,
  type JobService,
  type KeyVault,
  type MachineClock,
  ownJobKinds,
  type Random,
  type Service,
  VaultError,
} from '@warifu/service';
import { openPostgresStore, openSqliteStore } from '@warifu/store';
import { guardClock } from './clock/guard-clock.ts';
import { systemClock } from './clock/machine-clock.ts';
import { appLinkOf, type ServerConfig, storeFile } from './config.ts';
import { readKeyring } from './keyring-file.ts';
import { makeFolder } from './make-folder.ts';
import { reportError } from './report.ts';

/** Warifu, open: its store, its use cases, and how to close it. */
export interface Warifu {
  readonly config: ServerConfig;
  readonly deps: Booted;
  /** The clock of `deps`, where it is the machine's; null where it is moved on purpose. */
  readonly guardedClock: GuardedClock | null;
  readonly service: Service;
  /** Due work, for the timer and for the operator. */
  readonly jobs: JobService;
  readonly close: () => Promise<void>;
}

export interface OpenOptions {
  /** Refuses a shared store on which any other process works, and keeps them off. */
  readonly alone?: boolean | undefined;
}

/**
 * How long after its approval a policy decides at the earliest, where nodes share a store: until then
 * every node that decides has read it (node-memory.ts).
 */
const sharedPolicyLeadMs = 30_000;

export const systemRandom: Random = { bytes: (length) => randomBytes(length) };

/**
 * Opens the store under an exclusive lock, unwraps the data keys and loads policies and API keys.
 * Throws when the store is unsafe or belongs to another process, or when the keyring is missing or
 * wrong: then nothing is served (rows 40, 68).
 */
export async function openWarifu(
  config: ServerConfig,
  clock: Clock | MachineClock = systemClock,
  options: OpenOptions = {},
): Promise<Warifu> {
  // The keyring first: a start that fails for want of it leaves no folder behind.
  const keyring = readKeyring(config);
  makeFolder(config.dataDir);
  let vault: KeyVault | undefined;
  const auditMac = (message: Uint8Array) => {
    if (!vault) throw new VaultError('the vault is not open');
    return vault.mac(message);
  };
  const store = await openStore(config, auditMac, options);
  try {
    const guardedClock = await guardClock(clock, store, config.clock);
    const booted = await boot({
      store,
      clock: guardedClock ?? clock,
      random: systemRandom,
      keyring,
      policyLeadMs: isShared(config) ? sharedPolicyLeadMs : 0,
      onVault: (opened) => {
        vault = opened;
      },
    });
    const deps = { ...booted, appLink: appLinkOf(config) };
    const jobs = createJobService({
      deps,
      kinds: ownJobKinds,
      onError: (error, kind) => reportError(error, `job ${kind}`),
    });
    const service = createService(deps);
    return { config, deps, guardedClock, service, jobs, close: () => store.close() };
  } catch (error) {
    await store.close();
    throw error;
  }
}

/** Whether other nodes may work on the same store. */
export function isShared({ storeUrl }: Pick<ServerConfig, 'storeUrl'>): boolean {
  return typeof storeUrl === 'string';
}

function openStore(
  config: ServerConfig,
  auditMac: (message: Uint8Array) => Uint8Array,
  { alone = false }: OpenOptions,
) {
  const { storeUrl, node: chain = 'node-1' } = config;
  return typeof storeUrl === 'string'
    ? openPostgresStore({ connectionString: storeUrl, chain, auditMac, alone })
    : openSqliteStore({ file: storeFile(config), chain, auditMac });
}
