import { parseMailAddress } from '@warifu/service';

/** Where mails leave, and in whose name. */
export interface MailConfig {
  readonly host: string;
  readonly port: number;
  /**
   * `implicit`: TLS from the first byte. `starttls`: no mail without it. `none`: for a server on this
   * very machine only.
   */
  readonly tls: 'implicit' | 'starttls' | 'none';
  /** How the server logs in; null when the server asks for nothing. The password is a secret. */
  readonly login: { readonly user: string; readonly password: string } | null;
  /** The sender; institutions that have declared sender domains use its local part with theirs. */
  readonly from: string;
  /** Mails under way at once. */
  readonly connections: number;
}

/** What is wrong with a setting, in words for an operator. Its value is not repeated: it may be a secret. */
export type MailConfigResult =
  | { readonly ok: true; readonly mail: MailConfig | null }
  | { readonly ok: false; readonly message: string };

const connectionsMax = 16;

/**
 * The mail settings from the environment: `WARIFU_SMTP_URL` (`smtp://user:password@host:587`, or
 * `smtps://` for TLS from the first byte), `WARIFU_MAIL_FROM`, `WARIFU_SMTP_CONNECTIONS`. Without an
 * address there is none, and mails stay in the outbox.
 */
export function mailConfigOf(env: Readonly<Record<string, string | undefined>>): MailConfigResult {
  const text = env['WARIFU_SMTP_URL'] ?? '';
  if (text === '') return { ok: true, mail: null };
  const server = serverOf(text);
  if (!server) return fault('WARIFU_SMTP_URL is no address like smtp://user:password@host:587');
  const from = parseMailAddress(env['WARIFU_MAIL_FROM'] ?? '');
  if (from === undefined)
    return fault('WARIFU_MAIL_FROM must be a mail address, the sender of all mails');
  const connections = Number(env['WARIFU_SMTP_CONNECTIONS'] ?? '1');
  if (!Number.isInteger(connections) || connections < 1 || connections > connectionsMax)
    return fault(`WARIFU_SMTP_CONNECTIONS must be a number from 1 to ${connectionsMax}`);
  return { ok: true, mail: { ...server, from, connections } };
}

function fault(message: string): MailConfigResult {
  return { ok: false, message };
}

type Server = Pick<MailConfig, 'host' | 'port' | 'tls' | 'login'>;

function serverOf(text: string): Server | undefined {
  const url = URL.parse(text);
  if (!url || !['smtp:', 'smtps:'].includes(url.protocol) || url.hostname === '') return undefined;
  if (url.search !== '' || url.hash !== '' || !['', '/'].includes(url.pathname)) return undefined;
  const implicit = url.protocol === 'smtps:';
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const login = loginOf(url);
  if (login === undefined) return undefined;
  return {
    host,
    port: url.port === '' ? (implicit ? 465 : 587) : Number(url.port),
    tls: implicit ? 'implicit' : isLoopback(host) ? 'none' : 'starttls',
    login,
  };
}

/** Null when there is none; undefined when it cannot be read. */
function loginOf({ username, password }: URL): MailConfig['login'] | undefined {
  if (username === '') return null;
  try {
    return { user: decodeURIComponent(username), password: decodeURIComponent(password) };
  } catch {
    return undefined;
  }
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);
}
