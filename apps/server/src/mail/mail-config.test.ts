import { expect, test } from 'vitest';
import { ConfigError, readConfig } from '../config.ts';
import { mailConfigOf } from './mail-config.ts';

const from = { WARIFU_MAIL_FROM: 'no-reply@bank.example' };

test('without an address mails stay in the outbox', () => {
  expect(mailConfigOf({})).toEqual({ ok: true, mail: null });
  expect(mailConfigOf({ WARIFU_SMTP_URL: '' })).toEqual({ ok: true, mail: null });
});

const login = { user: 'warifu', password: 'p@ss:/' };

test.each([
  ['smtp://mx.bank.example', { host: 'mx.bank.example', port: 587, tls: 'starttls', login: null }],
  ['smtp://mx.bank.example:25', { port: 25, tls: 'starttls' }],
  ['smtps://mx.bank.example/', { port: 465, tls: 'implicit' }],
  ['smtp://warifu:p%40ss%3A%2F@mx.bank.example', { tls: 'starttls', login }],
  ['smtp://localhost:1025', { port: 1025, tls: 'none' }],
  ['smtp://127.0.0.1:1025', { host: '127.0.0.1', tls: 'none' }],
  ['smtp://[::1]:1025', { host: '::1', tls: 'none' }],
  ['smtps://localhost', { tls: 'implicit' }],
  ['smtp://127.0.0.1.evil.example', { tls: 'starttls' }],
])('%s', (url, mail) => {
  const read = mailConfigOf({ ...from, WARIFU_SMTP_URL: url });
  expect(read).toMatchObject({ ok: true, mail: { ...mail, from: 'no-reply@bank.example' } });
});

test.each([
  [{ WARIFU_SMTP_URL: 'mx.bank.example' }, 'WARIFU_SMTP_URL'],
  [{ WARIFU_SMTP_URL: 'http://mx.bank.example' }, 'WARIFU_SMTP_URL'],
  [{ WARIFU_SMTP_URL: 'smtp://mx.bank.example/?tls=off' }, 'WARIFU_SMTP_URL'],
  [{ WARIFU_SMTP_URL: 'smtp://a:%zz-secret@mx.bank.example' }, 'WARIFU_SMTP_URL'],
  [{ WARIFU_SMTP_URL: 'smtp://mx.bank.example', WARIFU_MAIL_FROM: '' }, 'WARIFU_MAIL_FROM'],
  [
    { WARIFU_SMTP_URL: 'smtp://a:b@h.example', WARIFU_MAIL_FROM: 'x\r\n@y.example' },
    'WARIFU_MAIL_FROM',
  ],
  [
    { WARIFU_SMTP_URL: 'smtp://h.example', WARIFU_SMTP_CONNECTIONS: '0' },
    'WARIFU_SMTP_CONNECTIONS',
  ],
  [
    { WARIFU_SMTP_URL: 'smtp://h.example', WARIFU_SMTP_CONNECTIONS: 'x' },
    'WARIFU_SMTP_CONNECTIONS',
  ],
])('%j is refused by name, and its value is not repeated', (env, name) => {
  const read = mailConfigOf({ ...from, ...env });
  expect(read).toMatchObject({ ok: false, message: expect.stringContaining(name) });
  expect(JSON.stringify(read)).not.toContain('secret');
  expect(() => readConfig({ ...from, ...env }, { dataDir: '.' })).toThrow(ConfigError);
});
