import type { Job, JobClaim, JobItem, JobLease, NewJob, Store } from '@warifu/service';
import { describe, expect, test } from 'vitest';
import { aCustomer, aDraft, auditOf, save, t0 } from './fixture.ts';
import type { OpenStore } from './harness.ts';
import { aMail } from './mail-conformance.ts';
import { onFreshStore } from './on-fresh-store.ts';

const minuteMs = 60_000;
const kinds = ['fee_run', 'notify'];
const all = { limit: 100, after: null };

const aJob = (id: string, part: Partial<NewJob> = {}): NewJob => ({
  id,
  institutionId: 'bank-a',
  kind: 'fee_run',
  dueOn: '2026-11-22',
  slot: 0,
  dueAt: t0,
  ...part,
});

let leases = 0;

function claimOf(part: Partial<JobClaim> = {}): JobClaim {
  leases += 1;
  const now = part.now ?? t0;
  return {
    leaseId: `lease-${leases}`,
    now,
    leasedUntil: now + minuteMs,
    plausibleUntil: now + 120 * minuteMs,
    kinds,
    ...part,
  };
}

/** Claims a job and gives its lease. */
async function leased(store: Store, part: Partial<JobClaim> = {}): Promise<JobLease> {
  const claim = claimOf(part);
  const job = await store.jobs.claim(claim);
  if (!job) throw new Error('no job was due');
  const { leaseId, leasedUntil } = claim;
  return { jobId: job.id, leaseId, leasedUntil };
}

const item = (subject: string, amountYen = 0): JobItem => ({
  list: 'fee_run',
  subject,
  contractId: null,
  amountYen,
  data: '{}',
});

const end = { finishedAt: t0 + 5, audit: () => aDraft({ action: 'run_job' }) };

const jobNow = async (store: Store, id: string): Promise<Job | undefined> =>
  (await store.jobs.list('bank-a', {}, all)).rows.find((job) => job.id === id);

/** Due work: once for each day, under one lease, with its progress in the same transaction. */
export function jobConformance(openStore: OpenStore): void {
  describe('jobs', () => {
    const withStore = onFreshStore(openStore);

    test('one row for each institution, kind, day and slot, whoever adds it', () =>
      withStore(async ({ store }) => {
        const jobs = [aJob('j-1'), aJob('j-2', { dueOn: '2026-11-23' }), aJob('j-3', { slot: 1 })];
        expect(await store.jobs.add(jobs)).toBe(3);
        expect(await store.jobs.add([aJob('j-4'), aJob('j-5', { kind: 'notify' })])).toBe(1);
        expect(await store.jobs.add([aJob('j-6', { institutionId: 'bank-b' })])).toBe(1);
        const added = await Promise.all([
          store.jobs.add([aJob('j-7', { slot: 2 })]),
          store.jobs.add([aJob('j-8', { slot: 2 })]),
        ]);
        expect(added.toSorted()).toEqual([0, 1]);
        const listed = await store.jobs.list('bank-a', { kind: 'fee_run' }, all);
        expect(listed.rows.map((job) => [job.dueOn, job.slot])).toEqual([
          ['2026-11-23', 0],
          ['2026-11-22', 2],
          ['2026-11-22', 1],
          ['2026-11-22', 0],
        ]);
        const found = await store.jobs.find('bank-a', {
          kind: 'notify',
          dueOn: '2026-11-22',
          slot: 0,
        });
        expect(found).toMatchObject({ id: 'j-5', state: 'due', doneCount: 0, tally: {} });
        const latest = await store.jobs.latestDays('bank-a', '2026-11-22');
        expect([...latest].toSorted()).toEqual([
          ['fee_run', '2026-11-22'],
          ['notify', '2026-11-22'],
        ]);
      }));

    test('lists come page by page without a gap or a repeat', () =>
      withStore(async ({ store }) => {
        const days = ['2026-11-20', '2026-11-21', '2026-11-22'];
        const jobs = days.flatMap((dueOn) => [0, 1].map((slot) => ({ dueOn, slot })));
        await store.jobs.add(jobs.map((part, index) => aJob(`j-${index}`, part)));
        const seen: string[] = [];
        let after: string | null = null;
        do {
          const page: { rows: readonly Job[]; next: string | null } = await store.jobs.list(
            'bank-a',
            {},
            { limit: 4, after },
          );
          seen.push(...page.rows.map((job) => job.id));
          after = page.next;
        } while (after !== null);
        expect(seen).toEqual(['j-5', 'j-4', 'j-3', 'j-2', 'j-1', 'j-0']);
      }));

    test('a job is claimed by one, in the order in which it became due', () =>
      withStore(async ({ store }) => {
        await store.jobs.add([
          aJob('j-2', { dueOn: '2026-11-21', dueAt: t0 - 1 }),
          aJob('j-1'),
          aJob('j-later', { dueOn: '2026-11-23', dueAt: t0 + 1 }),
          aJob('j-other', { kind: 'unknown_here' }),
        ]);
        const claims = await Promise.all([0, 1, 2].map(() => store.jobs.claim(claimOf())));
        // Three at once: two get one each, whichever is first.
        const ids = claims.map((job) => job?.id ?? 'none');
        expect(ids.toSorted()).toEqual(['j-1', 'j-2', 'none']);
        const again = await store.jobs.claim(claimOf({ now: t0 + minuteMs }));
        expect(again).toMatchObject({ id: 'j-2', state: 'running', attempts: 2, startedAt: t0 });
      }));

    test('a step is written with its cursor, its mails and its items, or not at all', () =>
      withStore(async (harness) => {
        const { store } = harness;
        await store.jobs.add([aJob('j-1')]);
        const lease = await leased(store);
        const longer = { ...lease, leasedUntil: t0 + 9 * minuteMs };
        const mails = [aMail('m-1', { onceKey: 'k' }), aMail('m-2', { onceKey: 'k2' })];
        const items = [item('fee-1', 110), item('fee-2', -10)];
        const counts = { due: 7 };
        const step = { cursor: 'c-1', done: 3, totalCount: 9, mails, items, counts };
        expect(await store.jobs.advance(longer, step)).toBe(true);
        const again = await harness.reopen();
        expect(await jobNow(again, 'j-1')).toMatchObject({
          cursor: 'c-1',
          doneCount: 3,
          totalCount: 9,
          attempts: 0,
          leasedUntil: t0 + 9 * minuteMs,
          tally: { mails: 2, items: 2, amount_yen: 100, due: 7 },
        });
        expect((await again.jobs.items('bank-a', 'j-1', all)).rows).toEqual(items);
        expect((await again.mails.waiting()).count).toBe(2);
      }));

    test('what was done before is left out and not counted', () =>
      withStore(async ({ store }) => {
        await store.jobs.add([aJob('j-1'), aJob('j-2', { slot: 1 })]);
        const first = await leased(store, { id: 'j-1' });
        const once = aMail('m-1', { onceKey: 'k' });
        const items = [item('fee-1', 110)];
        await store.jobs.advance(first, { cursor: null, done: 1, mails: [once], items });
        const second = await leased(store, { id: 'j-2' });
        await store.jobs.finish(
          second,
          {
            cursor: null,
            done: 2,
            mails: [{ ...once, id: 'm-2' }, aMail('m-3')],
            items: [...items, item('fee-2', 5)],
          },
          end,
        );
        expect(await jobNow(store, 'j-2')).toMatchObject({
          state: 'done',
          tally: { mails: 1, items: 1, amount_yen: 5 },
        });
        expect((await store.jobs.items('bank-a', 'j-2', all)).rows).toEqual([item('fee-2', 5)]);
      }));

    test('whoever has lost the lease writes nothing', () =>
      withStore(async ({ store }) => {
        await store.jobs.add([aJob('j-1')]);
        const lost = await leased(store);
        const own = await leased(store, { now: t0 + minuteMs });
        const step = { cursor: 'lost', done: 1, mails: [aMail('m-1')], items: [item('fee-1')] };
        expect(await store.jobs.advance(lost, step)).toBe(false);
        expect(await store.jobs.finish(lost, step, end)).toBe(false);
        const failed = { state: 'failed', nextAttemptAt: t0, error: 'x' } as const;
        expect(await store.jobs.giveUp(lost, failed)).toBe(false);
        expect(await jobNow(store, 'j-1')).toMatchObject({ state: 'running', cursor: null });
        expect((await store.mails.waiting()).count).toBe(0);
        expect(await auditOf(store)).toEqual([]);
        expect(await store.jobs.finish(own, { cursor: null, done: 0 }, end)).toBe(true);
      }));

    test('row 83: the end of a job and its record are one step, and it is never claimed again', () =>
      withStore(async ({ store }) => {
        await store.jobs.add([aJob('j-1')]);
        const lease = await leased(store);
        await store.jobs.advance(lease, { cursor: 'c', done: 1, items: [item('fee-1', 3)] });
        const audit = (tally: Job['tally']) => aDraft({ action: 'run_job', facts: { ...tally } });
        const step = { cursor: null, done: 1, items: [item('fee-2', 4)] };
        expect(await store.jobs.finish(lease, step, { ...end, audit })).toBe(true);
        const records = await auditOf(store);
        expect(records.map((record) => [record.action, record.facts])).toEqual([
          ['run_job', { items: 2, amount_yen: 7 }],
        ]);
        const done = await jobNow(store, 'j-1');
        expect(done).toMatchObject({ state: 'done', finishedAt: t0 + 5, leasedBy: null });
        for (const claim of [{ now: t0 + 999 * minuteMs }, { id: 'j-1' }])
          expect(await store.jobs.claim(claimOf(claim))).toBeUndefined();
        expect(await store.audit.verify([])).toMatchObject({ ok: true });
      }));

    test('given up it waits; failed it waits until it is asked for by name', () =>
      withStore(async ({ store }) => {
        await store.jobs.add([aJob('j-1')]);
        const later = { state: 'due', nextAttemptAt: t0 + 9, error: 'store_full' } as const;
        expect(await store.jobs.giveUp(await leased(store), later)).toBe(true);
        expect(await store.jobs.claim(claimOf({ now: t0 + 8 }))).toBeUndefined();
        const failed = { ...later, state: 'failed' } as const;
        await store.jobs.giveUp(await leased(store, { now: t0 + 9 }), failed);
        expect(await jobNow(store, 'j-1')).toMatchObject({
          state: 'failed',
          lastError: 'store_full',
        });
        expect(await store.jobs.claim(claimOf({ now: t0 + 999 * minuteMs }))).toBeUndefined();
        const named = await store.jobs.claim(claimOf({ id: 'j-1' }));
        expect(named).toMatchObject({ state: 'running', finishedAt: null });
      }));

    test('finished slots of old days are removed, whole days are kept', () =>
      withStore(async ({ store }) => {
        const old = { dueOn: '2026-11-01', kind: 'notify' };
        await store.jobs.add([
          aJob('j-old', old),
          aJob('j-open', { ...old, slot: 1 }),
          aJob('j-day', { dueOn: '2026-11-01' }),
        ]);
        const lease = await leased(store, { id: 'j-old' });
        await store.jobs.finish(lease, { cursor: null, done: 0 }, end);
        const removal = { institutionId: 'bank-a', slotsBefore: '2026-11-02', limit: 9 };
        expect(await store.jobs.removeFinishedSlots({ ...removal, kinds: ['notify'] })).toBe(1);
        const left = (await store.jobs.list('bank-a', {}, all)).rows.map((job) => job.id);
        expect(left.toSorted()).toEqual(['j-day', 'j-open']);
      }));

    test('expiring tokens come with the users that are bound to them and have an address', () =>
      withStore(async ({ store }) => {
        const a = await aCustomer(store, 'a');
        await aCustomer(store, 'b');
        const mailAddress = 'a@mail.example';
        const scope = { kind: 'contract', institutionId: 'bank-a', by: { userId: 'u-a' } } as const;
        const user = { ...a.user, mailAddress, version: 1 };
        await save(store, scope, { users: [user] });
        const near = (expiresFrom: string, expiresTo: string, after: string | null = null) =>
          store.due.expiringTokens('bank-a', { expiresFrom, expiresTo }, { limit: 1, after });
        const { rows, next } = await near('2030-03-31', '2030-03-31');
        expect(rows).toEqual([{ token: a.token, user }]);
        expect(next).toBeNull();
        expect((await near('2030-04-01', '2031-01-01')).rows).toEqual([]);
        expect((await near('2030-01-01', '2030-03-30')).rows).toEqual([]);
        const ended = { ...a.binding, endedAt: t0, endReason: 'revoked' } as const;
        await save(store, scope, { bindings: [ended] });
        expect((await near('2030-03-31', '2030-03-31')).rows).toEqual([]);
        const without = await store.due.usersWithoutToken('bank-a', ['c-a', 'c-b']);
        expect(without).toEqual([user]);
        expect(await store.due.usersWithoutToken('bank-b', ['c-a'])).toEqual([]);
      }));
  });
}
