import {
  type ApiKeyRow,
  createApiKey,
  type NewApiKey,
  nameObstacle,
  revokeApiKey,
} from '@warifu/service';
import type { Warifu } from '../open-warifu.ts';
import { AdminError } from './admin-error.ts';

/** An API key as an operator sees it: everything but the hash of its secret. Instants in ms. */
export interface ListedApiKey {
  readonly id: string;
  readonly institutionId: string;
  readonly name: string;
  readonly scopes: readonly string[];
  readonly createdAt: number;
  readonly revokedAt: number | null;
}

export interface ListApiKeys {
  /** All institutions' keys when it is not given. */
  readonly institution?: string | undefined;
}

/** Makes a key under a name that its institution's other keys in force do not have. */
export function createNamedApiKey({ deps }: Warifu, request: NewApiKey) {
  const { institutionId, name } = request;
  assertInstitution({ deps }, institutionId);
  switch (nameObstacle(deps.apiKeys, request)) {
    case 'name_empty':
      throw new AdminError('api_key_name_empty', 'the name is empty; say what the key is for');
    case 'name_taken':
      throw new AdminError(
        'api_key_name_taken',
        `${institutionId} has an API key "${name}" already; take another name, or revoke that one first`,
      );
    default:
      return createApiKey(deps, request);
  }
}

/** All keys, revoked ones too. */
export function listApiKeys(
  { deps }: Pick<Warifu, 'deps'>,
  { institution }: ListApiKeys,
): readonly ListedApiKey[] {
  if (institution !== undefined) assertInstitution({ deps }, institution);
  return deps.apiKeys
    .all()
    .filter((key) => institution === undefined || key.institutionId === institution)
    .map(listed);
}

function listed(key: ApiKeyRow): ListedApiKey {
  const { id, institutionId, name, scopes, createdAt, revokedAt } = key;
  return { id, institutionId, name, scopes, createdAt, revokedAt };
}

/** Revokes a key at once and for good. */
export async function revokeNamedApiKey({ deps }: Warifu, id: string): Promise<ListedApiKey> {
  const result = await revokeApiKey(deps, id);
  if (result.ok) return listed(result.key);
  const message =
    result.why === 'api_key_unknown'
      ? `there is no API key ${id}; \`warifu api-keys list\` shows their IDs`
      : `the API key ${id} is revoked already; nothing was changed`;
  throw new AdminError(result.why, message);
}

/** Throws `AdminError` when the institution is not known. */
export function assertInstitution({ deps }: Pick<Warifu, 'deps'>, id: string): void {
  if (deps.policies.inForce(id, deps.clock.now())) return;
  throw new AdminError(
    'institution_unknown',
    `there is no institution "${id}" here; \`warifu institutions list\` shows which are`,
  );
}
