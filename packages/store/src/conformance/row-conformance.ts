import type { Loaded, Scope, Store } from '@warifu/service';
import { describe, expect, test } from 'vitest';
import {
  aBinding,
  aChallenge,
  aContract,
  aCustomer,
  type Customer,
  openContract,
  save,
} from './fixture.ts';
import type { OpenStore } from './harness.ts';
import { onFreshStore } from './on-fresh-store.ts';

const contractScope = ({ contract }: Customer): Scope => ({
  kind: 'contract',
  institutionId: contract.institutionId,
  by: { contractId: contract.id },
});

async function look(store: Store, scope: Scope): Promise<Loaded> {
  const seen: Loaded[] = [];
  await save(store, scope, (loaded) => {
    seen.push(loaded);
    return {};
  });
  const [loaded] = seen;
  if (!loaded) throw new Error('the work was not decided');
  return loaded;
}

/** What rows owe each other, whoever decides. */
export function rowConformance(openStore: OpenStore): void {
  describe('rows', () => {
    const withStore = onFreshStore(openStore);

    test('a contract number is taken once in its institution, and free in another', () =>
      withStore(async ({ store }) => {
        const contract = aContract('c-1');
        const scope: Scope = {
          kind: 'new_contract',
          institutionId: 'bank-a',
          number: contract.number,
          contract,
        };
        expect(await look(store, scope)).toMatchObject({ view: { contract, users: [] } });
        await openContract(store, contract);
        expect(await look(store, scope)).toMatchObject({ view: undefined });
        const elsewhere = { ...contract, id: 'c-2', institutionId: 'bank-b' };
        await openContract(store, elsewhere);
        const twin = { ...contract, id: 'c-3' };
        const saved = save(
          store,
          { ...scope, contract: twin, number: 'other' },
          { contracts: [twin] },
        );
        await expect(saved).rejects.toMatchObject({ code: 'conflict' });
      }));

    test('a user has at most one binding in force; an ended one is kept (S0-13)', () =>
      withStore(async ({ store }) => {
        const customer = await aCustomer(store, 'one');
        const { user, token, binding } = customer;
        const second = { ...aBinding(user, token), id: 'b-2' };
        const scope = contractScope(customer);
        await expect(save(store, scope, { bindings: [second] })).rejects.toMatchObject({
          code: 'conflict',
        });
        const ended = { ...binding, endedAt: 5, endReason: 'lost' } as const;
        await save(store, scope, { bindings: [second, ended] });
        const hot = await look(store, {
          kind: 'verification',
          institutionId: 'bank-a',
          by: { userId: user.id },
        });
        expect(hot.view?.bindings).toEqual([second]);
        await expect(save(store, scope, { bindings: [ended] })).rejects.toMatchObject({
          code: 'try_again',
        });
      }));

    test('a challenge only goes forward', () =>
      withStore(async ({ store }) => {
        const customer = await aCustomer(store, 'challenge');
        const scope = contractScope(customer);
        const challenge = aChallenge('ch-1', customer.user);
        await save(store, scope, { challenges: [challenge] });
        const named = { ...scope, challengeId: 'ch-1' } as Scope;
        const consumed = { ...challenge, state: 'consumed' } as const;
        const works = [1, 2].map(() =>
          save(store, named, ({ view }) => {
            if (view?.challenges[0]?.state !== 'open') throw new Error('not open');
            return { challenges: [consumed] };
          }),
        );
        const results = await Promise.allSettled(works);
        expect(results.map((result) => result.status)).toEqual(['fulfilled', 'rejected']);
      }));
  });
}
