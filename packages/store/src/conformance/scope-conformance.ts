import type { Loaded, Scope, StockPick, Store } from '@warifu/service';
import { describe, expect, test } from 'vitest';
import {
  aBinding,
  aChallenge,
  aCustomer,
  aSeed,
  aToken,
  aUser,
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
          month: null,
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

    test('registration for others sees what was revoked for any of them, and the named challenge', () =>
      withStore(async ({ store }) => {
        const customer = await aCustomer(store, 'for-others');
        const { user, token, binding } = customer;
        const registrar = { ...aUser('u-registrar', user.contractId), loginId: 'registrar' };
        const challenge = aChallenge('h-registration', registrar);
        await save(store, scopeOf(customer), { users: [registrar], challenges: [challenge] });
        const ended = { ...binding, endedAt: t0 + 1, endReason: 'revoked' } as const;
        await save(store, scopeOf(customer), { bindings: [ended] });
        const again = { ...aBinding(user, token), id: 'b-again' };
        await save(store, scopeOf(customer), { bindings: [again] });
        const scope = {
          kind: 'registration',
          institutionId: 'bank-a',
          userId: registrar.id,
          serial: token.serial,
        } as const;
        const own = await look(store, scope);
        expect(own.revokedTokenIds).toEqual([]);
        expect(own.view?.challenges).toEqual([]);
        const forUserIds = [registrar.id, user.id];
        const loaded = await look(store, { ...scope, forUserIds, challengeId: challenge.id });
        expect(loaded.revokedTokenIds).toEqual([token.id]);
        expect(loaded.view?.challenges).toEqual([challenge]);
        expect(serials(loaded)).toEqual([token.serial]);
      }));

    test('only what was revoked counts as revoked: not what was stopped, exchanged or replaced', () =>
      withStore(async ({ store }) => {
        const customer = await aCustomer(store, 'not-revoked');
        const { user, token, binding } = customer;
        const reasons = ['opted_out', 'exchanged', 'method_changed', 'initialised', 'replaced'];
        let open = binding;
        for (const [index, endReason] of reasons.entries()) {
          const past = { ...open, endedAt: t0 + index, endReason: endReason as 'replaced' };
          await save(store, scopeOf(customer), { bindings: [past] });
          open = { ...aBinding(user, token), id: `b-${endReason}` };
          await save(store, scopeOf(customer), { bindings: [open] });
        }
        const scope = { kind: 'registration', institutionId: 'bank-a', userId: user.id } as const;
        const loaded = await look(store, { ...scope, serial: token.serial });
        expect(loaded.revokedTokenIds).toEqual([]);
      }));

    test('a verification of several sees every token that the user is bound to, and nobody else’s', () =>
      withStore(async ({ store }) => {
        const customer = await aCustomer(store, 'several');
        const { user, token, contract } = customer;
        await stockTokens(store, [aToken('t-second'), aToken('t-others')]);
        const stock = { kind: 'stock', institutionId: 'bank-a', contractId: contract.id } as const;
        const pick = { serials: ['S-t-second', 'S-t-others'] };
        const { candidates } = await look(store, { ...stock, pick });
        const tokens = candidates.map((one) => {
          return { ...one, contractId: contract.id, version: one.version + 1 };
        });
        await save(store, { ...stock, pick }, { tokens });
        const second = tokens.find((one) => one.id === 't-second') ?? token;
        const binding = { ...aBinding(user, second), id: 'b-~second' };
        const challenge = aChallenge('h-several', user);
        await save(store, scopeOf(customer), { bindings: [binding], challenges: [challenge] });
        const scope = { kind: 'verification_of_several', institutionId: 'bank-a' } as const;
        for (const by of [{ userId: user.id }, { challengeId: challenge.id }]) {
          const loaded = await look(store, { ...scope, by });
          expect(serials(loaded)).toEqual([token.serial, 'S-t-second']);
          expect([...loaded.seeds.keys()]).toEqual([token.id, 't-second']);
          expect(loaded.view?.bindings).toHaveLength(2);
          expect(loaded.view?.challenges).toEqual('challengeId' in by ? [challenge] : []);
        }
        const foreign = { ...scope, institutionId: 'bank-b', by: { userId: user.id } } as const;
        expect((await look(store, foreign)).view).toBeUndefined();
        const nobody = { ...scope, by: { challengeId: 'h-none' } } as const;
        expect((await look(store, nobody)).view).toBeUndefined();
      }));

    test('stock gives tokens of one make, where one is asked', () =>
      withStore(async ({ store }) => {
        const customer = await aCustomer(store, 'makes');
        await stockTokens(store, [
          { ...aToken('fob'), expiresOn: '2031-03-31' },
          { ...aToken('fast'), stepSeconds: 30 },
          { ...aToken('card'), kind: 'hotp', stepSeconds: null, expiresOn: '2031-03-31' },
          { ...aToken('long'), digits: 8 },
        ]);
        const { id: contractId } = customer.contract;
        const scope = { kind: 'stock', institutionId: 'bank-a', contractId } as const;
        const of = async (make: Extract<StockPick, { readonly count: number }>['make']) =>
          serials(
            await look(store, {
              ...scope,
              pick: { count: 9, expiresOnOrAfter: '2028-01-01', ...(make ? { make } : {}) },
            }),
          );
        const fob = { kind: 'totp', algorithm: 'SHA1', digits: 6, stepSeconds: 60 } as const;
        expect(await of(fob)).toEqual(['S-fob']);
        expect(await of({ ...fob, stepSeconds: 30 })).toEqual(['S-fast']);
        expect(await of({ ...fob, kind: 'hotp', stepSeconds: null })).toEqual(['S-card']);
        expect(await of({ ...fob, digits: 8 })).toEqual(['S-long']);
        expect(await of({ ...fob, algorithm: 'SHA256' })).toEqual([]);
        expect((await of(undefined)).toSorted()).toEqual(['S-card', 'S-fast', 'S-fob', 'S-long']);
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
