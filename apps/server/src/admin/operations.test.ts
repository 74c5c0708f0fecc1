import { readFileSync } from 'node:fs';
import { demoInstitutionIds, demoPolicy } from '@warifu/institutions';
import { expect, test } from 'vitest';
import { openWarifu } from '../open-warifu.ts';
import { ownConfig } from '../testing/own-warifu.ts';
import { adminOperations } from './operations.ts';

test('row 42 rotations and a new institution at the same time leave no data key without its key', async () => {
  const config = ownConfig();
  const warifu = await openWarifu(config);
  const admin = adminOperations(warifu);
  const [id] = demoInstitutionIds;
  await Promise.all([
    admin.rotateKeys(),
    admin.addInstitution(demoPolicy(id)),
    admin.rotateKeys(),
    admin.rotateKeys(),
  ]);
  await warifu.close();
  const { keys } = JSON.parse(readFileSync(config.keyringFile, 'utf8'));
  expect(Object.keys(keys)).toHaveLength(1);
  const again = await openWarifu(config);
  expect(again.deps.vault.has(id)).toBe(true);
  await again.close();
});

test('row 42 a key that still wraps a data key is not dropped', async () => {
  const config = ownConfig();
  const warifu = await openWarifu(config);
  const { keys } = warifu.deps.store;
  const forgetful = { ...keys, dataKeys: () => keys.dataKeys(), rewrap: async () => undefined };
  const store = Object.create(warifu.deps.store, { keys: { value: forgetful } });
  const admin = adminOperations({ ...warifu, deps: { ...warifu.deps, store } });
  await expect(admin.rotateKeys()).rejects.toThrow('keeps all its keys');
  await warifu.close();
  expect(Object.keys(JSON.parse(readFileSync(config.keyringFile, 'utf8')).keys)).toHaveLength(2);
  await (await openWarifu(config)).close();
});
