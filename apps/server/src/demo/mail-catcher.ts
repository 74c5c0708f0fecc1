import type { AddressInfo } from 'node:net';
import PostalMime, { type Address } from 'postal-mime';
import { SMTPServer } from 'smtp-server';
import type { MailConfig } from '../mail/mail-config.ts';

/** A mail as the demo shows it. */
export interface CaughtMail {
  readonly id: number;
  readonly received_at: string;
  readonly from: string;
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** Takes every mail of the demo and delivers none. */
export interface MailCatcher {
  /** How the server reaches it. */
  readonly settings: MailConfig;
  /** The latest first. */
  readonly mails: () => readonly CaughtMail[];
  readonly close: () => Promise<void>;
}

/** Old mails make room: the demo runs for days, and its clock for years. */
const keptMax = 1_000;

/** A real SMTP server on the loopback, so that the demo's mails take the way that a bank's take. */
export async function startMailCatcher(now: () => number): Promise<MailCatcher> {
  const caught: CaughtMail[] = [];
  let last = 0;
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    size: 1_000_000,
    onData: (stream, _session, done) => {
      readMail(stream).then((mail) => {
        last += 1;
        caught.unshift({ id: last, received_at: new Date(now()).toISOString(), ...mail });
        caught.splice(keptMax);
        done();
      }, done);
    },
  });
  const port = await listen(server);
  return {
    settings: {
      host: '127.0.0.1',
      port,
      tls: 'none',
      login: null,
      from: 'no-reply@warifu.example',
      connections: 1,
    },
    mails: () => caught,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

async function readMail(stream: AsyncIterable<Uint8Array>) {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  const { from, to, subject, text, html } = await PostalMime.parse(Buffer.concat(chunks));
  return {
    from: from ? addressOf(from) : '',
    to: (to ?? []).map(addressOf),
    subject: subject ?? '',
    text: text ?? '',
    html: html ?? '',
  };
}

function addressOf({ name, address }: Address): string {
  return name === '' ? (address ?? '') : `${name} <${address ?? ''}>`;
}

function listen(server: SMTPServer): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.server.address() as AddressInfo;
      resolve(address.port);
    });
  });
}
