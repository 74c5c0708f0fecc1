import type { Booted } from './boot.ts';
import { refreshPolicies } from './policy-versions.ts';

/**
 * Reads again what is kept in memory and another node may have stored since: policies, API keys and
 * their revocation, and the data keys of new institutions. A node on a shared store calls it every few
 * seconds; where one process owns the store nobody else can have changed anything.
 */
export async function refreshSharedState(deps: Booted): Promise<void> {
  const known = await deps.store.keys.dataKeys();
  deps.vault.load(known.filter((key) => !deps.vault.knows(key)));
  await refreshPolicies(deps);
  for (const row of await deps.store.institutions.apiKeys()) deps.apiKeys.add(row);
}
