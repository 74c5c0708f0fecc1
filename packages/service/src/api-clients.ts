import { hash } from 'node:crypto';
import type { ServiceDeps } from './deps.ts';
import type { Random } from './ports/random.ts';
import type { ApiKeyRow } from './ports/store-parts.ts';
import { systemAudit } from './system-audit.ts';

/** The API keys of all institutions, in memory: they are few and every request asks for one. */
export class ApiKeyRegistry {
  #keys = new Map<string, ApiKeyRow & { readonly scopeSet: ReadonlySet<string> }>();

  add(row: ApiKeyRow): void {
    this.#keys.set(row.id, { ...row, scopeSet: new Set(row.scopes) });
  }

  find(id: string) {
    return this.#keys.get(id);
  }
}

export interface NewApiKey {
  readonly institutionId: string;
  readonly name: string;
  readonly scopes: readonly string[];
}

/**
 * Makes an API key. The text is shown once and is not stored; what is stored is the SHA-256 of a
 * secret with 256 random bits.
 */
export async function createApiKey(
  deps: ServiceDeps & { readonly random: Random; readonly apiKeys: ApiKeyRegistry },
  { institutionId, name, scopes }: NewApiKey,
): Promise<{ readonly id: string; readonly text: string }> {
  const id = deps.newId('key');
  const secret = Buffer.from(deps.random.bytes(32)).toString('base64url');
  const row: ApiKeyRow = {
    id,
    institutionId,
    name,
    scopes,
    secretSha256: hash('sha256', secret, 'buffer'),
    createdAt: deps.clock.now(),
    revokedAt: null,
  };
  const audit = systemAudit(deps.clock, 'create_api_key', { institutionId, facts: { id, name } });
  await deps.store.institutions.insertApiKey(row, audit);
  deps.apiKeys.add(row);
  return { id, text: `wrf_${id}_${secret}` };
}
