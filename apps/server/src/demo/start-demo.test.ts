import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openWarifu } from '../open-warifu.ts';
import { ownConfig, ownFolder } from '../testing/own-warifu.ts';
import { startDemo } from './start-demo.ts';

const emptyConfig = () => {
  const dataDir = ownFolder();
  const keyringFile = join(dataDir, 'keyring.json');
  return { host: '127.0.0.1', port: 0, dataDir, keyringText: null, keyringFile };
};

test.each([true, false])('a production store is left alone (--reset: %s)', async (reset) => {
  const config = ownConfig();
  await (await openWarifu(config)).close();
  const before = readFileSync(config.keyringFile, 'utf8');
  await expect(startDemo(config, reset)).rejects.toThrow('name another WARIFU_DATA_DIR');
  expect(readFileSync(config.keyringFile, 'utf8')).toBe(before);
  await (await openWarifu(config)).close();
});

test('a keyring alone is left alone too', async () => {
  const config = ownConfig();
  await expect(startDemo(config, true)).rejects.toThrow('keyring.json is not the demo');
  expect(readdirSync(config.dataDir)).toEqual(['keyring.json']);
});

test('the demo has its own keyring, fills what was begun, and is not reset while it runs', async () => {
  const production = ownConfig();
  const before = readFileSync(production.keyringFile, 'utf8');
  const config = { ...emptyConfig(), keyringFile: production.keyringFile, keyringText: before };
  // What a first filling leaves that was interrupted.
  writeFileSync(join(config.dataDir, 'demo.filling'), '');
  writeFileSync(join(config.dataDir, 'warifu.sqlite'), 'torn');
  const { server, demo } = await startDemo(config, false);
  try {
    expect(demo.base_url).toBe(server.url);
    expect(demo.institutions[0]).toMatchObject({ portal_url: null, office_url: null, staff: [] });
    expect(existsSync(join(config.dataDir, 'demo.filling'))).toBe(false);
    expect(existsSync(join(config.dataDir, 'keyring.json'))).toBe(true);
    await expect(startDemo(config, true)).rejects.toThrow(
      `the demo runs already, at ${server.url}; use it, or stop it`,
    );
    expect((await fetch(`${server.url}/readyz`)).status).toBe(200);
  } finally {
    await server.close();
  }
  expect(readFileSync(production.keyringFile, 'utf8')).toBe(before);
  rmSync(join(config.dataDir, 'keyring.json'));
  await expect(startDemo(config, false)).rejects.toThrow('--reset');
  await (await startDemo(config, true)).server.close();
});
