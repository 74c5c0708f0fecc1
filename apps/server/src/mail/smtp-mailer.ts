import { dispatcherLimits, type Mailer, type MailMessage, type SendResult } from '@warifu/service';
import { createTransport } from 'nodemailer';
import type { MailConfig } from './mail-config.ts';
import { sendResultOf } from './smtp-errors.ts';

/** A mailer that holds connections open, and how to end them. */
export interface SmtpMailer extends Mailer {
  /** Ends all connections. A mail under way is given up; whether it arrived is not known then. */
  readonly close: () => void;
}

const seconds = 1_000;
/** A little less than what the dispatcher reckons with. */
const defaultDeadlineMs = dispatcherLimits.sendDeadlineMs - 5 * seconds;

/**
 * Sends over SMTP with nodemailer: pooled connections, a limit on every wait and one on the whole,
 * TLS unless the server is on this machine. Mails are made of texts alone: nodemailer may open
 * neither files nor addresses for them.
 */
export function smtpMailer(
  config: MailConfig,
  { deadlineMs = defaultDeadlineMs }: { readonly deadlineMs?: number | undefined } = {},
): SmtpMailer {
  const transport = createTransport(transportOptions(config));
  const closing = new AbortController();
  return {
    async send(message) {
      // Timeouts of nodemailer are about silence; a server that drips bytes keeps within them.
      const signal = AbortSignal.any([closing.signal, AbortSignal.timeout(deadlineMs)]);
      try {
        const mail = { ...mailOptions(message, config), signal };
        await transport.sendMail(mail);
        return { kind: 'sent' };
      } catch (error) {
        return failureOf(error);
      }
    },
    close: () => {
      closing.abort();
      transport.close();
    },
  };
}

function failureOf(error: unknown): SendResult {
  return sendResultOf(error instanceof Error ? error : new Error('not an error'));
}

function transportOptions({ host, port, tls, login, connections }: MailConfig) {
  return {
    pool: true as const,
    host,
    port,
    secure: tls === 'implicit',
    requireTLS: tls === 'starttls',
    ignoreTLS: tls === 'none',
    tls: { minVersion: 'TLSv1.2' as const },
    ...(login === null ? {} : { auth: { user: login.user, pass: login.password } }),
    maxConnections: connections,
    maxMessages: 100,
    // What to do after a broken connection is the dispatcher's to decide.
    maxRequeues: 0,
    connectionTimeout: 10 * seconds,
    greetingTimeout: 10 * seconds,
    socketTimeout: 20 * seconds,
    dnsTimeout: 10 * seconds,
    disableFileAccess: true,
    disableUrlAccess: true,
    logger: false,
    debug: false,
  };
}

function mailOptions(message: MailMessage, { from }: MailConfig) {
  const [localPart = '', ownDomain = ''] = from.split('@');
  const domain = message.senderDomain ?? ownDomain;
  const sender = `${localPart}@${domain}`;
  return {
    from: { name: message.senderName, address: sender },
    to: { name: '', address: message.to },
    envelope: { from: sender, to: [message.to] },
    messageId: `<${message.id}@${domain}>`,
    date: new Date(message.at),
    subject: message.subject,
    text: message.text,
    html: message.html,
    headers: {
      // RFC 3834: no machine answers to it.
      'Auto-Submitted': 'auto-generated',
      'Content-Language': message.language,
    },
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}
