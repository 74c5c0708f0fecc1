import { demoInstitutionIds, demoPolicy } from '@warifu/institutions';
import { StoreFailure } from '@warifu/service';
import { expect, test } from 'vitest';
import { openWarifu, type Warifu } from '../open-warifu.ts';
import { startServer } from '../start-server.ts';
import { ownConfig } from '../testing/own-warifu.ts';
import { adminOperations } from './operations.ts';

const [institutionId] = demoInstitutionIds;

async function openBank(): Promise<Warifu> {
  const warifu = await openWarifu(ownConfig());
  await adminOperations(warifu).addInstitution(demoPolicy(institutionId));
  return warifu;
}

const request = (name: string, scopes = ['audit:read', 'policies:read']) => ({
  institutionId,
  name,
  scopes,
});

test('a revoked key is refused at once and after a restart, and the act is on record', async () => {
  const warifu = await openBank();
  const admin = adminOperations(warifu);
  const [watcher, leaked] = [
    await admin.createApiKey(request('watcher')),
    await admin.createApiKey(request('leaked')),
  ];
  const server = await startServer(warifu);
  const ask = (url: string, { text }: { readonly text: string }, path = '/v1/institutions') =>
    fetch(`${url}${path}`, { headers: { authorization: `Bearer ${text}` } });
  expect((await ask(server.url, leaked)).status).toBe(200);
  const revoked = await admin.revokeApiKey({ id: leaked.id });
  expect(revoked).toMatchObject({ id: leaked.id, name: 'leaked', revokedAt: expect.any(Number) });
  expect((await ask(server.url, leaked)).status).toBe(401);
  const events = await ask(server.url, watcher, '/v1/audit_events?action=revoke_api_key');
  expect(await events.json()).toMatchObject({
    data: [{ outcome: 'done', actor: { kind: 'command_line', id: 'api-keys revoke' } }],
  });
  expect(await admin.verifyAudit()).toMatchObject({ ok: true });
  await server.close();
  const again = await startServer(await openWarifu(warifu.config));
  expect((await ask(again.url, leaked)).status).toBe(401);
  expect((await ask(again.url, watcher)).status).toBe(200);
  await again.close();
});

test('a revocation that the store did not take leaves the key as it was', async () => {
  const warifu = await openBank();
  const { id } = await adminOperations(warifu).createApiKey(request('portal'));
  const { institutions } = warifu.deps.store;
  const failing = {
    ...institutions,
    apiKeys: () => institutions.apiKeys(),
    revokeApiKey: () => Promise.reject(new StoreFailure('store_full', 'no space')),
  };
  const store = Object.create(warifu.deps.store, { institutions: { value: failing } });
  const admin = adminOperations({ ...warifu, deps: { ...warifu.deps, store } });
  await expect(admin.revokeApiKey({ id })).rejects.toThrow('no space');
  expect(warifu.deps.apiKeys.find(id)?.revokedAt).toBe(null);
  await warifu.close();
});

test('a name is one key’s of an institution, until it is revoked', async () => {
  const warifu = await openBank();
  const admin = adminOperations(warifu);
  const first = await admin.createApiKey(request('portal'));
  const refused = { code: 'api_key_name_taken' };
  await expect(admin.createApiKey(request('portal'))).rejects.toMatchObject(refused);
  await admin.revokeApiKey({ id: first.id });
  await admin.createApiKey(request('portal'));
  const listed = await admin.listApiKeys({});
  expect(listed.map(({ name, revokedAt }) => [name, revokedAt === null])).toEqual([
    ['portal', false],
    ['portal', true],
  ]);
  // Nothing of a secret or its hash.
  expect(Object.keys(listed[0] ?? {})).toEqual([
    'id',
    'institutionId',
    'name',
    'scopes',
    'createdAt',
    'revokedAt',
  ]);
  await warifu.close();
});
