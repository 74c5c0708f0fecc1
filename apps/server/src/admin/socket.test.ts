import { existsSync, statSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { KeyringError, StoreFailure } from '@warifu/service';
import { expect, test } from 'vitest';
import { ConfigError } from '../config.ts';
import { openWarifu } from '../open-warifu.ts';
import { ownConfig, ownFolder } from '../testing/own-warifu.ts';
import { AdminError } from './admin-error.ts';
import { type AdminOperations, adminOperations } from './operations.ts';
import { listenOnAdminSocket } from './socket.ts';

function ask(socketPath: string, path: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const outgoing = request({ socketPath, path, method: 'POST' }, async (response) => {
      let text = '';
      for await (const chunk of response) text += String(chunk);
      resolve(text);
    });
    outgoing.on('error', reject).end('{}');
  });
}

async function operationsOf(change: Partial<AdminOperations>): Promise<AdminOperations> {
  const warifu = await openWarifu(ownConfig());
  await warifu.close();
  return { ...adminOperations(warifu), ...change };
}

test('row 44 only the owner can open the socket', async () => {
  const file = join(ownFolder(), 'admin.sock');
  const before = process.umask();
  const socket = await listenOnAdminSocket(file, await operationsOf({}));
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(process.umask()).toBe(before);
  await socket.close();
  expect(existsSync(file)).toBe(false);
});

test('closing waits for the command under way, and its answer arrives', async () => {
  const file = join(ownFolder(), 'admin.sock');
  const told: string[] = [];
  let begun = () => {};
  const begins = new Promise<void>((resolve) => {
    begun = resolve;
  });
  let finish = () => {};
  const operations = await operationsOf({
    checkKeys: () =>
      new Promise((resolve) => {
        finish = () => {
          told.push('done');
          resolve({ dataKeys: 7, active: 'k1', prepared: null });
        };
        begun();
      }),
  });
  const socket = await listenOnAdminSocket(file, operations);
  const answer = ask(file, '/check-keys');
  await begins;
  const closed = socket.close().then(() => told.push('closed'));
  await expect(ask(file, '/check-keys')).rejects.toThrow();
  finish();
  expect(JSON.parse(await answer)).toEqual({
    result: { dataKeys: 7, active: 'k1', prepared: null },
  });
  await closed;
  expect(told).toEqual(['done', 'closed']);
});

test.each([
  [new AdminError('api_key_unknown', 'there is none'), 'api_key_unknown'],
  [new ConfigError('no'), 'configuration'],
  [new KeyringError('no'), 'keyring'],
  [new StoreFailure('store_full', 'no'), 'store_full'],
  [Object.assign(new Error('no'), { name: 'UnsafeStore', code: 'in_use' }), 'store_in_use'],
  [new TypeError('no'), 'unexpected'],
])('an error goes through the socket with its code: %s', async (error, code) => {
  const file = join(ownFolder(), 'admin.sock');
  const checkKeys = () => Promise.reject(error);
  const socket = await listenOnAdminSocket(file, await operationsOf({ checkKeys }));
  const { message } = error;
  expect(JSON.parse(await ask(file, '/check-keys'))).toEqual({ error: { code, message } });
  await socket.close();
});

test('a path that no socket can have is refused with what to name instead', async () => {
  const file = join(ownFolder(), 'x'.repeat(90), 'admin.sock');
  const listening = listenOnAdminSocket(file, await operationsOf({}));
  await expect(listening).rejects.toThrow(ConfigError);
  await expect(listening).rejects.toThrow('name a shorter WARIFU_DATA_DIR');
});
