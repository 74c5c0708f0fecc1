import { systemKeyOwner } from '@warifu/service';
import { describe, expect, test } from 'vitest';
import { aDraft, auditOf, t0 } from './fixture.ts';
import type { OpenStore } from './harness.ts';
import { onFreshStore } from './on-fresh-store.ts';

const bytes = (fill: number, length: number) => new Uint8Array(length).fill(fill);

const dataKey = (version: number, kekId: string) => ({
  institutionId: 'bank-a',
  version,
  kekId,
  nonce: bytes(version, 12),
  wrapped: bytes(version, 48),
  createdAt: t0,
});

/** What the server keeps for itself: institutions, policies, API keys, data keys. */
export function serverConformance(openStore: OpenStore): void {
  describe('server', () => {
    const withStore = onFreshStore(openStore);

    test('institutions, policies and API keys come back after a restart, each act with its record', () =>
      withStore(async (harness) => {
        const { institutions } = harness.store;
        const institution = { id: 'bank-a', createdAt: t0 };
        const policy = {
          institutionId: 'bank-a',
          version: 1,
          document: '{"a":1}',
          effectiveFrom: 0,
          createdAt: t0,
          proposedBy: 'hana',
          approvedBy: null,
          approvedAt: null,
          withdrawnAt: null,
        };
        const key = {
          id: 'key-1',
          institutionId: 'bank-a',
          name: 'web',
          scopes: ['contracts:read', 'verifications:write'],
          secretSha256: bytes(9, 32),
          createdAt: t0,
          revokedAt: null,
        };
        await institutions.insert(institution, aDraft({ action: 'add_institution' }));
        await institutions.insertPolicy(policy, aDraft({ action: 'activate_policy' }));
        const approval = {
          institutionId: 'bank-a',
          version: policy.version,
          approvedBy: 'taro',
          approvedAt: t0 + 1,
          effectiveFrom: t0 + 9,
        };
        const approve = () =>
          institutions.approvePolicy(approval, aDraft({ action: 'approve_policy' }));
        await approve();
        await expect(approve()).rejects.toMatchObject({ code: 'conflict' });
        const next = { ...policy, version: policy.version + 1 };
        await institutions.insertPolicy(next, aDraft({ action: 'activate_policy' }));
        const withdrawal = { institutionId: 'bank-a', version: next.version, at: t0 + 3 };
        const withdraw = (version: number) =>
          institutions.withdrawPolicy({ ...withdrawal, version }, aDraft({ action: 'withdraw' }));
        await withdraw(next.version);
        await expect(withdraw(next.version)).rejects.toMatchObject({ code: 'conflict' });
        await institutions.insertApiKey(key, aDraft({ action: 'create_api_key' }));
        await institutions.revokeApiKey('key-1', t0 + 5, aDraft({ action: 'revoke_api_key' }));
        const store = await harness.reopen();
        expect(await store.institutions.list()).toEqual([institution]);
        const { approvedBy, approvedAt, effectiveFrom } = approval;
        expect(await store.institutions.policies()).toEqual([
          { ...policy, approvedBy, approvedAt, effectiveFrom },
          { ...next, withdrawnAt: t0 + 3 },
        ]);
        expect(await store.institutions.apiKeys()).toEqual([{ ...key, revokedAt: t0 + 5 }]);
        expect(await store.institutions.restoreEpoch()).toBe(1);
        expect((await auditOf(store)).map((record) => record.action)).toEqual([
          'add_institution',
          'activate_policy',
          'approve_policy',
          'activate_policy',
          'withdraw',
          'create_api_key',
          'revoke_api_key',
        ]);
      }));

    test('an act that fails leaves no record', () =>
      withStore(async ({ store }) => {
        const institution = { id: 'bank-a', createdAt: t0 };
        await store.institutions.insert(institution, aDraft());
        await expect(store.institutions.insert(institution, aDraft())).rejects.toMatchObject({
          code: 'conflict',
        });
        await expect(store.institutions.revokeApiKey('none', t0, aDraft())).rejects.toMatchObject({
          code: 'conflict',
        });
        expect(await auditOf(store)).toHaveLength(1);
      }));

    test('row 37: data keys are kept wrapped, and rewrapped all at once or not at all', () =>
      withStore(async ({ store }) => {
        const { keys } = store;
        await keys.insertDataKey(dataKey(1, 'kek-1'), aDraft());
        await keys.insertDataKey(dataKey(2, 'kek-1'), aDraft());
        const anew = [dataKey(1, 'kek-2'), dataKey(2, 'kek-2')];
        const before = [dataKey(1, 'kek-1'), dataKey(2, 'kek-1')];
        const unknown = {
          before: [...before, dataKey(3, 'kek-1')],
          after: [...anew, dataKey(3, 'kek-2')],
        };
        await expect(keys.rewrap(unknown, aDraft())).rejects.toThrow();
        expect((await keys.dataKeys()).map((key) => key.kekId)).toEqual(['kek-1', 'kek-1']);
        await keys.rewrap({ before, after: anew }, aDraft());
        expect(await keys.dataKeys()).toEqual(anew);
        // Whoever read them before that replaces nothing: his key-encryption key may be dropped by now.
        const late = { before, after: [dataKey(1, 'kek-3'), dataKey(2, 'kek-3')] };
        await expect(keys.rewrap(late, aDraft())).rejects.toMatchObject({ code: 'conflict' });
        expect(await keys.dataKeys()).toEqual(anew);
        expect(await auditOf(store)).toHaveLength(3);
      }));

    test('row 42: no data key comes in under a key-encryption key that was rotated away', () =>
      withStore(async ({ store }) => {
        const { keys } = store;
        const owned = (institutionId: string, kekId: string) => ({
          ...dataKey(1, kekId),
          institutionId,
        });
        const system = owned(systemKeyOwner, 'kek-1');
        await keys.insertDataKey(system, aDraft());
        await keys.insertDataKey(owned('bank-a', 'kek-1'), aDraft());
        const before = await keys.dataKeys();
        const after = before.map((key) => ({ ...key, kekId: 'kek-2' }));
        await keys.rewrap({ before, after }, aDraft());
        await expect(keys.insertDataKey(owned('bank-b', 'kek-1'), aDraft())).rejects.toMatchObject({
          code: 'conflict',
          message: expect.stringContaining('"kek-2" now'),
        });
        await keys.insertDataKey(owned('bank-b', 'kek-2'), aDraft());
        const kekIds = (await keys.dataKeys()).map((key) => key.kekId);
        expect(kekIds).toEqual(['kek-2', 'kek-2', 'kek-2']);
      }));

    test('a probe leaves nothing, and a closed store takes nothing', () =>
      withStore(async ({ store }) => {
        await store.probe();
        await store.probe();
        expect(await auditOf(store)).toEqual([]);
        await store.close();
        await expect(store.probe()).rejects.toMatchObject({ code: 'store_unavailable' });
      }));
  });
}
