import type { Loaded } from '@warifu/service';
import { describe, expect, test } from 'vitest';
import {
  aContract,
  aCustomer,
  attempt,
  openContract,
  resultOf,
  save,
  tokenNow,
} from './fixture.ts';
import type { OpenStore } from './harness.ts';
import { onFreshStore } from './on-fresh-store.ts';

/** Values at the edges of what a database can hold: every adapter gives back what it was given. */
export function valueConformance(openStore: OpenStore): void {
  describe('values', () => {
    const withStore = onFreshStore(openStore);

    test('a text that no row can hold finds nothing, and harms nobody in its batch', () =>
      withStore(async ({ store }) => {
        const { user } = await aCustomer(store, 'nul');
        const ids = [user.id, `${user.id}\0`, '\0', '\ud800', 'x'.repeat(100_000)];
        const works = ids.map((userId) => store.run(attempt({ userId, step: 1 })));
        const results = (await Promise.all(works)).map(resultOf);
        expect(results).toEqual(['accepted', 'refused', 'refused', 'refused', 'refused']);
        expect(await store.queries.contract('bank-a', { contractId: '\0' })).toBeUndefined();
        const named = { loginId: `login-${user.id}\0` };
        const page = { limit: 5, after: null };
        expect((await store.queries.users('bank-a', named, page)).rows).toEqual([]);
      }));

    test('a HOTP counter, an instant and a record beyond 32 bits come back whole', () =>
      withStore(async ({ store }) => {
        const customer = await aCustomer(store, 'wide');
        const far = Number.MAX_SAFE_INTEGER;
        await store.run(attempt({ userId: customer.user.id, step: far - 1 }));
        expect(await tokenNow(store, customer)).toMatchObject({ lastAcceptedStep: far - 1 });
        const scope = {
          kind: 'contract',
          institutionId: 'bank-a',
          by: { contractId: customer.contract.id },
        } as const;
        const adopted = { ...customer.contract, adoptedAt: far, version: 1 };
        const seen: Loaded[] = [];
        await save(store, scope, { contracts: [adopted] });
        await save(store, scope, (loaded) => {
          seen.push(loaded);
          return {};
        });
        expect(seen[0]?.view?.contract).toEqual(adopted);
      }));

    test('text keeps every character, and keys follow each other byte by byte', () =>
      withStore(async ({ store }) => {
        const ids = ['a', 'B', '_', 'é', 'e', '割', '符', 'ｱ', '𠮷', '1', '-', 'Z', 'ß'];
        for (const id of ids) await openContract(store, aContract(id));
        const page = { limit: 100, after: null };
        const { rows } = await store.queries.contracts('bank-a', {}, page);
        const bytewise = ids.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
        expect(rows.map((row) => row.id)).toEqual(bytewise);
        expect(rows.map((row) => row.number)).toEqual(bytewise.map((id) => `N-${id}`));
      }));
  });
}
