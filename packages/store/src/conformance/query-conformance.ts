import type { Page, PageRequest, Store } from '@warifu/service';
import { describe, expect, test } from 'vitest';
import {
  aContract,
  aCustomer,
  aFee,
  aToken,
  attempt,
  lockAt,
  openContract,
  save,
  stockTokens,
  t0,
} from './fixture.ts';
import type { OpenStore } from './harness.ts';
import { onFreshStore } from './on-fresh-store.ts';

const all: PageRequest = { limit: 100, after: null };

/** Reads a list to its end in pages of two. */
async function inPages<T>(list: (page: PageRequest) => Promise<Page<T>>): Promise<T[]> {
  const rows: T[] = [];
  let after: string | null = null;
  do {
    const page: Page<T> = await list({ limit: 2, after });
    rows.push(...page.rows);
    after = page.next;
  } while (after !== null);
  return rows;
}

async function lockToken(store: Store, userId: string) {
  for (let guess = 0; guess < lockAt; guess += 1)
    await store.run(attempt({ userId, step: 'wrong' }));
}

export function queryConformance(openStore: OpenStore): void {
  describe('queries', () => {
    const withStore = onFreshStore(openStore);

    test('lists come in key order, page by page, without a gap or a repeat', () =>
      withStore(async ({ store }) => {
        const ids = ['c-1', 'c-2', 'c-3', 'c-4', 'c-5'];
        for (const id of ids.toReversed()) await openContract(store, aContract(id));
        const { queries } = store;
        const pages = await inPages((page) => queries.contracts('bank-a', {}, page));
        expect(pages.map((row) => row.id)).toEqual(ids);
        const exact = await queries.contracts('bank-a', {}, { limit: 5, after: null });
        expect(exact.next).toBeNull();
        const named = await queries.contracts('bank-a', { number: 'N-c-3' }, all);
        expect(named.rows.map((row) => row.id)).toEqual(['c-3']);
      }));

    test('standings bring each contract its own people and tokens, page by page', () =>
      withStore(async ({ store }) => {
        for (const name of ['a', 'b', 'c']) await aCustomer(store, name);
        const { queries } = store;
        const views = await inPages((page) => queries.standings('bank-a', page));
        for (const { contract, users, tokens, bindings, shipments } of views) {
          const whole = await queries.contract('bank-a', { contractId: contract.id });
          const own = { contract, users, tokens, bindings, shipments };
          expect(whole).toMatchObject(own);
          expect(users).toHaveLength(1);
          expect(tokens).toHaveLength(1);
          expect(bindings).toHaveLength(1);
        }
        expect(views.map(({ contract }) => contract.id)).toHaveLength(3);
        expect((await queries.standings('bank-b', all)).rows).toEqual([]);
      }));

    test('every filter keeps what it names and nothing else', () =>
      withStore(async ({ store }) => {
        const a = await aCustomer(store, 'a');
        await aCustomer(store, 'b');
        await stockTokens(store, [{ ...aToken('t-old'), expiresOn: '2027-01-31' }]);
        const { queries } = store;
        const ids = <T extends { readonly id: string }>({ rows }: Page<T>) =>
          rows.map((row) => row.id);
        const contractId = a.contract.id;
        expect(ids(await queries.users('bank-a', { contractId }, all))).toEqual(['u-a']);
        expect(ids(await queries.users('bank-a', { loginId: 'login-u-b' }, all))).toEqual(['u-b']);
        expect(ids(await queries.users('bank-a', {}, all))).toEqual(['u-a', 'u-b']);
        expect(ids(await queries.tokens('bank-a', { contractId }, all))).toEqual(['t-a']);
        expect(ids(await queries.tokens('bank-a', { state: 'in_stock' }, all))).toEqual(['t-old']);
        expect(ids(await queries.tokens('bank-a', { serial: 'S-t-b' }, all))).toEqual(['t-b']);
        const inService = { contractId, state: 'in_service' };
        expect(ids(await queries.tokens('bank-a', inService, all))).toEqual(['t-a']);
        const retired = { contractId, state: 'retired' };
        expect(ids(await queries.tokens('bank-a', retired, all))).toEqual([]);
        expect(ids(await queries.tokens('bank-a', { id: 't-b' }, all))).toEqual(['t-b']);
        expect(ids(await queries.tokens('bank-b', { id: 't-b' }, all))).toEqual([]);
        const expiresOnOrBefore = '2027-01-31';
        expect(ids(await queries.tokens('bank-a', { expiresOnOrBefore }, all))).toEqual(['t-old']);
        expect(ids(await queries.bindings('bank-a', { userId: 'u-b' }, all))).toEqual([
          'b-u-b-t-b',
        ]);
        expect(ids(await queries.bindings('bank-a', { tokenId: 't-a' }, all))).toEqual([
          'b-u-a-t-a',
        ]);
        expect(ids(await queries.bindings('bank-a', { contractId }, all))).toEqual(['b-u-a-t-a']);
      }));

    test('S0-13: a binding is in force from its beginning until just before its end', () =>
      withStore(async ({ store }) => {
        const { contract, binding } = await aCustomer(store, 'past');
        const ended = { ...binding, endedAt: t0 + 10, endReason: 'lost' } as const;
        const by = { contractId: contract.id };
        await save(store, { kind: 'contract', institutionId: 'bank-a', by }, { bindings: [ended] });
        const inForce = async (at: number) =>
          (await store.queries.bindings('bank-a', { userId: 'u-past', at }, all)).rows.length;
        const counts = [t0 - 1, t0, t0 + 9, t0 + 10].map(inForce);
        expect(await Promise.all(counts)).toEqual([0, 1, 1, 0]);
        expect((await store.queries.bindings('bank-a', {}, all)).rows).toEqual([ended]);
      }));

    test('S0-12: tokens due for replacement have a contract, expire by then and are not replaced', () =>
      withStore(async ({ store }) => {
        const a = await aCustomer(store, 'a');
        await aCustomer(store, 'b');
        await stockTokens(store, [aToken('t-stock')]);
        const due = async (expiresOnOrBefore: string) => {
          const filter = { expiresOnOrBefore };
          const { rows } = await store.queries.dueForReplacement('bank-a', filter, all);
          return rows.map((token) => token.id);
        };
        expect(await due('2030-03-30')).toEqual([]);
        expect(await due('2030-03-31')).toEqual(['t-a', 't-b']);
        const by = { contractId: a.contract.id };
        const scope = { kind: 'contract', institutionId: 'bank-a', by } as const;
        const shipment = {
          id: 's-1',
          contractId: a.contract.id,
          applicationId: null,
          reason: 'replacement',
          replacesTokenId: 't-a',
          postedAt: t0,
          deliveredAt: null,
        } as const;
        await stockTokens(store, [{ ...aToken('t-sent'), expiresOn: '2035-03-31' }]);
        const sent = { ...aToken('t-sent'), expiresOn: '2035-03-31', shipmentId: 's-1' };
        const shipped = { ...sent, contractId: a.contract.id, state: 'shipped' } as const;
        await save(store, scope, {
          shipments: [shipment],
          tokens: [{ ...shipped, version: 1 }],
        });
        expect(await due('2030-03-31')).toEqual(['t-b']);
        const lost = { ...shipped, state: 'retired', retireReason: 'lost', version: 2 } as const;
        await save(store, scope, { tokens: [lost] });
        expect(await due('2030-03-31')).toEqual(['t-a', 't-b']);
        await save(store, scope, { shipments: [{ ...shipment, deliveredAt: t0 + 1 }] });
        expect(await due('2030-03-31')).toEqual(['t-b']);
      }));

    test('S3-07: of free tokens only, what was counted as additional is not due, nor what was sent for it', () =>
      withStore(async ({ store }) => {
        const { contract } = await aCustomer(store, 'line');
        const scope = {
          kind: 'contract',
          institutionId: 'bank-a',
          by: { contractId: contract.id },
        } as const;
        // `t-line` is free; `t-paid` cost something; two more were sent one after the other for each.
        const lines = [
          ['t-line', 't-line-2', 't-line-3'],
          ['t-paid', 't-paid-2', 't-paid-3'],
        ] as const;
        const sent = lines.flatMap(([first, second, third]) => [
          { id: second, replaces: first },
          { id: third, replaces: second },
        ]);
        const made = ['t-paid', ...sent.map((one) => one.id)].map((id) => aToken(id));
        await stockTokens(store, made);
        const shipments = sent.map(({ id, replaces }) => ({
          id: `s-${id}`,
          contractId: contract.id,
          applicationId: null,
          reason: 'reissue' as const,
          replacesTokenId: replaces,
          postedAt: t0,
          deliveredAt: t0,
        }));
        await save(store, scope, {
          shipments,
          tokens: made.map((token) => ({
            ...token,
            contractId: contract.id,
            state: 'delivered' as const,
            shipmentId: token.id === 't-paid' ? null : `s-${token.id}`,
            version: 1,
          })),
          fees: [aFee(contract.id, 't-paid', 'additional'), aFee(contract.id, 't-line', 'reissue')],
        });
        const due = async (freeTokensOnly: boolean) => {
          const filter = { expiresOnOrBefore: '2030-03-31', freeTokensOnly };
          const rows = await inPages((page) =>
            store.queries.dueForReplacement('bank-a', filter, page),
          );
          return rows.map((token) => token.id).filter((id) => id.startsWith('t-'));
        };
        // Of each line only the last has no successor yet.
        expect(await due(false)).toEqual(['t-line-3', 't-paid-3']);
        expect(await due(true)).toEqual(['t-line-3']);
      }));

    test('tokens that expire come in the order of expiry, page by page', () =>
      withStore(async ({ store }) => {
        const expiring = (id: string, expiresOn: string | null) => ({ ...aToken(id), expiresOn });
        await stockTokens(store, [
          expiring('t-1', '2029-03-31'),
          expiring('t-2', '2028-03-31'),
          expiring('t-3', null),
          expiring('t-4', '2029-03-31'),
          expiring('t-5', '2029-04-01'),
          expiring('t-6', '2029-03-31'),
        ]);
        const filter = { expiresOnOrBefore: '2029-03-31' };
        const rows = await inPages((page) => store.queries.tokens('bank-a', filter, page));
        expect(rows.map((row) => row.id)).toEqual(['t-2', 't-1', 't-4', 't-6']);
      }));

    test('a cursor that is none of ours gives no error and no foreign row', () =>
      withStore(async ({ store }) => {
        await aCustomer(store, 'a');
        for (const after of ['', '-1', '1e300', 'NaN', "' OR 1=1 --", '\u0000', 'token:', 'x:y']) {
          const page = { limit: 5, after };
          const found = await Promise.all([
            store.queries.auditRecords('bank-b', {}, page),
            store.queries.locks('bank-b', {}, page),
            store.queries.tokens('bank-b', { expiresOnOrBefore: '2099-01-01' }, page),
          ]);
          expect(found.flatMap(({ rows }) => [...rows])).toEqual([]);
        }
      }));

    test('locks lists what is locked now, tokens and users, page by page', () =>
      withStore(async ({ store }) => {
        const names = ['a', 'b', 'c'];
        for (const name of names) await aCustomer(store, name);
        for (const name of names) await lockToken(store, `u-${name}`);
        const lock = { lockedAt: t0, cause: 'threshold', liftsAt: null } as const;
        const guard = {
          failures: 5,
          failuresSinceAcceptance: 5,
          attemptsWhileLocked: 0,
          temporaryLocks: 0,
          lock,
        };
        const by = { userId: 'u-b' };
        await save(store, { kind: 'contract', institutionId: 'bank-a', by }, ({ view }) => ({
          users: (view?.users ?? []).map((user) => ({ ...user, guard, version: 1 })),
        }));
        const { queries } = store;
        const rows = await inPages((page) => queries.locks('bank-a', {}, page));
        expect(rows.map((row) => [row.scope, row.contractId])).toEqual([
          ['token', 'c-a'],
          ['token', 'c-b'],
          ['token', 'c-c'],
          ['user_otp', 'c-b'],
        ]);
        const ofB = await queries.locks('bank-a', { contractId: 'c-b' }, all);
        expect(ofB.rows.map((row) => row.scope)).toEqual(['token', 'user_otp']);
      }));

    test('row 49: no list and no look-up crosses from one institution to another', () =>
      withStore(async ({ store }) => {
        const { contract, user, token } = await aCustomer(store, 'mine', 'bank-a');
        await lockToken(store, user.id);
        const { queries } = store;
        const lists = await Promise.all([
          queries.contracts('bank-b', {}, all),
          queries.contracts('bank-b', { number: contract.number }, all),
          queries.users('bank-b', { contractId: contract.id }, all),
          queries.tokens('bank-b', { serial: token.serial }, all),
          queries.bindings('bank-b', { userId: user.id }, all),
          queries.applications('bank-b', { contractId: contract.id }, all),
          queries.shipments('bank-b', { contractId: contract.id }, all),
          queries.fees('bank-b', { contractId: contract.id }, all),
          queries.locks('bank-b', { contractId: contract.id }, all),
          queries.dueForReplacement('bank-b', { expiresOnOrBefore: '2099-01-01' }, all),
          queries.auditRecords('bank-b', { contractId: contract.id }, all),
        ]);
        expect(lists.flatMap((page) => [...page.rows])).toEqual([]);
        expect(await queries.contract('bank-b', { contractId: contract.id })).toBeUndefined();
        expect(await queries.contract('bank-b', { userId: user.id })).toBeUndefined();
      }));
  });
}
