import { parseMailAddress } from '@warifu/service';
import { routes } from '@warifu/wire';
import { expect, it } from 'vitest';
import { appLinkOf, ConfigError, readConfig } from './config.ts';
import { compileCheck } from './http/validation.ts';

const config = (url: string) => readConfig({ WARIFU_PUBLIC_URL: url }, { dataDir: 'nowhere' });

it.each([
  ['https://otp.bank.example', 'https://otp.bank.example/app/'],
  ['http://127.0.0.1:8080', 'http://127.0.0.1:8080/app/'],
  ['', undefined],
])('mails link from %s to %s', (url, link) => {
  expect(appLinkOf(config(url))).toBe(link);
});

it.each([
  'otp.bank.example',
  'https://otp.bank.example/',
  'https://bank.example/otp',
  'ftp://x.example',
  'https://a:b@x.example',
])('refuses %s as the public address', (url) => {
  expect(() => config(url)).toThrow(ConfigError);
});

it.each([
  ['hanako@mail.example', true],
  ['da.me..@carrier.example', true],
  ["o'hara+bank@mail.example", true],
  ['hanako', false],
  ['hanako@mail', false],
  ['Hanako <hanako@mail.example>', false],
  ['hanako@mail.example\r\nBcc: x@mail.example', false],
  ['a@mail.example,b@mail.example', false],
  ['花子@mail.example', false],
])('row 53 what the API takes as a mail address is what mail is sent to: %o', (address, taken) => {
  const check = compileCheck(routes.issue_software_token.body);
  const body = { user_id: 'usr_01k4y8m2v5t7q9r3w6x0z1b2c3', mail_address: address };
  expect(check(body) === undefined).toBe(taken);
  expect(parseMailAddress(address) !== undefined).toBe(taken);
});
