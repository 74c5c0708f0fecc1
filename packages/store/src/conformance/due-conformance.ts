import type { Fee, Issuance, Shipment, Token } from '@warifu/engine';
import type { Page, PageRequest, Store } from '@warifu/service';
import { describe, expect, test } from 'vitest';
import { aCustomer, aDraft, aFee, aToken, type Customer, save, t0 } from './fixture.ts';
import type { OpenStore } from './harness.ts';
import { onFreshStore } from './on-fresh-store.ts';

const all: PageRequest = { limit: 100, after: null };

/** Reads a list to its end in pages of one. */
async function oneByOne<T>(list: (page: PageRequest) => Promise<Page<T>>): Promise<T[]> {
  const rows: T[] = [];
  for (let after: string | null = null; ; ) {
    const page: Page<T> = await list({ limit: 1, after });
    rows.push(...page.rows);
    if (page.next === null) return rows;
    after = page.next;
  }
}

const scopeOf = ({ contract }: Customer) =>
  ({ kind: 'contract', institutionId: 'bank-a', by: { contractId: contract.id } }) as const;

function anIssuance(id: string, of: Customer, part: Partial<Issuance>): Issuance {
  return {
    id,
    contractId: of.contract.id,
    userId: of.user.id,
    authenticator: 'app',
    serviceId: `service-${id}`,
    appUserId: 'user',
    passwordMac: new Uint8Array(32),
    mailAddress: 'taro@mail.example',
    state: 'open',
    failures: 0,
    tokenId: null,
    createdAt: t0,
    expiresAt: t0 + 10,
    version: 0,
    ...part,
  };
}

/** What due work looks for, each list to its edges, page by page, and inside one institution. */
export function dueConformance(openStore: OpenStore): void {
  describe('due work', () => {
    const withStore = onFreshStore(openStore);

    test('tokens by issue: bound ones of users with an address, both instants included', () =>
      withStore(async ({ store }) => {
        for (const [name, issuedAt, mail] of [
          ['a', t0, 'a@mail.example'],
          ['b', t0 + 5, 'b@mail.example'],
          ['c', t0 + 5, 'c@mail.example'],
          ['d', t0 + 6, 'd@mail.example'],
          ['e', t0 + 1, null],
          ['f', null, 'f@mail.example'],
        ] as const) {
          const customer = await aCustomer(store, name);
          const { user, token } = customer;
          await save(store, scopeOf(customer), {
            users: [{ ...user, mailAddress: mail, version: 1 }],
            tokens: [{ ...token, issuedAt, version: token.version + 1 }],
          });
        }
        const found = async (issuedFrom: number, issuedTo: number, bank = 'bank-a') => {
          const filter = { issuedFrom, issuedTo };
          const rows = await oneByOne((page) => store.due.tokensByIssue(bank, filter, page));
          return rows.map(({ token, user }) => `${token.id} ${user.id}`);
        };
        expect(await found(t0, t0 + 5)).toEqual(['t-a u-a', 't-b u-b', 't-c u-c']);
        expect(await found(t0 + 1, t0 + 6)).toEqual(['t-b u-b', 't-c u-c', 't-d u-d']);
        expect(await found(t0, t0 + 6, 'bank-b')).toEqual([]);
      }));

    test('contracts with issues whose time is over, each once', () =>
      withStore(async ({ store }) => {
        const [a, b, c] = [
          await aCustomer(store, 'a'),
          await aCustomer(store, 'b'),
          await aCustomer(store, 'c'),
        ];
        const of = (customer: Customer, ...issuances: Issuance[]) =>
          save(store, scopeOf(customer), { issuances });
        await of(a, anIssuance('i-1', a, {}), anIssuance('i-2', a, { state: 'activated' }));
        await of(b, anIssuance('i-3', b, { expiresAt: t0 + 11 }));
        await of(c, anIssuance('i-4', c, { state: 'cancelled' }));
        const found = (at: number, bank = 'bank-a') =>
          oneByOne((page) => store.due.contractsWithExpiredIssues(bank, { at }, page));
        expect(await found(t0 + 9)).toEqual([]);
        expect(await found(t0 + 10)).toEqual(['c-a']);
        expect(await found(t0 + 11)).toEqual(['c-a', 'c-b']);
        expect(await found(t0 + 11, 'bank-b')).toEqual([]);
      }));

    test('S4-01: an unclaimed token is found by its age, and can be retired with no contract to load', () =>
      withStore(async ({ store }) => {
        const deviceId = 'phone';
        const made: Token = {
          ...aToken('t-made'),
          form: 'phone_app',
          state: 'issued',
          expiresOn: null,
          issuedAt: t0,
          deviceId,
        };
        const newToken = { kind: 'new_token', institutionId: 'bank-a', deviceId } as const;
        const later = { ...made, id: 't-later', serial: 'S-later', issuedAt: t0 + 1 };
        await save(store, newToken, { tokens: [made] });
        await save(store, newToken, { tokens: [later] });
        const customer = await aCustomer(store, 'a');
        const claimed = { ...made, id: 't-claimed', serial: 'S-claimed', contractId: 'c-a' };
        await save(store, scopeOf(customer), { tokens: [claimed] });
        const found = async (issuedAtOrBefore: number, bank = 'bank-a') => {
          const filter = { issuedAtOrBefore };
          const rows = await oneByOne((page) => store.due.unclaimedTokens(bank, filter, page));
          return rows.map((token) => token.id);
        };
        expect(await found(t0 - 1)).toEqual([]);
        expect(await found(t0 + 1)).toEqual(['t-later', 't-made']);
        expect(await found(t0 + 1, 'bank-b')).toEqual([]);
        const scope = {
          kind: 'token',
          institutionId: 'bank-a',
          by: { tokenId: 't-made' },
        } as const;
        await save(store, scope, ({ view, candidates: [token] }) => {
          expect(view).toBeUndefined();
          return token ? { tokens: [{ ...token, state: 'retired', version: 1 }] } : {};
        });
        expect(await found(t0 + 1)).toEqual(['t-later']);
        let held = 0;
        await save(store, newToken, ({ deviceTokens }) => {
          held = deviceTokens;
          return {};
        });
        expect(held).toBe(2);
      }));

    test('S3-08: exchanges whose broken token is not back, by when they were posted', () =>
      withStore(async ({ store }) => {
        const customer = await aCustomer(store, 'a');
        const contractId = customer.contract.id;
        const exchange = (
          id: string,
          postedAt: number,
          part: Partial<Shipment> = {},
        ): Shipment => ({
          id,
          contractId,
          applicationId: null,
          reason: 'exchange',
          replacesTokenId: customer.token.id,
          postedAt,
          deliveredAt: null,
          ...part,
        });
        await save(store, scopeOf(customer), {
          shipments: [
            exchange('s-1', t0 + 1),
            exchange('s-2', t0 + 2),
            exchange('s-3', t0 + 2),
            exchange('s-4', t0 + 3),
            exchange('s-5', t0 + 2, { reason: 'reissue' }),
          ],
        });
        const found = async (inTimeMs = 0, bank = 'bank-a') => {
          const filter = { postedFrom: t0 + 1, postedTo: t0 + 2, inTimeMs, list: 'unreturned' };
          const rows = await oneByOne((page) => store.due.unreturnedExchanges(bank, filter, page));
          return rows.map((shipment) => shipment.id);
        };
        expect(await found()).toEqual(['s-1', 's-2', 's-3']);
        expect(await found(0, 'bank-b')).toEqual([]);
        const back = { ...customer.token, returnedAt: t0 + 12, version: 2 };
        await save(store, scopeOf(customer), { tokens: [back] });
        expect(await found(9)).toEqual(['s-1', 's-2', 's-3']);
        expect(await found(10)).toEqual(['s-1']);
        expect(await found(11)).toEqual([]);
        await putOnList(store, 's-1');
        expect(await found(9)).toEqual(['s-2', 's-3']);
      }));

    test('contracts in use, their fees of a month, and fees of shipments', () =>
      withStore(async ({ store }) => {
        const [a, b] = [await aCustomer(store, 'a'), await aCustomer(store, 'b')];
        const ended = { ...b.binding, endedAt: t0 + 1, endReason: 'lost' } as const;
        const monthly = (id: string, month: string): Fee => ({
          ...aFee('c-a', 't-a', 'monthly'),
          id,
          month,
        });
        const posted = { ...aFee('c-a', 't-a', 'broken_unreturned'), shipmentId: 's-1' };
        await save(store, scopeOf(a), {
          fees: [monthly('f-1', '2026-11'), monthly('f-2', '2026-12'), posted],
        });
        const ids = ['c-a', 'c-b', 'c-none'];
        const inUse = (at: number) => store.due.contractsInUse('bank-a', ids, at);
        expect(await inUse(t0 - 1)).toEqual([]);
        expect(await inUse(t0)).toEqual(['c-a', 'c-b']);
        await save(store, scopeOf(b), { bindings: [ended] });
        expect(await inUse(t0)).toEqual(['c-a']);
        expect(await store.due.contractsInUse('bank-b', ids, t0)).toEqual([]);
        expect(await store.due.contractsInUse('bank-a', [], t0)).toEqual([]);
        const month = await store.due.feesOfMonth('bank-a', ids, '2026-12');
        expect(month).toEqual([monthly('f-2', '2026-12')]);
        expect(await store.due.feesOfMonth('bank-b', ids, '2026-12')).toEqual([]);
        const shipment = {
          id: 's-1',
          contractId: 'c-a',
          applicationId: null,
          reason: 'exchange',
          replacesTokenId: 't-a',
          postedAt: t0,
          deliveredAt: null,
        } as const;
        await save(store, scopeOf(a), { shipments: [shipment] });
        const owed = (kind: Fee['kind']) => store.due.feesOfShipments('bank-a', ['s-1'], kind);
        expect(await owed('broken_unreturned')).toEqual([posted]);
        expect(await owed('broken')).toEqual([]);
      }));

    test('a contract has one monthly fee a month, by the database itself', () =>
      withStore(async ({ store }) => {
        const a = await aCustomer(store, 'a');
        const b = await aCustomer(store, 'b');
        const fee = (id: string, contractId: string, month: string | null): Fee => ({
          ...aFee(contractId, 't-a', 'monthly'),
          id,
          month,
        });
        await save(store, scopeOf(a), { fees: [fee('f-1', 'c-a', '2026-11')] });
        const twice = save(store, scopeOf(a), { fees: [fee('f-2', 'c-a', '2026-11')] });
        await expect(twice).rejects.toMatchObject({ code: 'conflict' });
        await save(store, scopeOf(a), {
          fees: [fee('f-3', 'c-a', '2026-12'), fee('f-4', 'c-a', null), fee('f-5', 'c-a', null)],
        });
        await save(store, scopeOf(b), { fees: [fee('f-6', 'c-b', '2026-11')] });
        const { rows } = await store.queries.fees('bank-a', {}, all);
        expect(rows.map(({ id, month }) => `${id} ${month}`)).toEqual([
          'f-1 2026-11',
          'f-3 2026-12',
          'f-4 null',
          'f-5 null',
          'f-6 2026-11',
        ]);
      }));
  });
}

/** Puts a subject onto a list as a job does. */
async function putOnList(store: Store, subject: string): Promise<void> {
  const job = { id: 'j-1', institutionId: 'bank-a', kind: 'unreturned', dueOn: '2026-11-22' };
  await store.jobs.add([{ ...job, slot: 0, dueAt: t0 }]);
  const lease = { leaseId: 'l-1', leasedUntil: t0 + 60_000 };
  await store.jobs.claim({ ...lease, now: t0, plausibleUntil: t0 + 60_000, kinds: ['unreturned'] });
  const item = { list: 'unreturned', subject, contractId: null, amountYen: 0, data: '{}' };
  const end = { finishedAt: t0, audit: () => aDraft({ action: 'run_job' }) };
  await store.jobs.finish(
    { jobId: 'j-1', ...lease },
    { cursor: null, done: 1, items: [item] },
    end,
  );
}
