import { expect, it } from 'vitest';
import { ConfigError, readConfig } from './config.ts';

const proxies = (text: string) =>
  readConfig({ WARIFU_TRUSTED_PROXIES: text }, { dataDir: 'nowhere' }).trustedProxies;

it.each([
  ['', []],
  ['10.0.0.5', ['10.0.0.5']],
  ['10.0.0.5, 10.1.0.0/16,fd00::/8', ['10.0.0.5', '10.1.0.0/16', 'fd00::/8']],
  ['::1/128', ['::1/128']],
])('trusts %j: %j', (text, expected) => {
  expect(proxies(text)).toEqual(expected);
});

it.each([
  'loopback',
  'proxy.bank.example',
  '10.0.0',
  '10.0.0.5,',
  '10.0.0.5:443',
  '10.0.0.0/33',
  '10.0.0.0/08',
  'fd00::/129',
  'fe80::1%eth0',
  '10.0.0.0/8/8',
  // Everything: whoever connects could say that he is anybody.
  '0.0.0.0/0',
  '::/0',
])('refuses %j', (text) => {
  expect(() => proxies(text)).toThrow(ConfigError);
});
