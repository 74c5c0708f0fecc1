import type { ActingParty } from '@warifu/engine';
import type { Actor } from '../ports/audit.ts';
import type { IdempotencyClaim, StoredAnswer } from '../ports/store.ts';
import type { ActResult } from './act-result.ts';

/**
 * An authenticated client of one institution; or an app, or the server's own due work, which have no
 * key and no scope.
 */
export interface ApiClient {
  readonly kind?: 'app' | 'system';
  readonly keyId: string;
  readonly institutionId: string;
  readonly scopes: ReadonlySet<string>;
}

/** Everything about a call that is not the command itself. */
export interface CallContext<T> {
  readonly client: ApiClient;
  /** The address that the call came from; null for a call from inside. */
  readonly source: string | null;
  readonly idempotency?: IdempotencyClaim | undefined;
  /** On whose behalf the client acts, where the command says so. */
  readonly acting?: ActingParty | undefined;
  /** Turns the result into the bytes that are stored and sent. */
  readonly present: (result: ActResult<T>) => StoredAnswer;
  /** What is stored and sent if presenting fails. */
  readonly failed: StoredAnswer;
}

/** Who acts: the party that is stated, else the user of the challenge that the act rests on. */
export function auditActor(context: CallContext<never>, challengeUserId?: string): Actor {
  const { client, acting } = context;
  const proved = challengeUserId === undefined ? {} : { userId: challengeUserId };
  const base = { kind: client.kind ?? 'api_key', id: client.keyId, ...proved } as const;
  if (!acting) return base;
  if (acting.kind === 'user') return { ...base, userId: acting.userId };
  const { staffId, desk, evidence } = acting;
  return { ...base, staffId, desk, evidence };
}
