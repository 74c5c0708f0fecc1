import type { MailMessage } from '@warifu/service';
import { describe, expect, onTestFinished, test } from 'vitest';
import {
  headOf,
  mailCatcher,
  mailConfig,
  partsOf,
  strangeServer,
} from '../testing/mail-catcher.ts';
import type { MailConfig } from './mail-config.ts';
import { smtpMailer } from './smtp-mailer.ts';

const message: MailMessage = {
  id: 'mal_06h04yrqdcbgynvkrb6j2xgkvm',
  senderName: '七星銀行',
  senderDomain: 'mail.bank.example',
  to: 'taro@mail.example',
  subject: '【七星銀行】トークン発行のご案内',
  text: '青葉 太郎 様\n',
  html: '<!DOCTYPE html><html lang="ja"><body><p>青葉 太郎 様</p></body></html>\n',
  language: 'ja',
  at: Date.UTC(2026, 10, 22, 0, 30),
};

function mailerTo(config: MailConfig, deadlineMs?: number) {
  const mailer = smtpMailer(config, { deadlineMs });
  onTestFinished(() => mailer.close());
  return mailer;
}

test('a mail arrives with both parts, its sender, its date and its Message-ID', async () => {
  const catcher = await mailCatcher();
  expect(await mailerTo(catcher.config).send(message)).toEqual({ kind: 'sent' });
  const [mail] = catcher.caught;
  if (!mail) throw new Error('nothing arrived');
  expect(mail).toMatchObject({ from: 'no-reply@mail.bank.example', to: 'taro@mail.example' });
  expect(headOf(mail, 'Message-ID')).toBe(`<${message.id}@mail.bank.example>`);
  expect(headOf(mail, 'Date')).toBe('Sun, 22 Nov 2026 00:30:00 +0000');
  expect(headOf(mail, 'To')).toBe('taro@mail.example');
  expect(headOf(mail, 'From')).toMatch(/^=\?UTF-8\?.* <no-reply@mail\.bank\.example>$/);
  expect(headOf(mail, 'Auto-Submitted')).toBe('auto-generated');
  expect(headOf(mail, 'Content-Language')).toBe('ja');
  expect(headOf(mail, 'Content-Type')).toMatch(/^multipart\/alternative/);
  const parts = partsOf(mail);
  expect(Object.keys(parts)).toEqual(['text/plain', 'text/html']);
  expect(parts['text/plain']?.replaceAll('\r\n', '\n').trim()).toBe('青葉 太郎 様');
  expect(parts['text/html']).toContain('<p>青葉 太郎 様</p>');
});

test('an institution without a domain of its own sends from the server’s', async () => {
  const catcher = await mailCatcher();
  await mailerTo(catcher.config).send({ ...message, senderDomain: null });
  expect(catcher.caught[0]?.from).toBe('no-reply@warifu.example');
});

test('one connection serves many mails', async () => {
  const catcher = await mailCatcher();
  const mailer = mailerTo(catcher.config);
  for (const id of ['mal_1', 'mal_2', 'mal_3'])
    expect(await mailer.send({ ...message, id })).toEqual({ kind: 'sent' });
  expect(catcher.caught).toHaveLength(3);
});

test.each([
  ['a head line in the subject', { subject: 'a\r\nBcc: spy@evil.example\r\n\r\nbody' }],
  ['a head line in the name', { senderName: '"bank"\r\nBcc: spy@evil.example' }],
  ['quotes and brackets in the name', { senderName: 'Bank" <spy@evil.example>, "' }],
  ['the end of the mail in its text', { text: 'a\r\n.\r\nMAIL FROM:<spy@evil.example>\r\n' }],
])('%s stays where it was put', async (_what, part) => {
  const catcher = await mailCatcher();
  expect(await mailerTo(catcher.config).send({ ...message, ...part })).toEqual({ kind: 'sent' });
  expect(catcher.caught).toHaveLength(1);
  const [mail] = catcher.caught;
  if (!mail) throw new Error('nothing arrived');
  expect(mail).toMatchObject({ from: 'no-reply@mail.bank.example', to: 'taro@mail.example' });
  expect(headOf(mail, 'Bcc')).toBeUndefined();
  expect(headOf(mail, 'From')).toMatch(/<no-reply@mail\.bank\.example>$/);
});

test('an address with the dots of old mobile addresses is quoted (RFC 5321 section 4.1.2)', async () => {
  let heard = '';
  const config = await strangeServer((socket) => {
    socket.write('220 hello\r\n');
    socket.on('data', (chunk) => {
      heard += String(chunk);
      socket.write(heard.includes('RCPT TO') ? '550 enough\r\n' : '250 go on\r\n');
    });
  });
  await mailerTo(config).send({ ...message, to: '.taro..maru.@mobile.example' });
  expect(heard).toContain('RCPT TO:<".taro..maru."@mobile.example>\r\n');
});

describe('row 82: what the server says decides', () => {
  test.each([
    ['receiver', 451, { kind: 'retry', error: 'smtp_451', serverDown: false }],
    ['receiver', 550, { kind: 'refused', error: 'smtp_550' }],
    ['data', 452, { kind: 'retry', error: 'smtp_452', serverDown: false }],
    ['data', 554, { kind: 'refused', error: 'smtp_554' }],
    ['data', 421, { kind: 'retry', error: 'smtp_421', serverDown: true }],
    ['sender', 451, { kind: 'retry', error: 'smtp_451', serverDown: true }],
    ['sender', 550, { kind: 'retry', error: 'smtp_550', serverDown: true }],
  ] as const)('at the %s %i', async (at, code, result) => {
    const catcher = await mailCatcher();
    const mailer = mailerTo(catcher.config);
    catcher.refuse = { at, code };
    expect(await mailer.send(message)).toEqual(result);
    catcher.refuse = null;
    expect(await mailer.send(message)).toEqual({ kind: 'sent' });
  });

  test('no server', async () => {
    const catcher = await mailCatcher();
    await catcher.stop();
    const result = await mailerTo(catcher.config).send(message);
    expect(result).toEqual({ kind: 'retry', error: 'connection_failed', serverDown: true });
  });

  test.each([
    ['a server that takes the connection and is silent', () => {}],
    ['a server that drips', drip],
  ])('%s is left when the time is over', async (_what, onConnection) => {
    const config = await strangeServer(onConnection);
    const result = await mailerTo(config, 200).send(message);
    expect(result).toEqual({ kind: 'retry', error: 'too_slow', serverDown: true });
  });

  test('a server that breaks the connection off', async () => {
    const config = await strangeServer((socket) => socket.end('220 hello\r\n'));
    const result = await mailerTo(config).send(message);
    expect(result).toMatchObject({ kind: 'retry', serverDown: true });
  });

  test('a server without TLS that is not on this machine gets no mail', async () => {
    const catcher = await mailCatcher();
    const config = { ...mailConfig(catcher.config.port), tls: 'starttls' } as const;
    const result = await mailerTo(config).send(message);
    expect(result).toMatchObject({ kind: 'retry', serverDown: true });
    expect(catcher.caught).toEqual([]);
  });

  test('a mailer that is closed gives up what is under way', async () => {
    const config = await strangeServer(() => {});
    const mailer = smtpMailer(config);
    const sending = mailer.send(message);
    mailer.close();
    expect(await sending).toMatchObject({ kind: 'retry' });
  });
});

/** A greeting that never ends, one character at a time. */
function drip(socket: { write: (text: string) => boolean; destroyed: boolean }): void {
  const timer = setInterval(() => {
    if (socket.destroyed) return clearInterval(timer);
    socket.write('2');
  }, 20);
}
