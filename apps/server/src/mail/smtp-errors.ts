import type { SendResult } from '@warifu/service';

/**
 * What a failed sending means. 4xx is for now and 5xx for good (RFC 5321 section 4.2.1), but a 5xx
 * says something about a mail only where the server answers to its receiver or its content. Before
 * that (greeting, login, sender) it says that the server or its settings are wrong, and then all
 * mails wait until an operator has put it right.
 */
export function sendResultOf(error: Error): SendResult {
  const { responseCode, command, code } = detailsOf(error);
  if (responseCode === undefined)
    return { kind: 'retry', error: nameOf(code), serverDown: code !== 'EMESSAGE' };
  const name = `smtp_${responseCode}`;
  const aboutMail = command !== undefined && mailCommands.has(command);
  if (responseCode >= 500 && aboutMail) return { kind: 'refused', error: name };
  // 421: the server is closing down, whatever was asked (RFC 5321 section 3.8).
  const serverDown = !aboutMail || responseCode === 421;
  return { kind: 'retry', error: name, serverDown };
}

const mailCommands: ReadonlySet<string> = new Set(['RCPT TO', 'DATA']);

interface Details {
  readonly responseCode: number | undefined;
  readonly command: string | undefined;
  readonly code: string;
}

/** What nodemailer adds to its errors. Their messages repeat the server's words and are left out. */
function detailsOf(error: Error): Details {
  const { responseCode, command, code } = error as Error & Record<string, unknown>;
  return {
    responseCode:
      typeof responseCode === 'number' && responseCode >= 400 ? responseCode : undefined,
    command: typeof command === 'string' ? command : undefined,
    code: typeof code === 'string' ? code : 'unknown',
  };
}

const names: Readonly<Record<string, string>> = {
  ETIMEDOUT: 'timed_out',
  EDNS: 'name_not_found',
  ETLS: 'tls_failed',
  EAUTH: 'login_failed',
  EABORT: 'too_slow',
  EPROTOCOL: 'not_smtp',
};

function nameOf(code: string): string {
  return names[code] ?? 'connection_failed';
}
