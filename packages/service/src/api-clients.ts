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

  /** Every key that ever was, revoked ones too, in the order of their making. */
  all(): readonly ApiKeyRow[] {
    return [...this.#keys.values()];
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

/** Why a new key would be confused with others by those who read lists and the audit record. */
export type NameObstacle = 'name_empty' | 'name_taken';

/** Whether a name can be given to a new key; a revoked key's name is free again. */
export function nameObstacle(
  apiKeys: ApiKeyRegistry,
  { institutionId, name }: Pick<NewApiKey, 'institutionId' | 'name'>,
): NameObstacle | undefined {
  if (name.trim() === '') return 'name_empty';
  const taken = apiKeys
    .all()
    .some(
      (key) => key.institutionId === institutionId && key.name === name && key.revokedAt === null,
    );
  return taken ? 'name_taken' : undefined;
}

export type RevokeApiKeyResult =
  | { readonly ok: true; readonly key: ApiKeyRow }
  | { readonly ok: false; readonly why: 'api_key_unknown' | 'api_key_already_revoked' };

/**
 * Revokes an API key for good. The store has it first, with its audit record; from then on no request
 * is let in with the key. Rejects with a `StoreFailure`, and then the key goes on as before.
 */
export async function revokeApiKey(
  deps: ServiceDeps & { readonly apiKeys: ApiKeyRegistry },
  id: string,
): Promise<RevokeApiKeyResult> {
  const key = deps.apiKeys.find(id);
  if (!key) return { ok: false, why: 'api_key_unknown' };
  if (key.revokedAt !== null) return { ok: false, why: 'api_key_already_revoked' };
  const revokedAt = deps.clock.now();
  const { institutionId, name } = key;
  const actor = { kind: 'command_line', id: 'api-keys revoke' } as const;
  const audit = systemAudit(deps.clock, 'revoke_api_key', {
    institutionId,
    facts: { id, name },
    actor,
  });
  await deps.store.institutions.revokeApiKey(id, revokedAt, audit);
  const revoked = { ...key, revokedAt };
  deps.apiKeys.add(revoked);
  return { ok: true, key: revoked };
}
