import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ConfigError, readConfig } from './config.ts';

const defaults = { dataDir: '/data' };

test('what is empty is not set', () => {
  const names = ['HOST', 'PORT', 'WARIFU_DATA_DIR', 'WARIFU_KEYRING_FILE', 'WARIFU_KEYRING'];
  const empty = readConfig(Object.fromEntries(names.map((name) => [name, ''])), defaults);
  expect(empty).toEqual(readConfig({}, defaults));
  expect(empty).toMatchObject({
    host: '127.0.0.1',
    port: 8080,
    dataDir: '/data',
    keyringText: null,
    keyringFile: join('/data', 'keyring.json'),
  });
});

test.each(['abc', '-1', '65536', '80.5', '0x50', ' 80', '1e3'])('PORT=%j is refused', (port) => {
  expect(() => readConfig({ PORT: port }, defaults)).toThrow(ConfigError);
  expect(() => readConfig({ PORT: port }, defaults)).toThrow(`PORT is "${port}"; give a number`);
});

test.each(['0', '80', '65535'])('PORT=%s is a port', (port) => {
  expect(readConfig({ PORT: port }, defaults).port).toBe(Number(port));
});
