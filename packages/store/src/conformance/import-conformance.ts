import type { Store } from '@warifu/service';
import { describe, expect, test } from 'vitest';
import { aDraft, aSeed, aToken, auditOf, stockTokens, t0 } from './fixture.ts';
import type { OpenStore } from './harness.ts';
import { onFreshStore } from './on-fresh-store.ts';

const file = (id: string, fileSha256 = 'f00d') => ({
  id,
  institutionId: 'bank-a',
  fileSha256,
  fileName: 'tokens.xml',
  startedAt: t0,
});

const staged = (...ids: string[]) =>
  ids.map((id, index) => ({ token: aToken(id), seed: aSeed(index) }));

const stock = async (store: Store) => {
  const page = { limit: 100, after: null };
  return (await store.queries.tokens('bank-a', {}, page)).rows.map((token) => token.id);
};

const audit = aDraft({ action: 'import_tokens', facts: { file: 'tokens.xml', tokens: 3 } });

export function importConformance(openStore: OpenStore): void {
  describe('imports', () => {
    const withStore = onFreshStore(openStore);

    test('staged tokens are nowhere until they are published, and then all at once', () =>
      withStore(async (harness) => {
        const { store } = harness;
        await store.imports.begin(file('i-1'));
        await store.imports.stage('i-1', staged('t-1', 't-2'));
        await store.imports.stage('i-1', staged('t-3'));
        expect(await stock(store)).toEqual([]);
        expect(await store.imports.published('bank-a', 'f00d')).toBeUndefined();
        expect(await store.imports.publish('i-1', audit)).toEqual({ published: 3 });
        expect(await stock(store)).toEqual(['t-1', 't-2', 't-3']);
        expect(await store.imports.published('bank-a', 'f00d')).toEqual(file('i-1'));
        expect(await store.imports.published('bank-b', 'f00d')).toBeUndefined();
        const records = await auditOf(store);
        expect(records).toMatchObject([{ action: 'import_tokens', facts: audit.facts }]);
        const reopened = await harness.reopen();
        expect(await stock(reopened)).toHaveLength(3);
      }));

    test('a serial that is in stock already publishes nothing and is named', () =>
      withStore(async ({ store }) => {
        await stockTokens(store, [aToken('t-2')]);
        await store.imports.begin(file('i-1'));
        const twin = { token: { ...aToken('t-9'), serial: 'S-t-2' }, seed: aSeed(1) };
        await store.imports.stage('i-1', [...staged('t-1'), twin, ...staged('t-3')]);
        await expect(store.imports.publish('i-1', audit)).rejects.toMatchObject({
          code: 'conflict',
          message: expect.stringContaining('S-t-2'),
        });
        expect(await stock(store)).toEqual(['t-2']);
        await store.imports.discard('i-1');
        await expect(store.imports.publish('i-1', audit)).rejects.toMatchObject({
          code: 'conflict',
        });
      }));

    test('a serial that stands twice in the file is named, and its batch is not staged', () =>
      withStore(async ({ store }) => {
        await store.imports.begin(file('i-1'));
        await store.imports.stage('i-1', staged('t-1'));
        const twin = { token: { ...aToken('t-9'), serial: 'S-t-1' }, seed: aSeed(1) };
        await expect(store.imports.stage('i-1', [...staged('t-8'), twin])).rejects.toMatchObject({
          code: 'conflict',
          message: expect.stringContaining('S-t-1'),
        });
        expect(await store.imports.publish('i-1', audit)).toEqual({ published: 1 });
      }));

    test('a serial of another institution is no duplicate', () =>
      withStore(async ({ store }) => {
        await stockTokens(store, [{ ...aToken('t-b', 'bank-b'), serial: 'S-t-1' }]);
        await stockTokens(store, [aToken('t-1')]);
        expect(await stock(store)).toEqual(['t-1']);
      }));

    test('an import that was killed leaves nothing once the same file is begun again', () =>
      withStore(async (harness) => {
        await harness.store.imports.begin(file('i-1'));
        await harness.store.imports.stage('i-1', staged('t-1', 't-2'));
        const store = await harness.reopen();
        await store.imports.begin(file('i-2'));
        await store.imports.stage('i-2', staged('t-1', 't-2', 't-3'));
        expect(await store.imports.publish('i-2', audit)).toEqual({ published: 3 });
        await expect(store.imports.publish('i-1', audit)).rejects.toMatchObject({
          code: 'conflict',
        });
      }));

    test('a published import is neither published nor discarded again', () =>
      withStore(async ({ store }) => {
        await store.imports.begin(file('i-1'));
        await store.imports.stage('i-1', staged('t-1'));
        await store.imports.publish('i-1', audit);
        await expect(store.imports.publish('i-1', audit)).rejects.toMatchObject({
          code: 'conflict',
        });
        await store.imports.discard('i-1');
        expect(await store.imports.published('bank-a', 'f00d')).toEqual(file('i-1'));
        expect(await stock(store)).toEqual(['t-1']);
      }));
  });
}
