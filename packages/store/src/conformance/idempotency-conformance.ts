import { describe, expect, test } from 'vitest';
import { aCustomer, attempt, auditOf, resultOf, t0, tokenNow } from './fixture.ts';
import type { OpenStore } from './harness.ts';
import { onFreshStore } from './on-fresh-store.ts';

/** Row 8: a repeated request gets the first one's answer and spends nothing more. */
export function idempotencyConformance(openStore: OpenStore): void {
  describe('idempotency', () => {
    const withStore = onFreshStore(openStore);

    test('row 8: a repeat gets the stored answer, before and after a restart', () =>
      withStore(async (harness) => {
        const customer = await aCustomer(harness.store, 'repeat');
        const work = () => attempt({ userId: customer.user.id, step: 5, key: 'k-1' });
        const first = await harness.store.run(work());
        expect(first).toMatchObject({ kind: 'done', replayed: false });
        const repeated = { ...first, replayed: true };
        expect(await harness.store.run(work())).toEqual(repeated);
        const records = (await auditOf(harness.store)).length;
        const reopened = await harness.reopen();
        expect(await reopened.run(work())).toEqual(repeated);
        expect((await auditOf(reopened)).length).toBe(records);
      }));

    test('row 8: the same key with another input is told so', () =>
      withStore(async ({ store }) => {
        const { user } = await aCustomer(store, 'reused');
        const base = { userId: user.id, step: 5, key: 'k-1' };
        await store.run(attempt(base));
        expect(await store.run(attempt({ ...base, input: 'other' }))).toEqual({
          kind: 'key_reused',
        });
      }));

    test('row 8: parallel repeats are decided once, and all get that answer', () =>
      withStore(async ({ store }) => {
        const customer = await aCustomer(store, 'parallel');
        const base = { userId: customer.user.id, key: 'k-1' };
        const works = [
          ...Array.from({ length: 50 }, () => attempt({ ...base, step: 5 })),
          attempt({ ...base, step: 6, input: 'other' }),
        ];
        const results = await Promise.all(works.map((work) => store.run(work)));
        expect(results.map(resultOf)).toEqual([...Array(50).fill('accepted'), 'key_reused']);
        const replayed = results.filter((it) => it.kind === 'done' && it.replayed);
        expect(replayed).toHaveLength(49);
        expect(await tokenNow(store, customer)).toMatchObject({ version: 2, lastAcceptedStep: 5 });
      }));

    test('a refused attempt is counted once however often it is repeated', () =>
      withStore(async ({ store }) => {
        const customer = await aCustomer(store, 'counted');
        for (let repeat = 0; repeat < 8; repeat += 1)
          await store.run(attempt({ userId: customer.user.id, step: 'wrong', key: 'k-1' }));
        expect(await tokenNow(store, customer)).toMatchObject({ guard: { failures: 1 } });
      }));

    test('a key belongs to its institution', () =>
      withStore(async ({ store }) => {
        const mine = await aCustomer(store, 'a', 'bank-a');
        const theirs = await aCustomer(store, 'b', 'bank-b');
        const input = 'same';
        const a = { userId: mine.user.id, step: 1, key: 'k-1', input, institutionId: 'bank-a' };
        const b = { userId: theirs.user.id, step: 1, key: 'k-1', input, institutionId: 'bank-b' };
        const results = await Promise.all([store.run(attempt(a)), store.run(attempt(b))]);
        expect(results).toMatchObject([{ replayed: false }, { replayed: false }]);
      }));

    test('a decision that threw leaves its key free, and a repeat that waited for it is decided', () =>
      withStore(async ({ store }) => {
        const { user } = await aCustomer(store, 'free');
        const work = attempt({ userId: user.id, step: 5, key: 'k-1' });
        const boom = () => {
          throw new Error('boom');
        };
        const results = await Promise.allSettled([
          store.run({ ...work, decide: boom }),
          store.run(work),
        ]);
        expect(results).toMatchObject([
          { status: 'rejected' },
          { status: 'fulfilled', value: { kind: 'done', replayed: false } },
        ]);
      }));

    test('an answer is let go after its retention', () =>
      withStore(async (harness) => {
        const { user } = await aCustomer(harness.store, 'late');
        const base = { userId: user.id, step: 5, key: 'k-1', input: 'same' };
        await harness.store.run(attempt(base));
        const dayMs = 86_400_000;
        const within = await harness.store.run(attempt({ ...base, at: t0 + dayMs }));
        expect(within).toMatchObject({ replayed: true });
        const after = await harness.store.run(attempt({ ...base, at: t0 + dayMs + 1 }));
        expect(after).toMatchObject({ kind: 'done', replayed: false });
        expect(resultOf(after)).toBe('refused');
      }));
  });
}
