import { type Booted, wrappingKeyOf } from './boot.ts';
import { refreshPolicies } from './policy-versions.ts';
import { followingStore, type Keyring } from './vault/keyring.ts';

/**
 * Reads again what is kept in memory and another node may have stored since: policies, API keys and
 * their revocation. A node on a shared store calls it every few seconds; where one process owns the
 * store nobody else can have changed anything.
 */
export async function refreshSharedState(deps: Booted): Promise<void> {
  for (const row of await deps.store.institutions.apiKeys()) deps.apiKeys.add(row);
  await refreshPolicies(deps);
}

/**
 * Takes the data keys of new institutions, and follows a rotation on another node: the keyring is read
 * again when the store's keys are wrapped by one that is not the active one here. Apart from the rest,
 * since a node whose keyring is out of date must know of a revoked API key all the same. Throws
 * `VaultError` or `KeyringError` when a new data key cannot be opened by this node's keyring.
 */
export async function refreshDataKeys(deps: Booted, readKeyring: () => Keyring): Promise<void> {
  const { store, vault } = deps;
  const known = await store.keys.dataKeys();
  const wrapping = wrappingKeyOf(known);
  if (wrapping !== undefined && !vault.wrapsBy(wrapping))
    vault.useKeyring(followingStore(readKeyring(), wrapping));
  vault.load(known.filter((key) => !vault.knows(key)));
}
