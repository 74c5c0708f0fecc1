import { type AddressInfo, createServer, type Socket } from 'node:net';
import { SMTPServer } from 'smtp-server';
import { onTestFinished } from 'vitest';
import type { MailConfig } from '../mail/mail-config.ts';

/** A mail as the receiving side got it. */
export interface CaughtMail {
  readonly from: string;
  readonly to: string;
  readonly raw: string;
}

/** What the server answers instead of taking a mail. */
export interface Refusal {
  readonly at: 'sender' | 'receiver' | 'data';
  readonly code: number;
}

export interface MailCatcher {
  readonly caught: readonly CaughtMail[];
  readonly config: MailConfig;
  /** From now on; null takes everything. */
  refuse: Refusal | null;
  /** Stops listening, as a server that is down. */
  readonly stop: () => Promise<void>;
  /** Listens again at the same port. */
  readonly start: () => Promise<void>;
}

export function mailConfig(port: number): MailConfig {
  const from = 'no-reply@warifu.example';
  return { host: '127.0.0.1', port, tls: 'none', login: null, from, connections: 1 };
}

/** A real SMTP server on the loopback that keeps what it is sent. */
export async function mailCatcher(): Promise<MailCatcher> {
  const caught: CaughtMail[] = [];
  let server: SMTPServer | undefined;
  let port = 0;
  const catcher = {
    caught,
    refuse: null as Refusal | null,
    get config() {
      return mailConfig(port);
    },
    start: async () => {
      server = serverInto(catcher);
      port = await listen(server, port);
    },
    stop: async () => {
      await new Promise<void>((resolve) => (server ? server.close(() => resolve()) : resolve()));
      server = undefined;
    },
  };
  onTestFinished(() => catcher.stop());
  await catcher.start();
  return catcher;
}

function serverInto(catcher: { readonly caught: CaughtMail[]; refuse: Refusal | null }) {
  const refusalAt = (at: Refusal['at']) => {
    const { refuse } = catcher;
    if (refuse?.at !== at) return null;
    const error = new Error('お断りします: the words of the other server');
    return Object.assign(error, { responseCode: refuse.code });
  };
  return new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    disableReverseLookup: true,
    closeTimeout: 100,
    onMailFrom: (_address, _session, callback) => callback(refusalAt('sender')),
    onRcptTo: (_address, _session, callback) => callback(refusalAt('receiver')),
    onData: (stream, session, callback) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const refusal = refusalAt('data');
        if (refusal) return callback(refusal);
        const { mailFrom, rcptTo } = session.envelope;
        const from = mailFrom === false ? '' : mailFrom.address;
        const to = rcptTo.map((one) => one.address).join(' ');
        catcher.caught.push({ from, to, raw: Buffer.concat(chunks).toString('latin1') });
        callback();
      });
    },
  });
}

function listen(server: SMTPServer, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.on('error', reject);
    const listening = server.listen(port, '127.0.0.1', () => {
      resolve((listening.address() as AddressInfo).port);
    });
  });
}

/** A server of one's own behaviour: what it does with a connection is the test's. */
export async function strangeServer(onConnection: (socket: Socket) => void): Promise<MailConfig> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    onConnection(socket);
  });
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return mailConfig((server.address() as AddressInfo).port);
}

/** The value of a head line; continued lines are joined. */
export function headOf({ raw }: CaughtMail, name: string): string | undefined {
  const head = (raw.split('\r\n\r\n')[0] ?? '').replace(/\r\n[ \t]+/g, ' ');
  const line = head
    .split('\r\n')
    .find((text) => text.toLowerCase().startsWith(`${name.toLowerCase()}:`));
  return line?.slice(name.length + 1).trim();
}

/** The decoded parts of a mail, by their type. */
export function partsOf({ raw }: CaughtMail): Readonly<Record<string, string>> {
  const boundary = /boundary="([^"]+)"/.exec(raw)?.[1];
  if (boundary === undefined) throw new Error('the mail has no parts');
  const parts = raw.split(`--${boundary}`).slice(1, -1);
  return Object.fromEntries(
    parts.map((part) => {
      const [head = '', ...body] = part.split('\r\n\r\n');
      const type = /content-type: ([a-z/]+)/i.exec(head)?.[1] ?? '';
      return [type, decoded(body.join('\r\n\r\n'), head)];
    }),
  );
}

function decoded(body: string, head: string): string {
  if (/base64/i.test(head)) return Buffer.from(body, 'base64').toString('utf8');
  if (!/quoted-printable/i.test(head)) return body;
  const bytes = body
    .replace(/=\r\n/g, '')
    .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString('utf8');
}
