import { type MailClaim, newMail, type OutboxMail, type Store } from '@warifu/service';
import { describe, expect, test } from 'vitest';
import { aContract, aCustomer, openContract, save, t0 } from './fixture.ts';
import type { OpenStore } from './harness.ts';
import { onFreshStore } from './on-fresh-store.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

export function aMail(id: string, part: Partial<OutboxMail> = {}): OutboxMail {
  const data = { topic: 'token_bound', at: t0, on: null, serialEnd: null } as const;
  const order = { id, institutionId: 'bank-a', contractId: null, userId: null, data, now: t0 };
  return { ...newMail({ ...order, kind: 'notice', to: 'taro@mail.example' }), ...part };
}

/** Puts mails into the outbox the way acts do: with the changes of a decision. */
async function put(store: Store, ...mails: OutboxMail[]): Promise<void> {
  const contract = { contractId: 'c-mail' };
  const [institutionId, by] = ['bank-a', contract];
  if (!(await store.queries.contract(institutionId, by)))
    await openContract(store, aContract('c-mail'));
  await save(store, { kind: 'contract', institutionId, by }, { mails });
}

let leases = 0;

function claimOf(part: Partial<MailClaim> = {}): MailClaim {
  leases += 1;
  const now = part.now ?? t0;
  return {
    leaseId: `lease-${leases}`,
    now,
    leasedUntil: now + minuteMs,
    plausibleUntil: now + 2 * hourMs,
    limit: 10,
    ...part,
  };
}

const ids = (mails: readonly OutboxMail[]) => mails.map((mail) => mail.id);

async function mailNow(store: Store, id: string): Promise<OutboxMail | undefined> {
  const page = { limit: 100, after: null };
  return (await store.mails.list('bank-a', {}, page)).rows.find((mail) => mail.id === id);
}

/** The outbox: with the act or not at all, leased to one, and never forgotten. */
export function mailConformance(openStore: OpenStore): void {
  describe('outbox', () => {
    const withStore = onFreshStore(openStore);

    test('a mail is saved with its decision, and not at all when that fails', () =>
      withStore(async (harness) => {
        const { store } = harness;
        const { user, contract } = await aCustomer(store, 'mail');
        const scope = {
          kind: 'verification',
          institutionId: 'bank-a',
          by: { userId: user.id },
        } as const;
        const mail = aMail('m-1', { contractId: contract.id, userId: user.id, expiresAt: t0 + 9 });
        const stale = { users: [{ ...user, version: 7 }], mails: [mail] };
        await expect(save(store, scope, stale)).rejects.toMatchObject({ code: 'try_again' });
        expect((await store.mails.waiting()).count).toBe(0);
        await save(store, scope, { users: [{ ...user, version: 1 }], mails: [mail] });
        const again = await harness.reopen();
        expect(await mailNow(again, 'm-1')).toEqual(mail);
        expect(await again.mails.waiting()).toEqual({ count: 1, oldestAt: t0 });
      }));

    test('a mail of another institution or contract is not saved', () =>
      withStore(async ({ store }) => {
        for (const part of [{ institutionId: 'bank-b' }, { contractId: 'c-other' }])
          await expect(put(store, aMail('m-1', part))).rejects.toThrow('outside');
        expect((await store.mails.waiting()).count).toBe(0);
      }));

    test('of one once-key only the first is kept, in each institution', () =>
      withStore(async ({ store }) => {
        await put(store, aMail('m-1', { onceKey: 'k' }), aMail('m-2', { onceKey: 'k' }));
        await put(store, aMail('m-3', { onceKey: 'k' }), aMail('m-4'), aMail('m-5'));
        expect(ids(await store.mails.claim(claimOf()))).toEqual(['m-1', 'm-4', 'm-5']);
      }));

    test('row 82: what is leased is nobody else’s until the lease runs out', () =>
      withStore(async ({ store }) => {
        await put(store, aMail('m-1'), aMail('m-2'), aMail('m-3'));
        const claims = await Promise.all([
          store.mails.claim(claimOf({ limit: 2 })),
          store.mails.claim(claimOf({ limit: 2 })),
        ]);
        expect(claims.flatMap(ids).toSorted()).toEqual(['m-1', 'm-2', 'm-3']);
        expect(await store.mails.claim(claimOf({ now: t0 + minuteMs - 1 }))).toEqual([]);
        const later = claimOf({ now: t0 + minuteMs });
        expect(ids(await store.mails.claim(later))).toEqual(['m-1', 'm-2', 'm-3']);
      }));

    test('urgent kinds first, then those that have waited longest; none before its time', () =>
      withStore(async ({ store }) => {
        await put(
          store,
          aMail('m-late', { nextAttemptAt: t0 + 1 }),
          aMail('m-old', { nextAttemptAt: t0 - 2 }),
          aMail('m-new', { nextAttemptAt: t0 - 1 }),
          aMail('m-code', { kind: 'email_code' }),
        );
        expect(ids(await store.mails.claim(claimOf({ limit: 2 })))).toEqual(['m-code', 'm-old']);
        expect(ids(await store.mails.claim(claimOf()))).toEqual(['m-new']);
        expect(ids(await store.mails.claim(claimOf({ now: t0 + 1 })))).toEqual(['m-late']);
      }));

    test('what became of a mail is written down under its lease', () =>
      withStore(async ({ store }) => {
        await put(store, ...['sent', 'later', 'failed', 'expired'].map((id) => aMail(id)));
        const claim = claimOf();
        const { leaseId } = claim;
        await store.mails.claim(claim);
        const outcomes = [
          { id: 'sent', leaseId, outcome: { state: 'sent', at: t0 + 5 } },
          {
            id: 'later',
            leaseId,
            outcome: { state: 'queued', nextAttemptAt: t0 + 9, error: 'smtp_451' },
          },
          { id: 'failed', leaseId, outcome: { state: 'failed', error: 'smtp_550' } },
          { id: 'expired', leaseId, outcome: { state: 'expired' } },
        ] as const;
        for (const outcome of outcomes) expect(await store.mails.settle(outcome)).toBe(true);
        for (const outcome of outcomes) expect(await store.mails.settle(outcome)).toBe(false);
        expect(await mailNow(store, 'sent')).toMatchObject({ state: 'sent', sentAt: t0 + 5 });
        expect(await mailNow(store, 'later')).toMatchObject({
          state: 'queued',
          attempts: 1,
          nextAttemptAt: t0 + 9,
          lastError: 'smtp_451',
        });
        expect(await mailNow(store, 'failed')).toMatchObject({ state: 'failed', attempts: 1 });
        expect(await mailNow(store, 'expired')).toMatchObject({ state: 'expired', attempts: 0 });
        expect(ids(await store.mails.claim(claimOf({ now: t0 + 9 })))).toEqual(['later']);
      }));

    test('a lost lease settles nothing, but what was sent is not sent again', () =>
      withStore(async ({ store }) => {
        await put(store, aMail('m-1'), aMail('m-2'));
        const first = claimOf();
        await store.mails.claim(first);
        const second = claimOf({ now: t0 + minuteMs });
        await store.mails.claim(second);
        const { leaseId } = first;
        const failed = { state: 'failed', error: 'smtp_550' } as const;
        expect(await store.mails.settle({ id: 'm-1', leaseId, outcome: failed })).toBe(false);
        const sent = { state: 'sent', at: t0 } as const;
        expect(await store.mails.settle({ id: 'm-2', leaseId, outcome: sent })).toBe(false);
        expect(await mailNow(store, 'm-1')).toMatchObject({ state: 'queued', attempts: 0 });
        expect(await mailNow(store, 'm-2')).toMatchObject({ state: 'sent' });
      }));

    test('a lease that is given up is due again', () =>
      withStore(async ({ store }) => {
        await put(store, aMail('m-1'));
        const claim = claimOf();
        await store.mails.claim(claim);
        await store.mails.release(claim.leaseId);
        expect(ids(await store.mails.claim(claimOf()))).toEqual(['m-1']);
      }));

    test('row 75: a clock that is put back holds no mail up', () =>
      withStore(async ({ store }) => {
        const ahead = t0 + 400 * 24 * hourMs;
        await put(store, aMail('m-queued', { nextAttemptAt: ahead }), aMail('m-leased'));
        await store.mails.claim(claimOf({ now: ahead - 1 }));
        const back = await store.mails.claim(claimOf());
        expect(ids(back)).toEqual(['m-leased']);
        expect(ids(await store.mails.claim(claimOf()))).toEqual(['m-queued']);
      }));

    test('only what is settled and old is removed, once-keys later than others', () =>
      withStore(async ({ store }) => {
        const names = ['plain', 'once', 'queued'];
        await put(store, ...names.map((id) => aMail(id, id === 'once' ? { onceKey: 'k' } : {})));
        const claim = claimOf();
        await store.mails.claim(claim);
        for (const id of ['plain', 'once']) {
          const outcome = { state: 'sent', at: t0 } as const;
          await store.mails.settle({ id, leaseId: claim.leaseId, outcome });
        }
        const removal = { institutionId: 'bank-a', before: t0 + 1, onceBefore: t0, limit: 10 };
        expect(await store.mails.removeSettled({ ...removal, institutionId: 'bank-b' })).toBe(0);
        expect(await store.mails.removeSettled({ ...removal, before: t0 })).toBe(0);
        expect(await store.mails.removeSettled(removal)).toBe(1);
        expect(await store.mails.removeSettled({ ...removal, onceBefore: t0 + 1 })).toBe(1);
        const page = { limit: 10, after: null };
        expect(ids((await store.mails.list('bank-a', {}, page)).rows)).toEqual(['queued']);
      }));
  });
}
