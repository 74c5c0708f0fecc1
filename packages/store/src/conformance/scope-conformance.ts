import type { Loaded, Scope, Store } from '@warifu/service';
import { describe, expect, test } from 'vitest';
import {
  aBinding,
  aCustomer,
  aSeed,
  aToken,
  type Customer,
  save,
  stockTokens,
  t0,
} from './fixture.ts';
import type { OpenStore } from './harness.ts';
import { onFreshStore } from './on-fresh-store.ts';

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

const scopeOf = ({ contract }: Customer) =>
  ({
    kind: 'contract',
    institutionId: contract.institutionId,
    by: { contractId: contract.id },
  }) as const;

const serials = ({ candidates }: Loaded) => candidates.map((token) => token.serial);

/** What the scopes of the colder acts load. */
export function scopeConformance(openStore: OpenStore): void {
  describe('scopes', () => {
    const withStore = onFreshStore(openStore);

    test('a contract is found by whatever belongs to it, with its papers', () =>
      withStore(async ({ store }) => {
        const customer = await aCustomer(store, 'papers');
        const { contract, user, token } = customer;
        const application = {
          id: 'a-1',
          contractId: contract.id,
          kind: 'adoption',
          tokenCount: 2,
          authenticator: null,
          filedOn: '2026-11-01',
          recordedAt: t0,
        } as const;
        const shipment = {
          id: 's-1',
          contractId: contract.id,
          applicationId: 'a-1',
          reason: 'adoption',
          replacesTokenId: null,
          postedAt: t0,
          deliveredAt: null,
        } as const;
        const fee = {
          id: 'f-1',
          contractId: contract.id,
          kind: 'additional',
          amountYen: 1_100,
          taxYen: 100,
          dueOn: '2026-12-31',
          tokenId: token.id,
          shipmentId: 's-1',
          reversesFeeId: null,
          note: null,
          assessedAt: t0,
        } as const;
        await save(store, scopeOf(customer), {
          applications: [application],
          shipments: [shipment],
          fees: [fee],
        });
        const delivered = { ...shipment, deliveredAt: t0 + 1 };
        await save(store, scopeOf(customer), { shipments: [delivered] });
        const references = [
          { userId: user.id },
          { tokenId: token.id },
          { shipmentId: 's-1' },
          { feeId: 'f-1' },
        ];
        for (const by of references)
          expect(await store.queries.contract('bank-a', by)).toMatchObject({
            contract,
            applications: [application],
            shipments: [delivered],
            fees: [fee],
          });
      }));

    test('row 27: registration sees the token with this serial, and what was revoked for this user', () =>
      withStore(async ({ store }) => {
        const customer = await aCustomer(store, 'register');
        const { user, token, binding } = customer;
        await stockTokens(store, [aToken('t-new')]);
        const ended = { ...binding, endedAt: t0 + 1, endReason: 'lost' } as const;
        await save(store, scopeOf(customer), { bindings: [ended] });
        const replaced = { ...aBinding(user, token), id: 'b-2' };
        await save(store, scopeOf(customer), { bindings: [replaced] });
        const past = { ...replaced, endedAt: t0 + 2, endReason: 'replaced' } as const;
        await save(store, scopeOf(customer), { bindings: [past] });
        const scope = { kind: 'registration', institutionId: 'bank-a', userId: user.id } as const;
        const loaded = await look(store, { ...scope, serial: 'S-t-new' });
        expect(loaded.view?.users).toEqual([user]);
        expect(serials(loaded)).toEqual(['S-t-new']);
        expect([...loaded.seeds.keys()]).toEqual(['t-new']);
        expect(loaded.revokedTokenIds).toEqual([token.id]);
        expect(serials(await look(store, { ...scope, serial: 'unknown' }))).toEqual([]);
      }));

    test('stock gives those that expire last first, and none that expires too soon', () =>
      withStore(async ({ store }) => {
        const customer = await aCustomer(store, 'stock');
        const expiring = (id: string, expiresOn: string | null) => ({ ...aToken(id), expiresOn });
        await stockTokens(store, [
          expiring('early', '2027-01-31'),
          expiring('late', '2031-03-31'),
          expiring('never', null),
          expiring('middle', '2029-03-31'),
        ]);
        const { id: contractId } = customer.contract;
        const scope = { kind: 'stock', institutionId: 'bank-a', contractId } as const;
        const pick = (count: number) => ({ count, expiresOnOrAfter: '2028-01-01' });
        expect(serials(await look(store, { ...scope, pick: pick(2) }))).toEqual([
          'S-never',
          'S-late',
        ]);
        const all = await look(store, { ...scope, pick: pick(9) });
        expect(serials(all)).toEqual(['S-never', 'S-late', 'S-middle']);
        expect(all.seeds.size).toBe(3);
        const named = { serials: ['S-early', 'S-none'] };
        expect(serials(await look(store, { ...scope, pick: named }))).toEqual(['S-early']);
      }));

    test('a seed that is sealed anew replaces the old one', () =>
      withStore(async ({ store }) => {
        const customer = await aCustomer(store, 'seed');
        const seed = { ...aSeed(77), keyVersion: 2, epoch: 3 };
        await save(store, scopeOf(customer), { seeds: new Map([[customer.token.id, seed]]) });
        const scope = { kind: 'verification', institutionId: 'bank-a' } as const;
        const { seeds } = await look(store, { ...scope, by: { userId: customer.user.id } });
        const stored = seeds.get(customer.token.id);
        expect(stored).toMatchObject({ keyVersion: 2, epoch: 3 });
        expect([...(stored?.sealed ?? [])]).toEqual([...seed.sealed]);
      }));
  });
}
