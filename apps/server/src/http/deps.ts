import type { ApiKeyRow, Clock } from '@warifu/service';
import type { Readiness } from '@warifu/wire';
import type { Handlers } from './handlers.ts';
import type { LimitsPerMinute } from './request-limits.ts';

/** An API key as the door looks at it. */
export interface ApiKey
  extends Pick<ApiKeyRow, 'id' | 'institutionId' | 'secretSha256' | 'revokedAt'> {
  readonly scopeSet: ReadonlySet<string>;
}

/** What the HTTP frame stands on; the composition root hands it in. */
export interface HttpDeps {
  /** One handler for each operation of the wire, no more and no fewer. */
  readonly handlers: Handlers;
  readonly apiKeys: { find(id: string): ApiKey | undefined };
  readonly clock: Clock;
  /** HMAC-SHA256 under a key of the server, over what an Idempotency-Key was used for. */
  readonly idempotencyMac: (bytes: Uint8Array) => Uint8Array;
  /** Whether acts may be decided now; when not, every operation answers `not_ready`. */
  readonly isServing: () => boolean;
  /** Looks whether the server could decide now; for `/readyz`. */
  readonly readiness: () => Promise<Readiness>;
  /** How often apps may call, which have no API key; the usual numbers when it is not said. */
  readonly appLimits?: LimitsPerMinute | undefined;
  /** Proxies whose word is taken for where a request came from: addresses or CIDR ranges; none if not said. */
  readonly trustedProxies?: readonly string[] | undefined;
  /** Told of every answer `internal`, since the client learns nothing about it. */
  readonly reportError: (error: unknown, operation: string) => void;
  /** The version of Warifu, for the OpenAPI document. */
  readonly version: string;
}
