import { type Policy, type PolicyFault, parsePolicy } from '@warifu/engine';
import { ApiKeyRegistry } from './api-clients.ts';
import type { ServiceDeps } from './deps.ts';
import { idSource } from './ids.ts';
import { PolicyBook } from './policy-book.ts';
import type { Clock } from './ports/clock.ts';
import type { Random } from './ports/random.ts';
import { type Store, StoreFailure } from './ports/store.ts';
import type { WrappedDataKey } from './ports/store-parts.ts';
import { systemAudit } from './system-audit.ts';
import { KeyVault, systemKeyOwner } from './vault/key-vault.ts';
import { followingStore, type Keyring } from './vault/keyring.ts';

/** A service that is ready to decide: everything that is read once has been read. */
export interface Booted extends ServiceDeps {
  readonly apiKeys: ApiKeyRegistry;
}

export interface BootParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly random: Random;
  readonly keyring: Keyring;
  /** How long a policy version must be known before it decides; 0 unless several nodes share the store. */
  readonly policyLeadMs?: number | undefined;
  /** Hands out the vault before the first write, which needs it for the audit head's MAC. */
  readonly onVault: (vault: KeyVault) => void;
}

/**
 * Loads keys, policies and API keys. Throws `VaultError` when the keyring does not open the store's
 * data keys: without the right key nothing is served (row 40).
 */
export async function boot(parts: BootParts): Promise<Booted> {
  const { store, clock, random, keyring, onVault, policyLeadMs = 0 } = parts;
  const dataKeys = await store.keys.dataKeys();
  const vault = new KeyVault({
    keyring: followingStore(keyring, wrappingKeyOf(dataKeys)),
    random,
    epoch: await store.institutions.restoreEpoch(),
  });
  vault.load(dataKeys);
  onVault(vault);
  const policies = new PolicyBook();
  for (const row of await store.institutions.policies()) policies.add(row);
  const apiKeys = new ApiKeyRegistry();
  for (const row of await store.institutions.apiKeys()) apiKeys.add(row);
  const newId = idSource(clock, random);
  const booted = { store, clock, random, newId, policies, policyLeadMs, vault, apiKeys };
  if (!vault.has(systemKeyOwner)) await createSystemKey(booted);
  return booted;
}

/** The key-encryption key that wraps a store's data keys; undefined while it has none. */
export function wrappingKeyOf(dataKeys: readonly WrappedDataKey[]): string | undefined {
  return dataKeys.find(({ institutionId }) => institutionId === systemKeyOwner)?.kekId;
}

/** Of two nodes that begin a store at the same time one makes the system's key, and both have it. */
async function createSystemKey(deps: ServiceDeps): Promise<void> {
  try {
    await createDataKey(deps, systemKeyOwner);
  } catch (error) {
    if (!(error instanceof StoreFailure && error.code === 'conflict')) throw error;
    deps.vault.load(await deps.store.keys.dataKeys());
  }
}

/** Throws what the store says; then the key is not here either, and nothing is sealed under it. */
async function createDataKey(deps: ServiceDeps, owner: string): Promise<void> {
  const key = deps.vault.create(owner, deps.clock.now());
  const institutionId = owner === systemKeyOwner ? null : owner;
  const facts = { version: key.version, kek: key.kekId };
  const audit = systemAudit(deps.clock, 'create_data_key', { institutionId, facts });
  // Its own record already needs the system's key, for the MAC of the audit head.
  deps.vault.load([key]);
  try {
    await deps.store.keys.insertDataKey(key, audit);
  } catch (error) {
    deps.vault.forget(key);
    throw error;
  }
}

export type InstitutionResult =
  | { readonly ok: true; readonly policy: Policy }
  | { readonly ok: false; readonly faults: readonly PolicyFault[] };

/**
 * Makes an institution known from its policy document, with its data key and policy version 1. An
 * invalid document changes nothing and comes back with every fault and its path (ALL-03).
 */
export async function addInstitution(deps: Booted, document: unknown): Promise<InstitutionResult> {
  const parsed = parsePolicy(document);
  if (!parsed.ok) return parsed;
  const { policy } = parsed;
  const { id } = policy.institution;
  const now = deps.clock.now();
  const { institutions } = deps.store;
  const audit = (action: string) => systemAudit(deps.clock, action, { institutionId: id });
  // What an earlier attempt left half done, because it was killed, is gone on with.
  const known = (await institutions.list()).some((row) => row.id === id);
  const begun = known && deps.policies.versions(id).length === 0;
  if (!begun) await institutions.insert({ id, createdAt: now }, audit('add_institution'));
  if (!deps.vault.has(id)) await createDataKey(deps, id);
  const row = {
    institutionId: id,
    version: 1,
    document: JSON.stringify(policy),
    effectiveFrom: 0,
    createdAt: now,
    // The first version comes with the institution itself, before anybody is its customer.
    proposedBy: 'institutions add',
    approvedBy: 'institutions add',
    approvedAt: now,
    withdrawnAt: null,
  };
  await institutions.insertPolicy(row, audit('activate_policy'));
  deps.policies.add(row);
  return { ok: true, policy };
}

/**
 * Wraps every data key anew under another keyring's active key, while serving goes on. Of two
 * rotations at once on a shared store one fails with `conflict`: it would replace wrappings that it
 * has not read.
 */
export async function rotateKeyring(deps: Booted, keyring: Keyring): Promise<number> {
  const before = await deps.store.keys.dataKeys();
  const keys = deps.vault.rewrap(before, keyring);
  const facts = { kek: keyring.active, data_keys: keys.length };
  await deps.store.keys.rewrap(
    { before, after: keys },
    systemAudit(deps.clock, 'rotate_keyring', {
      institutionId: null,
      facts,
      actor: { kind: 'command_line', id: 'keys rotate' },
    }),
  );
  deps.vault.useKeyring(keyring);
  return keys.length;
}
