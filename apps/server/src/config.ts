import { join, resolve } from 'node:path';

/** What the environment decides about a server; everything about banking is in the policies. */
export interface ServerConfig {
  readonly host: string;
  readonly port: number;
  /** Where the store, the admin socket and the audit anchors live. */
  readonly dataDir: string;
  /** The keyring itself, or null when it is in `keyringFile`. */
  readonly keyringText: string | null;
  readonly keyringFile: string;
}

/** A setting that cannot be used; the message says which and what to write instead. */
export class ConfigError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'ConfigError';
  }
}

/**
 * Reads the configuration from environment variables: `HOST`, `PORT`, `WARIFU_DATA_DIR`, and the
 * keyring from `WARIFU_KEYRING` (its text) or `WARIFU_KEYRING_FILE`. Throws `ConfigError`.
 */
export function readConfig(
  env: Readonly<Record<string, string | undefined>>,
  defaults: { readonly dataDir: string },
): ServerConfig {
  const dataDir = resolve(env['WARIFU_DATA_DIR'] ?? defaults.dataDir);
  return {
    host: env['HOST'] ?? '127.0.0.1',
    port: portOf(env['PORT']),
    dataDir,
    keyringText: env['WARIFU_KEYRING'] ?? null,
    keyringFile: resolve(env['WARIFU_KEYRING_FILE'] ?? join(dataDir, 'keyring.json')),
  };
}

function portOf(text: string | undefined): number {
  if (text === undefined || text === '') return 8080;
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new ConfigError(`PORT is "${text}"; give a number from 0 to 65535`);
  return port;
}

export function storeFile(config: Pick<ServerConfig, 'dataDir'>): string {
  return join(config.dataDir, 'warifu.sqlite');
}

export function adminSocketFile(config: Pick<ServerConfig, 'dataDir'>): string {
  return join(config.dataDir, 'admin.sock');
}

export function anchorFile(config: Pick<ServerConfig, 'dataDir'>): string {
  return join(config.dataDir, 'audit-anchors.jsonl');
}
