import { join, resolve } from 'node:path';
import type { ClockLimits } from '@warifu/service';
import { clockLimitsOf } from './clock/clock-config.ts';
import { type MailConfig, mailConfigOf } from './mail/mail-config.ts';
import { trustedProxiesOf } from './trusted-proxies.ts';

/** What the environment decides about a server; everything about banking is in the policies. */
export interface ServerConfig {
  readonly host: string;
  readonly port: number;
  /** Where the store, the admin socket and the audit anchors live. */
  readonly dataDir: string;
  /**
   * A PostgreSQL database that nodes share, instead of a file in `dataDir`; holds a password, perhaps,
   * and is never told.
   */
  readonly storeUrl?: string | null | undefined;
  /** This node's name, which its audit chain has: no two nodes of one store have the same. */
  readonly node?: string | undefined;
  /** The keyring itself, or null when it is in `keyringFile`. */
  readonly keyringText: string | null;
  readonly keyringFile: string;
  /** Where customers reach this server, without a path; mails link to it. Null: they have no link. */
  readonly publicUrl?: string | null | undefined;
  /** Proxies that are believed where a request came from: addresses or CIDR ranges. */
  readonly trustedProxies?: readonly string[] | undefined;
  /** What is a fault of the clock; the usual limits when it is not said. */
  readonly clock?: ClockLimits | undefined;
  /** How mails leave; without it they stay in the outbox. */
  readonly mail?: MailConfig | null | undefined;
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
 * keyring from `WARIFU_KEYRING` (its text) or `WARIFU_KEYRING_FILE`, `WARIFU_STORE_URL` and
 * `WARIFU_NODE` for a shared store, `WARIFU_PUBLIC_URL`; and what
 * `trustedProxiesOf`, `clockLimitsOf` and `mailConfigOf` read. Throws `ConfigError`.
 */
export function readConfig(
  env: Readonly<Record<string, string | undefined>>,
  defaults: { readonly dataDir: string },
): ServerConfig {
  // Empty is not set: it is how a shell or a unit file takes a variable back.
  const setting = (name: string) => env[name] || undefined;
  const dataDir = resolve(setting('WARIFU_DATA_DIR') ?? defaults.dataDir);
  return {
    host: setting('HOST') ?? '127.0.0.1',
    port: portOf(setting('PORT')),
    dataDir,
    storeUrl: storeUrlOf(setting('WARIFU_STORE_URL')),
    node: nodeOf(setting('WARIFU_NODE')),
    keyringText: setting('WARIFU_KEYRING') ?? null,
    keyringFile: resolve(setting('WARIFU_KEYRING_FILE') ?? join(dataDir, 'keyring.json')),
    publicUrl: publicUrlOf(setting('WARIFU_PUBLIC_URL')),
    trustedProxies: proxiesOf(env),
    clock: clockOf(env),
    mail: mailOf(env),
  };
}

function storeUrlOf(text: string | undefined): string | null {
  if (text === undefined) return null;
  if (/^postgres(ql)?:$/.test(URL.parse(text)?.protocol ?? '')) return text;
  throw new ConfigError(
    'WARIFU_STORE_URL must be an address like postgres://user:password@host:5432/warifu; leave it away for a file in WARIFU_DATA_DIR',
  );
}

/** The name of a node that was given none; one node needs no other. */
const onlyNode = 'node-1';

function nodeOf(text: string = onlyNode): string {
  if (/^[a-z0-9][a-z0-9-]{0,62}$/.test(text)) return text;
  throw new ConfigError('WARIFU_NODE must be small letters, digits and hyphens, like node-2');
}

function publicUrlOf(text: string | undefined): string | null {
  if (text === undefined) return null;
  const url = URL.parse(text);
  const plain = url !== null && /^https?:$/.test(url.protocol) && url.origin === text;
  if (!plain)
    throw new ConfigError(
      'WARIFU_PUBLIC_URL must be an address without a path, like https://otp.bank.example',
    );
  return text;
}

/** The page of the phone app, where customers reach this server. */
export function appLinkOf({ publicUrl }: Pick<ServerConfig, 'publicUrl'>): string | undefined {
  return publicUrl ? `${publicUrl}/app/` : undefined;
}

function mailOf(env: Readonly<Record<string, string | undefined>>): MailConfig | null {
  const read = mailConfigOf(env);
  if (!read.ok) throw new ConfigError(read.message);
  return read.mail;
}

function proxiesOf(env: Readonly<Record<string, string | undefined>>): readonly string[] {
  const read = trustedProxiesOf(env);
  if (!read.ok) throw new ConfigError(read.message);
  return read.proxies;
}

function clockOf(env: Readonly<Record<string, string | undefined>>): ClockLimits {
  const read = clockLimitsOf(env);
  if (!read.ok) throw new ConfigError(read.message);
  return read.limits;
}

function portOf(text: string | undefined): number {
  if (text === undefined) return 8080;
  if (!isPort(text)) throw new ConfigError(`PORT is "${text}"; give a number from 0 to 65535`);
  return Number(text);
}

/** Whether a text is a port to listen on, in decimal digits. */
function isPort(text: string): boolean {
  return /^\d{1,5}$/.test(text) && Number(text) <= 65_535;
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
